"""What follows from a conversation: the engine's proposal, checked and bounded. Reads and writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

import structlog

from webapp.agents import agreed, allowance, machines, outgoing
from webapp.agents.base import Conversation, Decision, Engine, EngineFault, Handoff, HandoffKind, undone
from webapp.agents.outgoing import Filtered
from webapp.agents.playbook import languages
from webapp.agents.playbook.sentences import sentence
from webapp.agents.registry import EngineKind
from webapp.agents.stored import Definition
from webapp.models.agent_turn import TurnOutcome
from webapp.services import containment

log = structlog.get_logger(__name__)

MOST_TRIES = 4
"""Thinking once, and again at most three times."""
MOST_FAULTS = 2
"""Times that an engine whose answers vary may fail before staff are asked."""
MOST_REQUESTS = 2
"""To a model, for one answer; an engine that has made as many has tried again by itself."""
TOO_OFTEN = "New texts kept coming, or it was interrupted, each time the agent was thinking of an answer."


@dataclass(frozen=True)
class State:
    """What bounds an answer besides the conversation. `tries`: how often it was begun, this time included.

    `answers_since`: of `answers`, those since staff last gave the agent the word here.
    `closed_until`: outside the agent's hours, when they begin; `told_away`: until when they were told so.
    """

    tries: int = 1
    wordless: bool = False
    answers_today: int = 0
    answers: int = 0
    answers_since: int = 0
    closed_until: datetime | None = None
    told_away: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """`say`: what to send, checked; "" for nothing. `reason`: a sentence for the turn.

    `settles`: what they wrote needs no more, from us or from an agent; else it waits for staff as it is.
    `holds`: nothing more is sent until staff have decided whether they opted out. `again`: try once more.
    """

    outcome: TurnOutcome
    reason: str = ""
    say: str = ""
    handoff: Handoff | None = None
    decision: Decision = field(default_factory=Decision)
    settles: bool = True
    holds: bool = False
    again: bool = False
    away_until: datetime | None = None


def plan(kind: EngineKind, definition: Definition, conversation: Conversation, state: State) -> Plan:
    """What to do about what they wrote. Raises errors of the system alone."""
    if state.tries > MOST_TRIES:
        return _unasked(HandoffKind.FAULT, TOO_OFTEN, conversation, _holding(conversation, definition))
    if state.closed_until is not None:
        return _away(definition, conversation, state, state.closed_until)
    if state.wordless:
        return Plan(TurnOutcome.SILENT, "There are no words in it: it waits for staff.", settles=False)
    if reason := _enough(definition, state) or machines.reason(conversation):
        return _unasked(HandoffKind.MACHINE, reason, conversation)
    decision = decide(kind, conversation)
    if isinstance(decision, EngineFault):
        return _failed(kind, definition, conversation, state, decision)
    return _checked(kind, definition, conversation, state, decision)


def decide(kind: EngineKind, conversation: Conversation) -> Decision | EngineFault:
    """What an engine raises beyond its protocol is a fault of its own, too, and stops nothing else."""
    if kind.make is None:
        return EngineFault(kind.fault or f"{kind.name} does not answer by itself.")
    decided, error = containment.attempt_pure(partial(_decided, kind.make, conversation))
    if decided is not None:
        return decided
    assert error is not None  # noqa: S101  (for mypy)
    log.error("an engine raised", engine=kind.name, error=repr(error))
    return EngineFault(f"The agent could not work ({containment.name(error)}). The log says more.")


def _decided(make: Callable[[], Engine], conversation: Conversation) -> Decision | EngineFault:
    try:
        return make().decide(conversation)
    except EngineFault as fault:
        return fault


def _checked(
    kind: EngineKind, definition: Definition, conversation: Conversation, state: State, decision: Decision
) -> Plan:
    if decision.opt_out or _is_wish(decision.handoff):
        return _holds(decision)
    if not decision.say and decision.handoff is None:
        return Plan(TurnOutcome.SILENT, decision.explanation.because, decision=decision)
    if machines.repeats(conversation, decision.say):
        reason = "They wrote the same as before, and would get the same answer again."
        return _asks_staff(HandoffKind.MACHINE, reason, "", undone(decision))
    if fault := agreed.fault(conversation.agent, decision):
        return _asks_staff(HandoffKind.TASK, fault, _holding(conversation, definition), undone(decision))
    say = _filtered(decision.say, definition, conversation, decision) if decision.say else Filtered("")
    if decision.say and not say.text:
        return _refused(kind, definition, conversation, state, decision, say.reason)
    if decision.handoff is not None:
        handoff = decision.handoff
        return Plan(TurnOutcome.HANDED_OFF, handoff.reason, say.text, handoff, decision)
    if 0 < definition.handoff.after_answers <= state.answers_since:
        reason = f"The agent has answered {_times(state.answers_since)}; after that it asks staff."
        return _asks_staff(HandoffKind.RULE, reason, _holding(conversation, definition), decision)
    return Plan(TurnOutcome.SENT, decision.explanation.because, say.text, decision=decision)


def _is_wish(handoff: Handoff | None) -> bool:
    return handoff is not None and handoff.kind is HandoffKind.HOLD


def _holds(decision: Decision) -> Plan:
    reason = decision.handoff.reason if decision.handoff else decision.explanation.because
    handoff = Handoff(HandoffKind.HOLD, reason or "It reads like a wish not to be reached any more.")
    return Plan(TurnOutcome.HANDED_OFF, handoff.reason, "", handoff, decision, holds=True)


def _unasked(kind: HandoffKind, reason: str, conversation: Conversation, say: str = "") -> Plan:
    """Staff are asked before any engine is: the language of the thread stays what it is."""
    return _asks_staff(kind, reason, say, Decision(language=_language(conversation)))


def _asks_staff(kind: HandoffKind, reason: str, say: str, decision: Decision) -> Plan:
    return Plan(TurnOutcome.HANDED_OFF, reason, say, Handoff(kind, reason), decision)


def _failed(
    kind: EngineKind, definition: Definition, conversation: Conversation, state: State, fault: EngineFault
) -> Plan:
    cost = Decision(language=_language(conversation), usage=fault.usage)
    if fault.retriable and state.tries < MOST_FAULTS and fault.usage.requests < MOST_REQUESTS:
        return Plan(TurnOutcome.FAILED, fault.sentence, decision=cost, again=True)
    handoff = Handoff(HandoffKind.FAULT, fault.sentence)
    return Plan(TurnOutcome.FAILED, fault.sentence, _holding(conversation, definition), handoff, cost)


def _refused(
    kind: EngineKind,
    definition: Definition,
    conversation: Conversation,
    state: State,
    decision: Decision,
    reason: str,
) -> Plan:
    """The answer must not be sent as it is."""
    if kind.varies and state.tries < MOST_FAULTS:
        return Plan(TurnOutcome.FILTERED, reason, decision=decision, again=True)
    handoff = Handoff(HandoffKind.FAULT, f"The agent's answer was not sent. {reason}")
    say = _holding(conversation, definition)
    return Plan(TurnOutcome.FILTERED, reason, say, handoff, decision)


def _enough(definition: Definition, state: State) -> str:
    if state.answers_today >= definition.caps.day:
        return f"The agent has answered {_times(state.answers_today)} within a day, as often as it may."
    if state.answers >= definition.caps.thread:
        return f"The agent has answered {_times(state.answers)} here, as often as it may."
    return ""


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _away(definition: Definition, conversation: Conversation, state: State, until: datetime) -> Plan:
    """Once for each time that it is closed; the rest waits for staff."""
    waits = "Outside the agent's working hours: it waits for staff."
    told = state.told_away is not None and state.told_away >= until
    away = definition.away_in.get(_language(conversation)) or definition.away
    text = "" if told or not away.strip() else away
    say = _filtered(text, definition, conversation, Decision(say=text)) if text else Filtered("")
    if not say.text:
        return Plan(TurnOutcome.SILENT, f"{waits} {say.reason}".strip(), settles=False)
    return Plan(TurnOutcome.AWAY, waits, say.text, settles=False, away_until=until)


def _holding(conversation: Conversation, definition: Definition) -> str:
    """Said when the contact would hear nothing else; "" when even that must not be sent."""
    decision = Decision(say=sentence(_language(conversation), "handoff"))
    return _filtered(decision.say, definition, conversation, decision).text


def _language(conversation: Conversation) -> str:
    """In which they are told what no engine says."""
    text = "\n".join(conversation.unanswered())
    return languages.of_thread(text, conversation.language, conversation.agent.languages)


def _filtered(text: str, definition: Definition, conversation: Conversation, decision: Decision) -> Filtered:
    """The away text is as much its owner's as the answers are."""
    limits = allowance.limits(conversation, decision, definition.segments)
    return outgoing.check(
        text, replace(limits, own=(*limits.own, definition.away, *definition.away_in.values()))
    )
