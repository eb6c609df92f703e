"""Where a phone appears besides the tables that are keyed by it: in rows of lists, webhooks, and the audit.

None of these is indexed by phone alone; so they are read from end to end, on a connection that holds no lock.
What comes in meanwhile is looked at again, in the transaction that acts on it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Text, and_, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.bulk import in_values
from webapp.db import db, inline_literal, only_reading
from webapp.models.batch import Batch
from webapp.models.contact import Contact
from webapp.models.entry import Entry
from webapp.models.event import Event
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.models.trial import Trial
from webapp.models.webhook_event import WebhookEvent
from webapp.rules.phones import phone_mentions
from webapp.services import events
from webapp.services.intake.delimited import swallowed
from webapp.services.privacy import imports, searches

AT_ONCE = 2000
OVERLAP = 1000
"""Ids that are looked at twice: a transaction may commit after another one with higher ids."""
SHORTEST = 7
"""Digits that can be meant as a whole phone without its country."""


@dataclass(frozen=True)
class Traces:
    """Ids, and up to which ids was looked. `rows`: of lists, without a usable phone of their own.

    `imported`: such rows of imported lists; `closed`: the lists that get no more rows, looked through.
    """

    rows: frozenset[int] = frozenset()
    imported: frozenset[imports.Key] = frozenset()
    webhooks: frozenset[int] = frozenset()
    events: frozenset[int] = frozenset()
    last_row: int = 0
    last_webhook: int = 0
    last_event: int = 0
    closed: frozenset[tuple[str, int]] = frozenset()


NONE_YET = Traces()


def look(phone: str) -> Traces:
    """Reads much, and holds no one up."""
    with only_reading() as connection:
        return _look(connection, phone, NONE_YET)


def look_again(phone: str, known: Traces) -> Traces:
    """What has come since, too; within the session's transaction."""
    return _look(db.session.connection(), phone, known)


def threads(phone: str) -> Select[int]:
    """The ids of their conversations."""
    return select(Thread.id).join(Contact, Contact.id == Thread.contact_id).where(Contact.phone == phone)


def trials(phone: str) -> Select[Trial]:
    """What was tried with agents in their conversations, or as them; it goes with these, and after a day."""
    theirs = Trial.contact_id.in_(select(Contact.id).where(Contact.phone == phone))
    return select(Trial).where(or_(theirs, Trial.thread_id.in_(threads(phone)))).order_by(Trial.id)


def recipients(phone: str) -> Select[int]:
    """The ids of their rows: looked up list by list, in each one's index."""
    return select(Recipient.id).where(Recipient.batch_id.in_(select(Batch.id)), Recipient.phone == phone)


def mentions(phone: str) -> Callable[[str], bool]:
    """Does a text hold this phone, however it is written? A sender that is no number must be all of it."""
    return phone_mentions.of(phone)


def _look(connection: Connection, phone: str, known: Traces) -> Traces:
    last_row, last_webhook, last_event = (_last(connection, of.id) for of in (Recipient, WebhookEvent, Event))
    closed = imports.closed(connection)
    return Traces(
        known.rows | set(_rows(connection, phone, known.last_row - OVERLAP)),
        known.imported | set(_imported(connection, phone, known.closed)),
        known.webhooks | set(_webhooks(connection, phone, known.last_webhook - OVERLAP)),
        known.events | set(_events(connection, phone, known.last_event - OVERLAP)),
        last_row,
        last_webhook,
        last_event,
        closed,
    )


def _last(connection: Connection, column: InstrumentedAttribute[int]) -> int:
    return connection.scalar(select(func.max(column))) or 0


def _rows(connection: Connection, phone: str, after: int) -> Iterator[int]:
    """Repetitions of their rows, and faulty ones that say their phone in any way.

    Of rows with another phone, those that have swallowed others: a note in them may say anyone's.
    """
    theirs = select(Recipient.batch_id, Recipient.row_no).where(Recipient.id.in_(recipients(phone)))
    again = {(row.batch_id, f"duplicate of row {row.row_no}") for row in connection.execute(theirs)}
    says = _in_a_cell(phone)
    query = select(Recipient.id, Recipient.batch_id, Recipient.skip_reason, cast(Recipient.cells, Text))
    query = query.where(Recipient.batch_id.in_(select(Batch.id)), Recipient.id > after)
    has_swallowed = cast(Recipient.faults, Text).contains(swallowed.CODE)
    for these in (
        (Recipient.phone.is_(None),),
        (Recipient.status == inline_literal("faulty"), Recipient.phone.is_not(None), has_swallowed),
    ):
        for row_id, batch_id, why, cells in _read(connection, query.where(*these)):
            if (batch_id, why) in again or says(cells):
                yield row_id


def _imported(connection: Connection, phone: str, known: frozenset[tuple[str, int]]) -> Iterator[imports.Key]:
    says = _in_a_cell(phone)
    for key, cells in imports.rows(connection, known):
        if says(cells):
            yield key


def _in_a_cell(phone: str) -> Callable[[str], bool]:
    says = in_cells(phone)
    return lambda cells: says(json.loads(cells))


def in_cells(phone: str) -> Callable[[Iterable[str]], bool]:
    """However it is written, with its country or without, and with a digit too many."""
    digits, mentioned = phone[1:], mentions(phone)

    def says(cells: Iterable[str]) -> bool:
        for cell in cells:
            said = re.sub(r"\D", "", cell).lstrip("0")
            if digits in said or (len(said) >= SHORTEST and digits.endswith(said)) or mentioned(cell):
                return True
        return False

    return says if phone.startswith("+") else lambda cells: False


def _webhooks(connection: Connection, phone: str, after: int) -> Iterator[int]:
    known = select(Entry.carrier_id).where(Entry.thread_id.in_(threads(phone)), Entry.carrier_id.is_not(None))
    ids = {carrier_id for carrier_id in connection.scalars(known) if carrier_id}
    payload, says = cast(WebhookEvent.payload, Text), _in_json(phone)
    likely = or_(_holds(payload, phone), WebhookEvent.carrier_id.in_(in_values(ids)))
    query = select(WebhookEvent.id, WebhookEvent.carrier_id, payload).where(WebhookEvent.id > after, likely)
    for event_id, carrier_id, said in _read(connection, query):
        if carrier_id in ids or says(json.loads(said)):
            yield event_id


def searched(phone: str) -> Callable[[str], bool]:
    """Are words by which contacts were looked for about this one?"""
    name = db.session.scalar(select(Contact.name).where(Contact.phone == phone))
    return searches.about(phone, name or "")


def _events(connection: Connection, phone: str, after: int) -> Iterator[int]:
    """Those of their conversations, also of removed ones; and what says their phone, or looked for them."""
    theirs = set(connection.scalars(threads(phone)))
    name = connection.scalar(select(Contact.name).where(Contact.phone == phone))
    data, says, looked_for = cast(Event.data, Text), _in_json(phone), searches.about(phone, name or "")
    left = and_(Event.thread_id.is_(None), Event.batch_id.is_(None), _holds(Event.about, phone))
    looks = or_(*(data.contains(f'"{key}":') for key in events.SEARCHES))
    likely = or_(_holds(data, phone), Event.thread_id.in_(threads(phone)), left, looks)
    columns = (Event.id, Event.thread_id, Event.batch_id, Event.about, data)
    query = select(*columns).where(Event.id > after, likely)
    for event_id, thread_id, batch_id, about, text in _read(connection, query):
        said = json.loads(text)
        was_theirs = thread_id is None and batch_id is None and says([about])
        if thread_id in theirs or says(said) or was_theirs or any(map(looked_for, events.searches(said))):
            yield event_id


def _in_json(phone: str) -> Callable[[Any], bool]:
    says = mentions(phone)
    return lambda value: any(map(says, events.strings(value)))


def _holds(text: Any, phone: str) -> Any:
    """A text that may contain a phone: its last digits, with any separators between them."""
    if not phone.startswith("+"):
        return text.contains(json.dumps(phone)[1:-1], autoescape=True)
    for separator in phone_mentions.SEPARATORS:
        text = func.replace(text, separator, "")
    return text.contains(phone_mentions.tail(phone))


def _read(connection: Connection, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    yield from connection.execute(query, execution_options={"yield_per": AT_ONCE})
