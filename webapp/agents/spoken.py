"""An engine in a call: it tries the readings of what was heard; its decision becomes an event of the flow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from webapp.agents.base import Conversation, Decision, Engine, EngineFault, HandoffKind
from webapp.agents.definition import Agent, Field, FieldKind
from webapp.agents.playbook.sentences import sentence
from webapp.rules.callflow.events import Decided

MOST_READINGS = 5
MOST_HINTS = 30
LONGEST_HINT = 60


def decide(engine: Engine, conversation: Conversation, varies: bool = False) -> Decision:
    """On the likeliest reading; when that is not understood, on the next ones. Raises EngineFault.

    `varies`: the engine is a model, which gets all readings at once, in `conversation.heard`. A less likely
    reading never hands off or opts out.
    """
    first = engine.decide(conversation)
    if varies or conversation.heard is None or _is_understood(first):
        return first
    others = (engine.decide(one) for one in _readings(conversation))
    return next((other for other in others if _is_understood(other) and not other.handoff), first)


def _is_understood(decision: Decision) -> bool:
    if decision.opt_out or (decision.handoff and decision.handoff.kind is HandoffKind.UNSURE):
        return False
    return not decision.memory.unsure and not decision.memory.offered


def _readings(conversation: Conversation) -> Iterator[Conversation]:
    """The conversation with each less likely reading in the place of the newest turn."""
    heard = conversation.heard.readings[1:MOST_READINGS] if conversation.heard else ()
    *before, newest = conversation.turns
    return (replace(conversation, turns=(*before, replace(newest, text=text))) for text in heard)


def event(agent: Agent, decision: Decision, at: float) -> Decided:
    """What the flow is told. `at`: seconds since the call was answered."""
    handoff = decision.handoff
    asked = _asked(agent, decision)
    # A playbook's own sentence promises an answer in writing; the flow has one for calls.
    is_own = decision.say == sentence(decision.language, "handoff")
    return Decided(
        say="" if handoff and is_own else decision.say,
        language=decision.language,
        asks=_kind(decision, asked),
        hints=_hints(agent, asked),
        handoff=handoff.reason if handoff and handoff.kind is not HandoffKind.HOLD else "",
        why=str(handoff.kind) if handoff else "",
        opt_out=decision.opt_out,
        hold=handoff is not None and handoff.kind is HandoffKind.HOLD,
        end=decision.end,
        at=at,
    )


def fault(raised: EngineFault, at: float) -> Decided:
    """The engine failed: staff are wanted."""
    return Decided(handoff=raised.sentence, why=str(HandoffKind.FAULT), at=at)


def _asked(agent: Agent, decision: Decision) -> Field | None:
    opened = decision.memory.task
    task = agent.task(opened.key) if opened else None
    if opened is None or task is None:
        return None
    return next((field for field in task.fields if field.key == opened.asked), None)


def _kind(decision: Decision, asked: Field | None) -> FieldKind | None:
    opened = decision.memory.task
    if decision.confirm or (opened and opened.confirming) or len(decision.memory.offered) == 1:
        return FieldKind.YES_NO
    return asked.kind if asked else None


def _hints(agent: Agent, asked: Field | None) -> tuple[str, ...]:
    """Words to expect: the choices of the field that was asked for, or the playbook's phrases."""
    if asked is not None:
        return tuple(choice[:LONGEST_HINT] for choice in asked.choices[:MOST_HINTS])
    phrases = (entry.phrases[0] for entry in agent.playbook if entry.phrases)
    return tuple(phrase[:LONGEST_HINT] for phrase in phrases)[:MOST_HINTS]
