"""A thread as an engine may see it: this contact alone, and what was said, bounded, without card numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import phonenumbers
from sqlalchemy import exists, select

from webapp.agents import memory
from webapp.agents.base import MOST_TURNS, Contact, Conversation, Outreach, Turn, Who
from webapp.agents.cards import mask_cards
from webapp.agents.stored import Definition
from webapp.db import db, now
from webapp.models import statuses
from webapp.models.answering import Answering
from webapp.models.batch import Batch
from webapp.models.entry import Direction, Origin
from webapp.models.hold import Hold
from webapp.models.message import Message, MessageState
from webapp.models.recipient import Recipient
from webapp.models.statuses import Phase
from webapp.models.thread import Thread
from webapp.rules import keywords, replies
from webapp.rules.keywords import Keyword
from webapp.rules.replies import Meaning
from webapp.services.hours import hours

UNSAID = (
    *statuses.in_phase(MessageState, Phase.BEFORE),
    *statuses.those(MessageState, lambda one: one.retriable),
)
"""They have never seen what is in these states."""
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


def read(thread: Thread, row: Answering, name: str, definition: Definition) -> Said:
    """What is to be answered, and all that an engine may know for that."""
    texts = said_in(thread.id)
    theirs = [one for one in texts if one.direction == Direction.IN]
    staff = [one.id for one in texts if one.origin == Origin.STAFF]
    since = max([row.read_to, *staff, *(one.id for one in theirs if keywords.match(one.text) in A_NEW_START)])
    newest = max([one.id for one in theirs], default=0)
    wanted = [one for one in theirs if one.id > since and _is_for_agents(one.text)]
    if not wanted:
        return Said(None, newest, row.read_to)
    asked = "\n".join(one.text for one in wanted)
    conversation = Conversation(
        agent=definition.agent(name, asked),
        contact=contact_of(thread),
        turns=tuple(_turns(texts, wanted)),
        local_now=local_time(thread.contact.phone, now()),
        language=row.language or definition.languages[0],
        outreach=outreach_of(thread.id),
        memory=memory.from_json(row.memory),
        channel="sms",
    )
    return Said(conversation, newest, wanted[-1].id, wordless=not asked.strip())


def newest_text(thread_id: int) -> int:
    """The id of the newest text of theirs that is no reaction; 0 without any."""
    theirs = (Message.thread_id == thread_id, Message.direction == Direction.IN, Message.reacts_to.is_(None))
    query = select(Message.id).where(*theirs).order_by(Message.id.desc()).limit(1)
    return db.session.scalar(query) or 0


def said_in(thread_id: int) -> Sequence[Message]:
    """Oldest first; without what was withheld as a wish until staff decided."""
    wish = exists().where(Hold.message_id == Message.id)
    said = (Message.thread_id == thread_id, Message.reacts_to.is_(None), Message.state.not_in(UNSAID), ~wish)
    query = select(Message).where(*said).order_by(Message.id.desc()).limit(MOST_TURNS)
    return db.session.scalars(query).all()[::-1]


def _is_for_agents(text: str) -> bool:
    return replies.read(text) in FOR_AGENTS


def _turns(texts: Sequence[Message], wanted: Sequence[Message]) -> Iterable[Turn]:
    """What is to be answered stands last, even if a batch has written since; what is settled before it not
    right before it, or it would be answered again."""
    open_ids = {one.id for one in wanted}
    before = [one for one in texts if one.id not in open_ids]
    while before and before[-1].direction == Direction.IN:
        before.pop()
    return [Turn(who_wrote(one), mask_cards(one.text), one.created_at) for one in (*before, *wanted)]


def who_wrote(one: Message) -> Who:
    """What an agent did not write, staff did: a batch, a confirmation, a workflow."""
    if one.direction == Direction.IN:
        return Who.CONTACT
    return Who.AGENT if one.origin == Origin.AGENT else Who.STAFF


def contact_of(thread: Thread) -> Contact:
    """Who writes there."""
    contact = thread.contact
    attributes = {str(key): str(value) for key, value in (contact.attributes or {}).items()}
    return Contact(contact.phone, contact.name, _country(contact.phone), attributes)


def _country(phone: str) -> str | None:
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return None


def local_time(phone: str, moment: datetime) -> datetime:
    """On the clock where they said they are, else where their phone may be, else UTC."""
    zones = hours.where([phone], moment)[0][0].zones
    return moment.astimezone(ZoneInfo(zones[0] if zones else "UTC"))


def outreach_of(thread_id: int) -> Outreach:
    """The newest batch here: their row with every column, the text they got, the batch's context."""
    sent = select(Message).where(Message.thread_id == thread_id, Message.recipient_id.is_not(None))
    message = db.session.scalars(sent.order_by(Message.id.desc()).limit(1)).one_or_none()
    if message is None:
        return Outreach()
    query = select(Recipient, Batch).join(Batch, Batch.id == Recipient.batch_id)
    found = db.session.execute(query.where(Recipient.id == message.recipient_id)).first()
    if found is None:
        return Outreach(message=message.text)
    recipient, batch = found
    row = {str(column): str(cell) for column, cell in zip(batch.columns, recipient.cells, strict=False)}
    return Outreach(row, message.text, batch.context)
