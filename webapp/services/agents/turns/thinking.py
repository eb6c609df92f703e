"""Thinking about a thread: taken with a lease, read, decided with no transaction open, and then concluded."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Row, Select, bindparam, func, or_, select, update

import webapp.agents.playbook.engine  # noqa: F401  (loaded once, before the workers fork)
from webapp.agents import registry
from webapp.agents.base import Conversation, EngineFault
from webapp.agents.llm.access import ModelAccess
from webapp.agents.registry import EngineKind
from webapp.agents.stored import Definition
from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import UNTRACKED, UtcDateTime, db, now
from webapp.models.answering import Answering
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.rules.hours import hours
from webapp.services.agents import language_models, store
from webapp.services.agents.store import Current
from webapp.services.agents.turns import choosing, conversation, holding, planning, timer
from webapp.services.agents.turns.conversation import Asked
from webapp.services.agents.turns.holding import Held
from webapp.services.agents.turns.planning import Plan
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.row_locks import in_turn

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
"""Longer than any engine may think; when it is over, the worker that was thinking must have died."""
MOST_CLAIMS = planning.MOST_TRIES + 3
"""After so many even the handoff has raised: the thread still needs a reply, and says so."""
DAY = timedelta(hours=24)
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


def claim(thread_ids: Sequence[int]) -> list[Claim]:
    """Take those of these threads whose time has come, and which no worker thinks about already."""
    moment, lease = now(), secrets.token_hex(12)
    due = in_turn(Answering.thread_id, Answering.thread_id.in_(thread_ids), *timer.is_due(moment))
    values = {"lease": lease, "leased_until": moment + LEASE, "tries": Answering.tries + 1}
    taken = update(Answering).where(due).values(values).returning(Answering.thread_id, Answering.tries)
    rows = db.session.execute(taken, execution_options=UNTRACKED).all()
    return [Claim(row.thread_id, lease, row.tries) for row in sorted(rows) if not _given_up(row)]


def _given_up(row: Row[int, int]) -> bool:
    if row.tries <= MOST_CLAIMS:
        return False
    log.error("a thread is left to staff: no agent's turn ends in it", thread=row.thread_id)
    holding.stop(holding.answering(row.thread_id))
    return True


def release(taken: Sequence[Claim]) -> None:
    """They were not thought about: another process may do that now, and it counts as no try."""
    ids, leases = {one.thread_id for one in taken}, {one.lease for one in taken}
    of_claims = in_turn(Answering.thread_id, Answering.thread_id.in_(ids), Answering.lease.in_(leases))
    values = {"lease": None, "leased_until": None, "tries": Answering.tries - 1}
    released = update(Answering).where(of_claims).values(values)
    db.session.execute(released, execution_options=UNTRACKED)


def read(taken: Sequence[Claim]) -> list[Reading]:
    """Without those where nothing is to be answered, or no agent may: there nothing waits any more."""
    held = holding.hold_all([one.thread_id for one in taken])
    mine = [one for one in taken if one.thread_id in held and held[one.thread_id].row.lease == one.lease]
    readings = list(_read(mine, held)) if mine else []
    read_of = {reading.claim.thread_id for reading in readings}
    for one in mine:
        if one.thread_id not in read_of:
            holding.stop(held[one.thread_id].row)
    return readings


def _read(taken: Sequence[Claim], held: Mapping[int, Held]) -> Iterator[Reading]:
    """What is the same for many is read once: agents, what they are told, the models that they ask."""
    agents = _answering([held[one.thread_id].thread for one in taken])
    present = {one.agent.id: one for one in agents.values()}
    models = {agent_id: _model(one) for agent_id, one in present.items()}
    said = conversation.read(
        [Asked(held[thread_id], one.agent.name, one.definition) for thread_id, one in agents.items()]
    )
    answers = _answers(agents)
    for claimed in (one for one in taken if one.thread_id in agents):
        current, heard = agents[claimed.thread_id], said[claimed.thread_id]
        if heard.conversation is None:
            continue
        ever, today, since = answers.get(claimed.thread_id, (0, 0, 0))
        yield Reading(
            claim=claimed,
            agent_id=current.agent.id,
            version=current.agent.version,
            engine=current.agent.engine,
            definition=current.definition,
            conversation=heard.conversation,
            newest=heard.newest,
            read_to=heard.read_to,
            state=planning.State(
                tries=claimed.tries,
                wordless=heard.wordless,
                answers_today=today,
                answers=ever,
                answers_since=since,
                closed_until=_closed_until(current.definition),
                told_away=held[claimed.thread_id].row.away_until,
            ),
            model=models[current.agent.id],
        )


def _answering(threads: Sequence[Thread]) -> dict[int, Current]:
    """By thread, the agents that may answer now."""
    refused = gate.refusals({thread.contact.phone for thread in threads}, Asking(Origin.AGENT, Channel.SMS))
    held_back = {phone for phone, verdict in refused.items() if verdict.obstacle}
    chosen = choosing.of_all(threads)
    agents = {
        thread.id: agent
        for thread in threads
        if thread.contact.phone not in held_back and (agent := chosen[thread.id].agent) is not None
    }
    current = store.current_of(agents.values())
    return {thread_id: current[agent.id] for thread_id, agent in agents.items()}


def _model(current: Current) -> ModelAccess | EngineFault | None:
    asks = registry.ENGINES[current.agent.engine].asks_model
    return language_models.for_agent(current.definition.model_id) if asks else None


def _answers(thread_ids: Iterable[int]) -> dict[int, tuple[int, int, int]]:
    """How many agents have given in each thread: in all, within a day, since staff last chose who answers.

    Without those with none.
    """
    rows = execute_core(_count_answers(), {"ids": list(thread_ids), "day": now() - DAY})
    return {row.thread_id: (row.ever, row.lately, row.since) for row in rows}


@cached_statement
def _count_answers() -> Select[int, int, int, int]:
    lately = func.count().filter(Message.created_at >= bindparam("day", type_=UtcDateTime()))
    chosen = or_(Answering.chosen_at.is_(None), Message.created_at >= Answering.chosen_at)
    ours = (Message.origin == str(Origin.AGENT), Message.state.not_in(holding.UNSENT))
    query = select(
        Message.thread_id,
        func.count().label("ever"),
        lately.label("lately"),
        func.count().filter(chosen).label("since"),
    )
    timed = query.join(Answering, Answering.thread_id == Message.thread_id)
    return timed.where(in_param(Message.thread_id, "ids"), *ours).group_by(Message.thread_id)


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
