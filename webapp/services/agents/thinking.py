"""Thinking about a thread: taken with a lease, read, decided with no transaction open, and then concluded."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import func, select, update

import webapp.agents.playbook.engine  # noqa: F401  (loaded once, before the workers fork)
from webapp.agents import registry
from webapp.agents.base import Conversation, EngineFault
from webapp.agents.llm.access import ModelAccess
from webapp.agents.registry import EngineKind
from webapp.agents.stored import Definition
from webapp.db import db, now
from webapp.models.answering import Answering
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.rules import hours
from webapp.services.agents import (
    choosing,
    conversation,
    holding,
    language_models,
    planning,
    store,
    timer,
)
from webapp.services.agents.planning import Plan
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
"""Longer than any engine may think; when it is over, the worker that was thinking must have died."""
MOST_CLAIMS = planning.MOST_TRIES + 3
"""After so many even the handoff has raised: the thread still needs a reply, and says so."""
DAY = timedelta(hours=24)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
NOT_TAKEN_UP = (
    "No process that asks language models has taken this up in time. Ask who runs Outbound to look at the "
    "lines of its workers."
)


@dataclass(frozen=True)
class Claim:
    """A thread that this worker thinks about until its lease is over; `tries`: this one included."""

    thread_id: int
    lease: str
    tries: int


@dataclass(frozen=True)
class Reading:
    """All that the decision depends on. `newest`: the id of the newest text of theirs that was seen.

    `read_to`: the newest that is to be answered. `model`: how the agent's language model is reached, or why
    it cannot be; None: its engine asks none.
    """

    claim: Claim
    agent_id: int
    version: int
    engine: str
    definition: Definition
    conversation: Conversation
    newest: int
    read_to: int
    state: planning.State
    model: ModelAccess | EngineFault | None = None


@dataclass(frozen=True)
class Thought:
    """What to do, and how long it took to think of it (seconds)."""

    reading: Reading
    plan: Plan
    seconds: float


def be_ready_for_models() -> None:
    """Load now what asking a language model needs."""
    registry.load_library()


def claim(thread_id: int) -> Claim | None:
    """Take a thread whose time has come. None when it has not, or a worker thinks about it already."""
    moment, lease = now(), secrets.token_hex(12)
    taken = update(Answering).where(Answering.thread_id == thread_id, *timer.is_due(moment))
    values = {"lease": lease, "leased_until": moment + LEASE, "tries": Answering.tries + 1}
    row = db.session.execute(
        taken.values(values).returning(Answering.tries), execution_options={"synchronize_session": False}
    ).first()
    if row is None:
        return None
    if row.tries > MOST_CLAIMS:
        log.error("a thread is left to staff: no agent's turn ends in it", thread=thread_id)
        holding.stop(holding.answering(thread_id))
        return None
    return Claim(thread_id, lease, row.tries)


def release(taken: Claim) -> None:
    """It was not thought about: another process may do that now, and it counts as no try."""
    of_claim = update(Answering).where(Answering.thread_id == taken.thread_id, Answering.lease == taken.lease)
    values = {"lease": None, "leased_until": None, "tries": Answering.tries - 1}
    db.session.execute(of_claim.values(values), execution_options={"synchronize_session": False})


def read(taken: Claim) -> Reading | None:
    """None when there is nothing to answer, or no agent to do it: then nothing waits any more."""
    thread = holding.hold(taken.thread_id)
    if thread is None:
        return None
    row = holding.answering(thread.id)
    if row.lease != taken.lease:
        return None
    reading = _read(taken, thread, row)
    if reading is None:
        holding.stop(row)
    return reading


def _read(taken: Claim, thread: Thread, row: Answering) -> Reading | None:
    agent = choosing.of(thread)
    if agent is None or gate.ask(thread.contact.phone, Asking(Origin.AGENT, Channel.SMS)).obstacle:
        return None
    definition = store.current(agent).definition
    said = conversation.read(thread, row, agent.name, definition)
    if said.conversation is None:
        return None
    answers, today, since = _answers(thread.id, row.chosen_at)
    return Reading(
        claim=taken,
        agent_id=agent.id,
        version=agent.version,
        engine=agent.engine,
        definition=definition,
        conversation=said.conversation,
        newest=said.newest,
        read_to=said.read_to,
        state=planning.State(
            tries=taken.tries,
            wordless=said.wordless,
            answers_today=today,
            answers=answers,
            answers_since=since,
            closed_until=_closed_until(definition),
            told_away=row.away_until,
        ),
        model=_model(agent.engine, definition),
    )


def _model(engine: str, definition: Definition) -> ModelAccess | EngineFault | None:
    asks = registry.ENGINES[engine].asks_model
    return language_models.for_agent(definition.model_id) if asks else None


def _answers(thread_id: int, chosen_at: datetime | None) -> tuple[int, int, int]:
    """How many agents have given here: in all, within a day, and since staff last chose who answers."""
    agents = (Message.thread_id == thread_id, Message.origin == Origin.AGENT)
    ours = (*agents, Message.state.not_in(holding.UNSENT))
    lately = func.count().filter(Message.created_at >= now() - DAY)
    since = func.count().filter(Message.created_at >= (chosen_at or EARLIEST))
    row = db.session.execute(select(func.count(), lately, since).select_from(Message).where(*ours)).one()
    return int(row[0]), int(row[1]), int(row[2])


def _closed_until(definition: Definition) -> datetime | None:
    """When the agent's hours begin; None: it is at work."""
    if definition.hours is None:
        return None
    moment = now()
    opens = hours.next_open(moment, (definition.hours.zone,), (definition.hours.hours,))
    return opens if opens is not None and opens > moment else None


def think(reading: Reading, clock: Callable[[], float] = time.monotonic) -> Thought:
    """Decide. With no transaction open: an engine may take its time."""
    start = clock()
    kind = _kind(reading)
    plan = planning.plan(kind, reading.definition, reading.conversation, reading.state)
    return Thought(reading, plan, round(clock() - start, 3))


def left_undone(reading: Reading) -> Thought:
    """What follows when no process has asked the model in time: staff are asked."""
    return think(replace(reading, model=EngineFault(NOT_TAKEN_UP)) if reading.model else reading)


def _kind(reading: Reading) -> EngineKind:
    return registry.ENGINES[reading.engine] if reading.model is None else registry.with_model(reading.model)
