"""When an agent answers: a while after the latest text, and the database keeps the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from webapp import queue
from webapp.agents import registry
from webapp.agents.stored import Definition
from webapp.bulk import cached_statement, in_param
from webapp.db import db, now
from webapp.models.agent import Agent, AgentState
from webapp.models.answering import Answering
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.services import signals
from webapp.services.agents import store
from webapp.services.agents.turns import choosing, holding
from webapp.services.agents.turns.holding import Held

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
    start_all([data])


def start_all(told_of: Sequence[Mapping[str, Any]]) -> None:
    """The same for many texts at once, in any order."""
    held = holding.hold_all({data["thread"] for data in told_of})
    came = db.session.execute(_came(), {"ids": [data["message"] for data in told_of]}).all()
    texts = [text for text in came if text.thread_id in held]
    chosen = choosing.of_all([held[thread_id].thread for thread_id in {text.thread_id for text in texts}])
    agents = {thread_id: choice.agent for thread_id, choice in chosen.items()}
    for thread_id, agent in agents.items():
        _remember(held[thread_id], agent)
    told = store.current_of(filter(None, agents.values()))
    engines = dict[int, str]()
    for text in texts:
        agent, row = agents[text.thread_id], held[text.thread_id].row
        if agent is not None and text.id > row.read_to:
            _set(row, told[agent.id].definition, text.created_at)
            engines[text.thread_id] = agent.engine
    _wake_all([held[thread_id].row for thread_id in engines], engines)


@cached_statement
def _came() -> Select[int, int, datetime]:
    return select(Message.id, Message.thread_id, Message.created_at).where(in_param(Message.id, "ids"))


def _remember(held: Held, agent: Agent | None) -> None:
    thread = held.thread
    if agent is not None and (thread.agent_id, thread.agent_state) != (agent.id, AgentState.ON):
        if thread.agent_id != agent.id:
            holding.begin_anew(held.row)
        _show(thread, agent.id, AgentState.ON)
    elif agent is None and thread.agent_state == AgentState.ON:
        _show(thread, thread.agent_id, AgentState.NONE)


def _show(thread: Thread, agent_id: int | None, state: AgentState) -> None:
    """It is held, so that what was read of its revision holds; all threads are written in one statement."""
    thread.agent_id, thread.agent_state = agent_id, state
    thread.revision += 1


def _set(row: Answering, definition: Definition, moment: datetime) -> None:
    """`moment`: when the text came; texts may be told of in any order."""
    latest = moment + timedelta(seconds=definition.longest_wait)
    row.answer_by = min(row.answer_by or latest, latest)
    due = max(row.answer_at or moment, moment + timedelta(seconds=definition.wait))
    row.answer_at = min(due, row.answer_by)


def _wake_all(rows: Sequence[Answering], engines: Mapping[int, str]) -> None:
    """Once for each second in which answers without a model are due: the job looks for all that are."""
    seconds = dict[datetime, Answering]()
    for row in rows:
        at = row.answer_at or now()
        if registry.ENGINES[engines[row.thread_id]].asks_model:
            wake(row.thread_id, engines[row.thread_id], at)
        else:
            second = at.replace(microsecond=0)
            seconds[second] = max(seconds.get(second, row), row, key=lambda one: one.answer_at or now())
    for row in seconds.values():
        wake(row.thread_id, engines[row.thread_id], row.answer_at)


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
