"""Claiming recipients of a batch: they become `sending`, and their messages are written, in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from sqlalchemy import Insert, Integer, String, Text, bindparam, insert, literal, select

from webapp.bulk import cached_statement, execute_core, values_table
from webapp.db import BigId, UtcDateTime, now
from webapp.models.batch import Batch
from webapp.models.entry import Direction, Kind, Origin
from webapp.models.message import Message, MessageState
from webapp.models.recipient import Recipient
from webapp.models.recipient import RecipientStatus as S
from webapp.rules import person_names, segments
from webapp.rules.placeholders import Bound, Template
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking, Verdict
from webapp.services.outbox import waiting
from webapp.services.outbox.parcels import ClaimedEntry, Sender, compose
from webapp.services.recipients import moving
from webapp.services.threads import opening
from webapp.services.threads.enqueue import new_ref

NEXT = (
    select(Recipient.id, Recipient.phone, Recipient.cells)
    .where(
        Recipient.batch_id == bindparam("batch"),
        Recipient.status == S.QUEUED,
        Recipient.phone.is_not(None),
    )
    .order_by(Recipient.row_no)
    .limit(bindparam("most"))
)
"""The batch is held, and with it everybody in it: see services/row_locks."""


class Due(NamedTuple):
    """A recipient whose turn it is."""

    batch: Batch
    id: int
    phone: str
    cells: list[str]


class Look(NamedTuple):
    """Whom a claim looks at: `only` these recipients, and others `ahead` of their turn."""

    only: Sequence[int] | None
    ahead: bool


class Draft(NamedTuple):
    """A message about to be written."""

    due: Due
    thread_id: int
    text: str
    segments: int
    ref: str


def claim(
    number: Sender,
    batches: Sequence[Batch],
    limit: int,
    *,
    only: Sequence[int] | None = None,
    ahead: bool = True,
) -> list[ClaimedEntry]:
    """Claim the next `limit` recipients of running batches, fairly among them, that the gate lets through.

    `only`: none but these recipients. `ahead`: where one waits for their hours, others behind them are asked
    about as well.

    Their messages are written together, so that their conversations are locked in order. Until then the gate
    does not know of them: whoever is in two batches waits in the second for the next claim.
    """
    look = Look(only, ahead and only is None)
    taken: list[Due] = []
    for position, batch in enumerate(batches):
        share = ceil((limit - len(taken)) / (len(batches) - position))
        if share > 0 or only is not None:
            taken += _take(batch, share, {one.phone for one in taken}, look)
    return _write(number, _drafts(number, taken)) if taken else []


def _take(batch: Batch, limit: int, but_for: set[str], look: Look) -> list[Due]:
    waiting.release(batch)
    allowed = _allowed(batch, _next(batch, limit, look), look)
    first_of_each = {one.phone: one for one in reversed(allowed)}
    due = [one for one in reversed(first_of_each.values()) if one.phone not in but_for]
    claimed = moving.claim([one.id for one in due])
    return [one for one in due if one.id in claimed]


def _next(batch: Batch, limit: int, look: Look) -> list[Due]:
    query = NEXT if look.only is None else NEXT.where(Recipient.id.in_(look.only))
    found = execute_core(query, {"batch": batch.id, "most": limit})
    return [Due(batch, row.id, row.phone, row.cells) for row in found]


def _allowed(batch: Batch, due: list[Due], look: Look) -> list[Due]:
    """Those that the gate lets through; the others are skipped with its word, or wait for their hours."""
    asking = Asking(Origin.BATCH, batch)
    verdicts = gate.refusals([one.phone for one in due], asking)
    refused = {one.id: verdicts[one.phone] for one in due if one.phone in verdicts}
    _skip({key: verdict for key, verdict in refused.items() if verdict.until is None})
    waiting.park(batch, refused)
    if look.ahead and any(verdict.until for verdict in refused.values()):
        waiting.park_ahead(batch, asking)
    return [one for one in due if one.id not in refused]


def _skip(refused: Mapping[int, Verdict]) -> None:
    skipped: dict[str, list[int]] = defaultdict(list)
    for recipient_id, verdict in refused.items():
        skipped[verdict.short].append(recipient_id)
    for why, ids in skipped.items():
        moving.move(ids, S.QUEUED, S.SKIPPED, skip_reason=why)


def _drafts(number: Sender, due: list[Due]) -> list[Draft]:
    called = {one.phone: person_names.of(one.cells, one.batch.name_columns) for one in due}
    texts = [_bound(one.batch.message, tuple(one.batch.columns)).render(one.cells).text for one in due]
    said = dict(zip([one.phone for one in due], texts, strict=True))
    opened = opening.speak(number.id, said, called)
    return [
        Draft(one, opened[one.phone], text, segments.measure(text).segments, new_ref())
        for one, text in zip(due, texts, strict=True)
    ]


def render_blank(batch: Batch) -> str:
    """What a row without any cells would get: raises when the batch itself cannot be worked."""
    person_names.of([], batch.name_columns)
    return _bound(batch.message, tuple(batch.columns)).render([]).text


@lru_cache(maxsize=64)
def _bound(message: str, columns: tuple[str, ...]) -> Bound:
    return Template.parse(message).bind(columns)


def _write(number: Sender, drafts: list[Draft]) -> list[ClaimedEntry]:
    written = [
        {"thread": one.thread_id, "recipient": one.due.id, "phone": one.due.phone, "text": one.text,
         "segments": one.segments, "ref": one.ref, "batch": one.due.batch.id,
         "user": one.due.batch.created_by}
        for one in drafts
    ]  # fmt: skip
    common = {"number": number.id, "carrier": number.carrier, "at": now()}
    ids = {row.client_ref: row.id for row in execute_core(_messages(), {"rows": written, **common})}
    return [
        ClaimedEntry(
            message_id=ids[draft.ref],
            number_id=number.id,
            recipient_id=draft.due.id,
            batch_id=draft.due.batch.id,
            carrier=number.carrier,
            segments=draft.segments,
            sms=compose(number.e164, draft.due.phone, draft.text, draft.ref),
        )
        for draft in drafts
    ]


MOMENT = bindparam("at", type_=UtcDateTime())


@cached_statement
def _messages() -> Insert:
    new = values_table(
        thread=BigId, recipient=BigId, phone=String(16), text=Text, segments=Integer(), ref=String(40),
        batch=Integer(), user=Integer(),
    ).c  # fmt: skip
    values = {
        "thread_id": new.thread,
        "recipient_id": new.recipient,
        "phone": new.phone,
        "text": new.text,
        "units": new.segments,
        "client_ref": new.ref,
        "batch_id": new.batch,
        "user_id": new.user,
        "number_id": bindparam("number", type_=Integer()),
        "carrier": bindparam("carrier", type_=String(20)),
        "direction": literal(Direction.OUT, String(3)),
        "kind": literal(Kind.SMS, String(12)),
        "state": literal(MessageState.SENDING, String(12)),
        "origin": literal(Origin.BATCH, String(12)),
        "created_at": MOMENT,
        "claimed_at": MOMENT,
    }
    chosen = select(*values.values())
    return insert(Message).from_select(list(values), chosen).returning(Message.client_ref, Message.id)
