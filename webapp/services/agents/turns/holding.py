"""Holding one thread: who sets its timer, thinks about it or takes it over waits for the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, select, update
from sqlalchemy.orm import joinedload

from webapp.bulk import cached_statement, in_param
from webapp.db import db
from webapp.errors import NotFound
from webapp.models.agent import AgentState
from webapp.models.answering import Answering
from webapp.models.entry import Origin
from webapp.models.handoff import Handoff, HandoffState
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.status_change import Because
from webapp.models.thread import Thread
from webapp.services import row_locks
from webapp.services.threads import messages, reopening

UNSENT = (MessageState.CANCELED, MessageState.SKIPPED)


def hold(thread_id: int) -> Thread | None:
    """The thread as it is now, locked (services/row_locks); its row in `answering` comes after it."""
    query = select(Thread).options(joinedload(Thread.contact), joinedload(Thread.number))
    query = query.where(Thread.id == thread_id).with_for_update(key_share=True, of=Thread)
    return db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


@dataclass(frozen=True)
class Held:
    """A thread that is locked, and its timer and memory."""

    thread: Thread
    row: Answering


def hold_all(thread_ids: Collection[int]) -> dict[int, Held]:
    """Those that there are, by id, as they are now, all locked in the one order (services/row_locks)."""
    execution = {"populate_existing": True}
    threads = db.session.scalars(_threads(), {"ids": thread_ids}, execution_options=execution).all()
    held = [thread.id for thread in threads]
    rows = db.session.scalars(_rows(), {"ids": held}, execution_options=execution).all()
    known = {row.thread_id: row for row in rows}
    new = {thread_id: _new(thread_id) for thread_id in held if thread_id not in known}
    db.session.add_all(new.values())
    db.session.flush()
    return {thread.id: Held(thread, (known | new)[thread.id]) for thread in threads}


def _new(thread_id: int) -> Answering:
    return Answering(thread_id=thread_id, tries=0, read_to=0, memory={}, language="", goal_reason="")


@cached_statement
def _threads() -> Select[Thread]:
    """With all that the end of an agent's turn reads of them."""
    number = joinedload(Thread.number).selectinload(Number.services)
    query = select(Thread).options(joinedload(Thread.contact), number).where(in_param(Thread.id, "ids"))
    return query.order_by(Thread.id).with_for_update(key_share=True, of=Thread)


@cached_statement
def _rows() -> Select[Answering]:
    return select(Answering).where(in_param(Answering.thread_id, "ids"))


def must_hold(thread_id: int) -> Thread:
    """Raises NotFound."""
    thread = hold(thread_id)
    if thread is None:
        raise NotFound("This conversation does not exist.")
    return thread


def answering(thread_id: int) -> Answering:
    """The timer and the memory of a thread that is held; made when there is none yet."""
    found = db.session.get(Answering, thread_id, populate_existing=True)
    if found is None:
        found = _new(thread_id)
        db.session.add(found)
        db.session.flush()
    return found


def stop(row: Answering) -> None:
    """Nothing waits to be answered, and no worker is thinking."""
    row.answer_at = row.answer_by = row.lease = row.leased_until = None
    row.tries = 0


def begin_anew(row: Answering) -> None:
    """For another agent: what the one before had begun, and reached, is not this one's."""
    row.memory, row.goal_reached_at, row.goal_reason = {}, None, ""


def show(thread: Thread, because: Because | None = None, **values: Any) -> None:
    """Change a thread that is held; its pages show it, and its summary is made again.

    `because`: staff are wanted there, so that it needs a reply, and is open.
    """
    changed = update(Thread).where(Thread.id == thread.id)
    db.session.execute(changed.values(revision=Thread.revision + 1, summarized_at=None, **values))
    if because is not None:
        reopening.want([thread.id], because)
    db.session.refresh(thread)


def entries(thread: Thread) -> None:
    """Before a thread that changes hands is held: its open handoff, and what its agent may have queued.

    Entries are locked before threads (services/row_locks).
    """
    if row_locks.one_writer():
        return
    if thread.agent_state == AgentState.HANDED_OFF:
        still_open = (Handoff.thread_id == thread.id, Handoff.state == HandoffState.OPEN)
        db.session.execute(row_locks.in_order(Handoff.id, *still_open)).all()
    row_locks.queued_for([thread.contact.phone])


def with_entries(thread_id: int) -> Thread:
    """A thread that changes hands, held with its entries. Raises NotFound."""
    thread = db.session.get(Thread, thread_id)
    if thread is not None:
        entries(thread)
    return must_hold(thread_id)


def take_back(thread: Thread, sentence: str) -> None:
    """What an agent has written there and has not left yet is not sent, so what it answers is open again.

    After `entries`.
    """
    canceled = messages.move(
        MessageState.CANCELED,
        Message.thread_id == thread.id,
        Message.origin == Origin.AGENT,
        Message.state == MessageState.QUEUED,
        reason=sentence,
    )
    if canceled:
        reopen(thread, min(canceled))


def reopen(thread: Thread, message_id: int) -> None:
    """An agent's message was not sent after all: what it answers is open, unless staff answered since.

    Where the agent has answered something newer meanwhile, staff see to it: it would answer that, too, again.
    """
    if not said_since(thread, message_id, Origin.AGENT):
        row = answering(thread.id)
        row.read_to = min(row.read_to, _said_before(thread.id, message_id))
    if not said_since(thread, message_id, Origin.STAFF):
        show(thread, Because.OWED)


def said_since(thread: Thread, message_id: int, origin: Origin) -> bool:
    """Whether one of these has written there after a message, and it was sent or will be."""
    theirs = (Message.thread_id == thread.id, Message.origin == origin, Message.state.not_in(UNSENT))
    return bool(db.session.scalar(select(exists().where(*theirs, Message.id > message_id))))


def _said_before(thread_id: int, message_id: int) -> int:
    """The id of what we last answered before a message; 0 without any. What a batch wrote is no answer."""
    ours = (Message.thread_id == thread_id, Message.origin.in_((Origin.AGENT, Origin.STAFF)))
    before = select(Message.id).where(*ours, Message.id < message_id, Message.state.not_in(UNSENT))
    return db.session.scalar(before.order_by(Message.id.desc()).limit(1)) or 0
