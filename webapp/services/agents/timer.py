"""When an agent answers: a while after the latest text, and the database keeps the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from webapp import queue
from webapp.db import db, now
from webapp.models.agent import Agent, AgentState
from webapp.models.answering import Answering
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.services import signals
from webapp.services.agents import choosing, holding, store

AT_ONCE = 500


def told(thread: Thread, message: Message) -> None:
    """A text came in that is no keyword, no reaction and no wish: if an agent may answer it, it is told."""
    if choosing.may_answer(thread):
        signals.emit(signals.MESSAGE_RECEIVED, thread=thread.id, message=message.id)


def start(data: Mapping[str, Any]) -> None:
    """The hook of that: `thread` and `message`. The thread remembers who answers it."""
    thread, message = holding.hold(data["thread"]), db.session.get(Message, data["message"])
    if thread is None or message is None:
        return
    agent = choosing.of(thread)
    _remember(thread, agent)
    if agent is not None and message.id > holding.answering(thread.id).read_to:
        _set(thread, agent, message.created_at)


def _remember(thread: Thread, agent: Agent | None) -> None:
    if agent is not None and (thread.agent_id, thread.agent_state) != (agent.id, AgentState.ON):
        if thread.agent_id != agent.id:
            holding.begin_anew(holding.answering(thread.id))
        holding.show(thread, agent_id=agent.id, agent_state=AgentState.ON)
    elif agent is None and thread.agent_state == AgentState.ON:
        holding.show(thread, agent_state=AgentState.NONE)


def _set(thread: Thread, agent: Agent, moment: datetime) -> None:
    """`moment`: when the text came; texts may be told of in any order."""
    definition, row = store.current(agent).definition, holding.answering(thread.id)
    latest = moment + timedelta(seconds=definition.longest_wait)
    row.answer_by = min(row.answer_by or latest, latest)
    due = max(row.answer_at or moment, moment + timedelta(seconds=definition.wait))
    row.answer_at = min(due, row.answer_by)
    queue.later(queue.THINK, at=row.answer_at)


def again(row: Answering, after: timedelta = timedelta()) -> None:
    """Think once more, at once or after a while; the tries go on being counted."""
    row.answer_at = now() + after
    row.lease = row.leased_until = None
    if after:
        queue.later(queue.THINK, at=row.answer_at)


def is_due(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    """No worker is thinking, or it must have died."""
    free = or_(Answering.leased_until.is_(None), Answering.leased_until <= moment)
    return Answering.answer_at.is_not(None), Answering.answer_at <= moment, free


def due() -> Sequence[int]:
    """The threads that wait for an agent's answer now."""
    query = select(Answering.thread_id).where(*is_due(now())).order_by(Answering.answer_at)
    return db.session.scalars(query.limit(AT_ONCE)).all()


def until_next() -> float | None:
    """Seconds until the next answer is due, 0 when one is; None when no one waits for any."""
    free = or_(Answering.leased_until.is_(None), Answering.leased_until <= now())
    first = db.session.scalar(select(func.min(Answering.answer_at)).where(free))
    return None if first is None else max(0.0, (first - now()).total_seconds())
