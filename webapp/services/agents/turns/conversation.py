"""A thread as an engine may see it: this contact alone, and what was said, bounded, without card numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from webapp.agents import memory
from webapp.agents.base import MOST_TURNS, Contact, Conversation, Memory, Outreach, Ran, Turn, Who
from webapp.agents.cards import mask_cards
from webapp.agents.stored import Definition
from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import db, now
from webapp.models import statuses
from webapp.models.answering import Answering
from webapp.models.batch import Batch
from webapp.models.call import Call
from webapp.models.entry import UNASKED, Direction, Entry, Origin
from webapp.models.hold import Hold
from webapp.models.message import Message, MessageState
from webapp.models.recipient import Recipient
from webapp.models.statuses import Phase
from webapp.models.thread import Thread
from webapp.rules import placeholders
from webapp.rules.replies import keywords, replies
from webapp.rules.replies.keywords import Keyword
from webapp.rules.replies.replies import Meaning
from webapp.services.agents import records
from webapp.services.agents.turns import spoken_before
from webapp.services.agents.turns.holding import Held
from webapp.services.hours import hours
from webapp.services.threads import outreach

UNSAID = (
    *statuses.in_phase(MessageState, Phase.BEFORE),
    *statuses.those(MessageState, lambda one: one.retriable),
)
"""They have never seen what is in these states."""
ENTRY: Any = Entry.__table__
CALL: Any = Call.__table__
FOR_AGENTS = frozenset({Meaning.NOTHING, Meaning.HOLD, Meaning.OPT_OUT})
"""HELP and START have had their answer. A wish that was none, a quotation say, is for the engine to judge."""
A_NEW_START = (Keyword.STOP, Keyword.START)
"""What they wrote before one of these waits for no answer any more."""


@dataclass(frozen=True)
class Said:
    """`conversation`: None when nothing is to be answered. `newest`: the id of the newest text of theirs.

    `read_to`: the newest of those that are to be answered; `wordless`: none of these has any words.
    """

    conversation: Conversation | None
    newest: int
    read_to: int
    wordless: bool = False


@dataclass(frozen=True)
class Asked:
    """A thread that is held, and the agent that is to answer it, by its name and with what it is told."""

    held: Held
    name: str
    definition: Definition


def read(asked: Sequence[Asked]) -> dict[int, Said]:
    """By thread, what is to be answered, and all that an engine may know for that."""
    threads = [one.held.thread for one in asked]
    ids = [thread.id for thread in threads]
    texts, outreaches, calls = said_in_all(ids), outreaches_of(ids), spoken_before.of_all(ids)
    clocks = local_times({thread.contact.phone for thread in threads}, now())
    models = [one.held.thread.id for one in asked if one.definition.model_id is not None]
    ran = records.ran_in(models) if models else {}
    return {
        thread.id: _said(
            one,
            texts[thread.id],
            calls[thread.id],
            ran.get(thread.id, ()),
            outreaches[thread.id],
            clocks[thread.contact.phone],
        )
        for one, thread in zip(asked, threads, strict=True)
    }


def _said(
    one: Asked,
    texts: Sequence[Message],
    spoken: Sequence[Turn],
    ran: Sequence[Ran],
    outreach: Outreach,
    local_now: datetime,
) -> Said:
    row, definition = one.held.row, one.definition
    theirs = [text for text in texts if text.direction == Direction.IN]
    staff = [text.id for text in texts if text.origin == Origin.STAFF]
    starts = [text.id for text in theirs if keywords.match(text.text) in A_NEW_START]
    since = max([row.read_to, *staff, *starts])
    newest = max([text.id for text in theirs], default=0)
    wanted = [text for text in theirs if text.id > since and _is_for_agents(text.text)]
    if not wanted:
        return Said(None, newest, row.read_to)
    words = "\n".join(text.text for text in wanted)
    conversation = Conversation(
        agent=definition.agent(one.name, words),
        contact=contact_of(one.held.thread),
        turns=tuple(_turns(texts, spoken, wanted))[-MOST_TURNS:],
        local_now=local_now,
        language=row.language or definition.languages[0],
        outreach=outreach,
        memory=_remembered(row, texts, wanted[0]),
        channel="sms",
        ran=tuple(ran),
    )
    return Said(conversation, newest, wanted[-1].id, wordless=not words.strip())


def _remembered(row: Answering, texts: Sequence[Message], first: Message) -> Memory:
    """What the agent's last answer left open, unless a batch, a workflow or another system has written since:
    a "yes" answers the newest question, and not one of weeks ago.
    """
    before = [one for one in texts if one.direction == Direction.OUT and one.id < first.id]
    said = max((one.id for one in before if one.origin == Origin.AGENT), default=0)
    reached_out = any(one.id > said and one.origin in UNASKED for one in before)
    return Memory() if said and reached_out else memory.from_json(row.memory)


def newest_texts(thread_ids: Collection[int]) -> dict[int, int]:
    """By thread, the id of the newest text of theirs that is no reaction; 0 without any."""
    return {row.id: row.newest or 0 for row in execute_core(_newest_texts(), {"ids": thread_ids})}


@cached_statement
def _newest_texts() -> Select[int, int | None]:
    theirs = (Message.direction == str(Direction.IN), Message.reacts_to.is_(None))
    newest = select(Message.id).where(Message.thread_id == Thread.id, *theirs)
    newest = newest.order_by(Message.id.desc()).limit(1)
    query = select(Thread.id, newest.scalar_subquery().label("newest"))
    return query.where(in_param(Thread.id, "ids"))


def said_in(thread_id: int) -> Sequence[Message]:
    """The last MOST_TURNS texts, oldest first; without what was withheld as a wish until staff decided."""
    return said_in_all([thread_id])[thread_id]


def said_in_all(thread_ids: Collection[int]) -> dict[int, list[Message]]:
    """The same of many threads."""
    found = dict[int, list[Message]]((thread_id, []) for thread_id in thread_ids)
    for message in db.session.scalars(_said_in(), {"ids": thread_ids}):
        found[message.thread_id].append(message)
    return found


@cached_statement
def _said_in() -> Select[Message]:
    """From the oldest on that is shown, which is looked up in each thread by its index."""
    older = aliased(Message)
    first = select(older.id).where(older.thread_id == Thread.id, *_was_said(older))
    first = first.order_by(older.id.desc()).limit(1).offset(MOST_TURNS - 1)
    lately = and_(Message.thread_id == Thread.id, Message.id >= func.coalesce(first.scalar_subquery(), 0))
    query = select(Message).join(Thread, lately).where(in_param(Thread.id, "ids"), *_was_said(Message))
    return query.order_by(Message.id)


def _was_said(message: type[Message]) -> tuple[ColumnElement[bool], ...]:
    wish = exists().where(Hold.message_id == message.id)
    return message.reacts_to.is_(None), message.state.not_in(UNSAID), ~wish


def _is_for_agents(text: str) -> bool:
    return replies.read(text) in FOR_AGENTS


def _turns(texts: Sequence[Message], spoken: Sequence[Turn], wanted: Sequence[Message]) -> Iterable[Turn]:
    """What is to be answered stands last, even if a batch has written since; what is settled before it not
    right before it, or it would be answered again. `spoken`: in their newest call."""
    open_ids = {one.id for one in wanted}
    settled = [_turn(one) for one in texts if one.id not in open_ids]
    before = sorted([*settled, *spoken], key=lambda turn: turn.at)
    while before and before[-1].who is Who.CONTACT:
        before.pop()
    return [*before, *map(_turn, wanted)]


def _turn(one: Message) -> Turn:
    return Turn(who_wrote(one), mask_cards(one.text), one.created_at)


def who_wrote(one: Message) -> Who:
    """What an agent did not write, staff did: a batch, a confirmation, a workflow."""
    if one.direction == Direction.IN:
        return Who.CONTACT
    return Who.AGENT if one.origin == Origin.AGENT else Who.STAFF


def contact_of(thread: Thread) -> Contact:
    """Who writes there."""
    contact = thread.contact
    attributes = {str(key): str(value) for key, value in (contact.attributes or {}).items()}
    return Contact(contact.phone, contact.name, country(contact.phone), attributes)


@lru_cache(maxsize=1024)
def country(phone: str) -> str | None:
    """The ISO code of a phone's country, where it has one."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return None


def local_time(phone: str, moment: datetime) -> datetime:
    """On the clock where they said they are, else where their phone may be, else UTC."""
    return local_times([phone], moment)[phone]


def local_times(phones: Iterable[str], moment: datetime) -> dict[str, datetime]:
    """The same for many, by phone."""
    return {
        phone: moment.astimezone(ZoneInfo(place.zones[0] if place.zones else "UTC"))
        for place, some in hours.where(phones, moment)
        for phone in some
    }


def outreach_of(thread_id: int) -> Outreach:
    """The newest batch here: their row with every column, what it wrote or said first, its context."""
    return outreaches_of([thread_id])[thread_id]


def outreaches_of(thread_ids: Collection[int]) -> dict[int, Outreach]:
    """The same of many threads; an empty one where no batch has written or called."""
    found = dict.fromkeys(thread_ids, Outreach())
    for row in execute_core(_outreaches(), {"ids": thread_ids}):
        cells = zip(row.columns or (), row.cells or (), strict=False)
        columns = {str(column): str(cell) for column, cell in cells}
        context = placeholders.fill(row.context or "", row.columns or (), row.cells or ())
        found[row.thread_id] = Outreach(columns, row.text, context)
    return found


@cached_statement
def _outreaches() -> Select[*tuple[Any, ...]]:
    """By the newest message or call to a recipient; the recipient may be gone."""
    sent = aliased(Entry)
    of_newest = ENTRY.c.id == outreach.newest(sent.id, Thread.id, entry=sent).scalar_subquery()
    said = func.coalesce(CALL.c.first_message, ENTRY.c.text, "").label("text")
    query = select(ENTRY.c.thread_id, said, Recipient.cells, Batch.columns, Batch.context)
    query = query.select_from(Thread).join(ENTRY, of_newest).outerjoin(CALL, CALL.c.id == ENTRY.c.id)
    query = query.outerjoin(Recipient, Recipient.id == ENTRY.c.recipient_id)
    return query.outerjoin(Batch, Batch.id == Recipient.batch_id).where(in_param(Thread.id, "ids"))
