"""When an agent answers: a while after the latest text, and the database keeps the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from webapp import queue
from webapp.agents import registry
from webapp.db import db, now
from webapp.models.agent import Agent, AgentState
from webapp.models.answering import Answering
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.services import signals
from webapp.services.agents import choosing, holding, store

AT_ONCE = 500
PATIENCE = timedelta(minutes=2)
"""For the process that asks models to take a thread up: it may be busy, or be started again."""


@dataclass(frozen=True)
class Waiting:
    """Threads that wait for an agent's answer now. `late`: for a model that no process has asked in time."""

    thinking: Sequence[int] = ()
    for_model: Sequence[int] = ()
    late: Sequence[int] = ()


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
    wake(thread.id, agent.engine, row.answer_at)


def wake(thread_id: int, engine: str, at: datetime | None = None) -> None:
    """Those who think for this engine, now or at a time: models are asked by a process of their own."""
    if registry.ENGINES[engine].asks_model:
        queue.later(queue.ASK_MODEL, thread_id, at=at)
    else:
        queue.later(queue.THINK, at=at)


def again(row: Answering, engine: str, after: timedelta = timedelta()) -> None:
    """Think once more, at once or after a while; the tries go on being counted."""
    row.answer_at = now() + after
    row.lease = row.leased_until = None
    if after:
        wake(row.thread_id, engine, row.answer_at)


def is_due(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    """No worker is thinking, or it must have died."""
    free = or_(Answering.leased_until.is_(None), Answering.leased_until <= moment)
    return Answering.answer_at.is_not(None), Answering.answer_at <= moment, free


def due() -> Waiting:
    """By who has to think. The engine is that of the agent that answered last: the job looks again."""
    moment = now()
    query = select(Answering.thread_id, Answering.answer_at, Answering.leased_until, Agent.engine)
    query = query.join(Thread, Thread.id == Answering.thread_id).outerjoin(Agent, Agent.id == Thread.agent_id)
    thinking, for_model, late = list[int](), list[int](), list[int]()
    found = query.where(*is_due(moment)).order_by(Answering.answer_at).limit(AT_ONCE)
    for thread_id, answer_at, leased_until, engine in db.session.execute(found):
        if engine is None or not registry.ENGINES[engine].asks_model:
            thinking.append(thread_id)
        elif max(filter(None, (answer_at, leased_until))) + PATIENCE < moment:
            late.append(thread_id)
        else:
            for_model.append(thread_id)
    return Waiting(thinking, for_model, late)


def until_next() -> float | None:
    """Seconds until the next answer without a model is due, 0 when one is; None when no one waits for any."""
    free = or_(Answering.leased_until.is_(None), Answering.leased_until <= now())
    query = select(func.min(Answering.answer_at)).where(free)
    query = query.join(Thread, Thread.id == Answering.thread_id).outerjoin(Agent, Agent.id == Thread.agent_id)
    asks = [name for name, kind in registry.ENGINES.items() if kind.asks_model]
    first = db.session.scalar(query.where(or_(Agent.engine.is_(None), Agent.engine.not_in(asks))))
    return None if first is None else max(0.0, (first - now()).total_seconds())
