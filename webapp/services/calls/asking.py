"""Asking the agent of a call what to say: what it may know, its decision checked, and what follows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import select

import webapp.agents.playbook.engine  # noqa: F401  (loaded once: a call does not wait for it)
from webapp.agents import agreed, allowance, decided, memory, outgoing, registry, spoken
from webapp.agents.base import (
    MOST_TURNS,
    Conversation,
    Decision,
    EngineFault,
    Handoff,
    HandoffKind,
    Outreach,
    Ran,
    Turn,
    Who,
    undone,
)
from webapp.agents.definition import Agent
from webapp.agents.registry import EngineKind
from webapp.db import db, now
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.batch import Batch
from webapp.models.call import Call
from webapp.models.call_turn import CallTurn, Speaker
from webapp.models.contact import Contact
from webapp.models.recipient import Recipient
from webapp.models.thread import Thread
from webapp.rules.callflow.events import Decided, Heard
from webapp.services import containment
from webapp.services.agents import goals, labelling, records, tasks
from webapp.services.agents.turns import conversation as texts
from webapp.services.agents.turns import holding
from webapp.services.calls import scripts, transcript
from webapp.services.hours import hours

log = structlog.get_logger(__name__)

TEXTS = 10
"""Of those that were written before the call, the newest."""
WHO = {Speaker.CONTACT: Who.CONTACT, Speaker.AGENT: Who.AGENT, Speaker.STAFF: Who.STAFF}
NO_ONE = "They answered, and no agent holds this call."


@dataclass(frozen=True)
class Thought:
    """What was decided, and how long it took (seconds)."""

    decision: Decision | EngineFault
    seconds: float = 0.0


def kind_of(by: scripts.Speaker) -> EngineKind:
    """The engine; one that asks a model cannot be made here."""
    return registry.ENGINES[by.agent.engine]


def conversation(call: Call, by: scripts.Speaker, heard: Heard) -> Conversation:
    """What was written before, what was said in this call, and why we called. `heard`: the newest turn."""
    thread, said = db.session.get_one(Thread, call.thread_id), transcript.of(call.id)
    flow = call.flow or {}
    return Conversation(
        agent=by.definition.agent(by.agent.name, heard.text),
        contact=texts.contact_of(thread),
        turns=(*_written(thread.id), *_spoken(said))[-MOST_TURNS:],
        local_now=_local_now(thread.contact),
        language=str(flow.get("language") or call.language),
        outreach=_outreach(call),
        memory=memory.from_json(flow.get("memory")),
        channel="call",
        heard=heard,
        ran=tuple(_ran(thread.id, by)),
    )


def _ran(thread_id: int, by: scripts.Speaker) -> Sequence[Ran]:
    """What a model may say was done; a playbook says no such thing by itself."""
    return records.ran_in([thread_id])[thread_id] if kind_of(by).asks_model else ()


def _written(thread_id: int) -> list[Turn]:
    last = texts.said_in(thread_id)[-TEXTS:]
    return [Turn(texts.who_wrote(one), one.text, one.created_at) for one in last]


def _spoken(said: Sequence[CallTurn]) -> list[Turn]:
    """Up to what they said last: that it takes a moment is no answer to it."""
    theirs = [one.n for one in said if one.who == Speaker.CONTACT]
    return [Turn(WHO[one.who], one.text, one.at) for one in said if one.n <= max(theirs, default=0)]


def _local_now(contact: Contact) -> datetime:
    """On the clock where they said they are, else where their phone may be, else UTC."""
    zones = hours.zones_of(contact.phone, contact.timezone)
    return now().astimezone(ZoneInfo(zones[0] if zones else "UTC"))


def _outreach(call: Call) -> Outreach:
    row = _row(call.recipient_id) if call.recipient_id else {}
    return Outreach(row, call.first_message, call.context)


def _row(recipient_id: int) -> dict[str, str]:
    query = select(Recipient.cells, Batch.columns).join(Batch, Batch.id == Recipient.batch_id)
    found = db.session.execute(query.where(Recipient.id == recipient_id)).one_or_none()
    cells = zip(found.columns or (), found.cells or (), strict=False) if found else ()
    return {str(column): str(cell) for column, cell in cells}


def think(kind: EngineKind, said: Conversation, clock: Callable[[], float] = time.monotonic) -> Thought:
    """Decide, and check it. Raises errors of the system alone."""
    start = clock()
    decision, error = containment.attempt_pure(partial(_decide, kind, said))
    if error is not None:
        log.error("an engine raised in a call", engine=kind.name, error=repr(error))
        decision = EngineFault(f"The agent could not work ({containment.name(error)}). The log says more.")
    assert decision is not None  # noqa: S101  (for mypy)
    return Thought(decision, round(clock() - start, 3))


def _decide(kind: EngineKind, said: Conversation) -> Decision | EngineFault:
    if kind.make is None:
        return EngineFault(kind.fault or f"{kind.name} does not answer by itself.")
    try:
        return _checked(said, spoken.decide(kind.make(), said, kind.varies))
    except EngineFault as fault:
        return fault


def _checked(said: Conversation, decision: Decision) -> Decision:
    """What must not be carried out, or said, goes to staff."""
    if fault := agreed.fault(said.agent, decision):
        return _to_staff(decision, HandoffKind.TASK, fault)
    if reason := outgoing.fault(decision.say, allowance.limits(said, decision)):
        return _to_staff(decision, HandoffKind.FAULT, f"The agent's answer was not said. {reason}")
    return decision


def _to_staff(decision: Decision, kind: HandoffKind, reason: str) -> Decision:
    return replace(undone(decision), say="", end=False, handoff=Handoff(kind, reason))


def conclude(call: Call, by: scripts.Speaker, said: Conversation, thought: Thought, at: float) -> Decided:
    """Keep the turn, carry out its task, set its labels; what the flow is told. `at`: see callflow.events."""
    decision = thought.decision
    if isinstance(decision, EngineFault):
        cost = Decision(usage=decision.usage)
        kept = _keep(call, by, Thought(cost, thought.seconds), TurnOutcome.FAILED, decision.sentence)
        kept.handoff = str(HandoffKind.FAULT)
        return spoken.fault(decision, at)
    wanted = labelling.of(said.agent, decision)
    reached = decision.goal is not None and decision.goal.reached
    thread = _held(call, labels=bool(wanted)) if wanted or reached or decision.runs else None
    turn = _keep(call, by, thought, _outcome(decision), _reason(decision))
    turn.handoff = str(decision.handoff.kind) if decision.handoff else ""
    if thread is not None:
        _follow(call, thread, turn, said.agent, decision)
    return spoken.event(said.agent, decision, at)


def _follow(call: Call, thread: Thread, turn: AgentTurn, agent: Agent, decision: Decision) -> None:
    """What becomes of it beside the words, in a thread that is held."""
    began_at = call.created_at if call.batch_id else None
    goals.reach(holding.answering(thread.id), turn, decision.goal, began_at)
    db.session.flush()
    labelling.put(thread.contact, labelling.of(agent, decision), agent, turn.agent_id)
    tasks.carry_out(thread, turn, agent, decision)


def _held(call: Call, labels: bool) -> Thread:
    if labels:
        labelling.hold(db.session.get_one(Thread, call.thread_id).contact)
    return holding.must_hold(call.thread_id)


def _outcome(decision: Decision) -> TurnOutcome:
    if decision.handoff is not None or decision.opt_out:
        return TurnOutcome.HANDED_OFF
    return TurnOutcome.SENT if decision.say else TurnOutcome.SILENT


def _reason(decision: Decision) -> str:
    return decision.handoff.reason if decision.handoff else decision.explanation.because


def _keep(call: Call, by: scripts.Speaker, thought: Thought, outcome: TurnOutcome, reason: str) -> AgentTurn:
    decision: Any = thought.decision
    usage = decision.usage
    turn = AgentTurn(
        thread_id=call.thread_id, agent_id=by.agent.id, version=call.agent_version or by.agent.version,
        decision=decided.to_json(decision), outcome=outcome, reason=reason, entry_id=call.id,
        batch_id=call.batch_id, handoff="", goal_reached=False, seconds=thought.seconds,
        tokens=usage.tokens_in + usage.tokens_out if usage.requests else None,
        cost=float(usage.price) if usage.price is not None else None,
    )  # fmt: skip
    db.session.add(turn)
    return turn
