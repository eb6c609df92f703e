"""Holding one thread: who sets its timer, thinks about it or takes it over waits for the others."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from webapp.db import db
from webapp.errors import NotFound
from webapp.models.agent import AgentState
from webapp.models.answering import Answering
from webapp.models.entry import Origin
from webapp.models.handoff import Handoff, HandoffState
from webapp.models.message import Message, MessageState
from webapp.models.thread import Thread
from webapp.services import row_locks
from webapp.services.threads import messages


def hold(thread_id: int) -> Thread | None:
    """The thread as it is now, locked (services/row_locks); its row in `answering` comes after it."""
    query = select(Thread).options(joinedload(Thread.contact), joinedload(Thread.number))
    query = query.where(Thread.id == thread_id).with_for_update(key_share=True, of=Thread)
    return db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


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
        found = Answering(thread_id=thread_id, tries=0, read_to=0, memory={}, language="")
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


def show(thread: Thread, **values: Any) -> None:
    """Change a thread that is held; its pages show it, and its summary is made again."""
    changed = update(Thread).where(Thread.id == thread.id)
    db.session.execute(changed.values(revision=Thread.revision + 1, summarized_at=None, **values))
    db.session.refresh(thread)


def entries(thread: Thread) -> None:
    """Before a thread that changes hands is held: its open handoff, or what its agent may have queued.

    Entries are locked before threads (services/row_locks).
    """
    if row_locks.one_writer():
        return
    if thread.agent_state == AgentState.HANDED_OFF:
        still_open = (Handoff.thread_id == thread.id, Handoff.state == HandoffState.OPEN)
        db.session.execute(row_locks.in_order(Handoff.id, *still_open)).all()
    if thread.agent_state == AgentState.ON:
        row_locks.queued_for([thread.contact.phone])


def with_entries(thread_id: int) -> Thread:
    """A thread that changes hands, held with its entries. Raises NotFound."""
    thread = db.session.get(Thread, thread_id)
    if thread is not None:
        entries(thread)
    return must_hold(thread_id)


def take_back(thread: Thread, sentence: str) -> None:
    """What an agent has written there and has not left yet is not sent. After `entries`."""
    messages.move(
        MessageState.CANCELED,
        Message.thread_id == thread.id,
        Message.origin == Origin.AGENT,
        Message.state == MessageState.QUEUED,
        reason=sentence,
    )
