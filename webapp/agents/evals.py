"""Plays an agent's tests on any engine, and says of each turn what was expected and what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from webapp.agents import allowance, outgoing
from webapp.agents.base import (
    Contact,
    Conversation,
    Decision,
    Engine,
    EngineFault,
    Outreach,
    Turn,
    Who,
)
from webapp.agents.definition import Agent
from webapp.agents.eval_cases import ANYTHING, Case, Expectation, Expected, Step
from webapp.agents.eval_text import Mistake, escaped
from webapp.rules import segments

if TYPE_CHECKING:
    from webapp.agents.knowledge import Index

_BETWEEN = timedelta(minutes=1)
"""On the contact's clock, from one turn to the next."""


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation: the line that says it, and what came instead, in words."""

    expected: str
    came: str
    ok: bool
    line: int = 0


@dataclass(frozen=True, slots=True)
class TurnResult:
    """`said`: what would have left, "" for nothing. `decision`: None when the engine could not decide."""

    texts: tuple[str, ...]
    said: str
    checks: tuple[Check, ...]
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How one test went."""

    name: str
    turns: tuple[TurnResult, ...]

    @property
    def ok(self) -> bool:
        """Whether all came as expected."""
        return not self.failed

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for turn in self.turns for check in turn.checks if not check.ok)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where tests are played. `clock`: aware, in the contact's zone. `segments`: the longest answer."""

    engine: Engine
    agent: Agent
    clock: datetime
    contact: Contact
    knowledge: Index | None = None
    segments: int = 1


def run(case: Case, stage: Stage) -> CaseResult:
    """Play one test: each turn sees what was said before. It ends with a handoff or an opt-out."""
    now = case.now.replace(tzinfo=stage.clock.tzinfo) if case.now else stage.clock
    outreach = Outreach(case.row, case.message)
    language = case.language or next(iter(stage.agent.languages), "en")
    talk = Conversation(stage.agent, stage.contact, (), now, language, outreach)
    results: list[TurnResult] = []
    over = ""
    for step in case.steps:
        if over:
            results.append(TurnResult(step.texts, "", (Check("an answer", over, False, step.line),)))
            continue
        result, talk = _play(step, talk, stage)
        results.append(result)
        over = _over(result.decision)
    return CaseResult(case.name, tuple(results))


def _play(step: Step, talk: Conversation, stage: Stage) -> tuple[TurnResult, Conversation]:
    """One turn, and the conversation with it and its answer."""
    heard = tuple(Turn(Who.CONTACT, text, talk.local_now) for text in step.texts)
    hits = stage.knowledge.search("\n".join(step.texts)) if stage.knowledge else stage.agent.knowledge
    talk = replace(talk, turns=(*talk.turns, *heard), agent=replace(stage.agent, knowledge=hits))
    try:
        decision = stage.engine.decide(talk)
    except EngineFault as fault:
        came = f"the engine failed: {fault}"
        return TurnResult(step.texts, "", (Check("an answer", came, False, step.line),)), talk
    filtered = outgoing.check(decision.say, allowance.limits(talk, decision, stage.segments))
    said = filtered.text if decision.say else ""
    checks = [_checked(expected, decision, said, stage) for expected in step.expects]
    if decision.say and filtered.reason:
        checks.append(
            Check("an answer that may leave", f"it is refused: {filtered.reason}", False, step.line)
        )
    result = TurnResult(step.texts, said, tuple(checks), decision)
    return result, _after(talk, decision, said)


def _after(talk: Conversation, decision: Decision, said: str) -> Conversation:
    answer = (Turn(Who.AGENT, said, talk.local_now),) if said else ()
    return replace(
        talk.having_run(decision),
        turns=(*talk.turns, *answer),
        memory=decision.memory,
        language=decision.language,
        local_now=talk.local_now + _BETWEEN,
    )


def _over(decision: Decision | None) -> str:
    """Why the agent is silent from here on; "" while it is not."""
    if decision is None:
        return "nothing, since the engine failed"
    if decision.opt_out:
        return "nothing: they had opted out"
    return "nothing: it had been handed off" if decision.handoff else ""


def _checked(expected: Expectation, decision: Decision, said: str, stage: Stage) -> Check:
    came, ok = _FOUND[expected.what](expected, decision, said)
    return Check(str(expected), came, ok, expected.line)


Found = tuple[str, bool]
"""What came, in words, and whether that was expected."""


def _contains(expected: Expectation, decision: Decision, said: str) -> Found:
    return f"the answer “{said}”" if said else "no answer", _flat(expected.value) in _flat(said)


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def _yes_no(came: Callable[[Decision, str], bool]) -> Callable[[Expectation, Decision, str], Found]:
    def found(expected: Expectation, decision: Decision, said: str) -> Found:
        value = "yes" if came(decision, said) else "no"
        return value, value == expected.value

    return found


def _handoff(expected: Expectation, decision: Decision, said: str) -> Found:
    if decision.handoff is None:
        return "no handoff", expected.value == "no"
    came = f"{decision.handoff.kind}: {decision.handoff.reason}"
    return came, expected.value in ("yes", decision.handoff.kind)


def _field(expected: Expectation, decision: Decision, said: str) -> Found:
    value = decision.fields.get(expected.name, "")
    return value or "no value", value == expected.value or (expected.value == ANYTHING and bool(value))


def _task(expected: Expectation, decision: Decision, said: str) -> Found:
    came = decision.task or "none"
    return came, came == expected.value


def _label(expected: Expectation, decision: Decision, said: str) -> Found:
    return ", ".join(decision.labels) or "no label", expected.value in decision.labels


def _segments(expected: Expectation, decision: Decision, said: str) -> Found:
    count = segments.count(said)
    return str(count), count <= int(expected.value)


def _not_contains(expected: Expectation, decision: Decision, said: str) -> Found:
    came, holds = _contains(expected, decision, said)
    return came, not holds


_FOUND: dict[Expected, Callable[[Expectation, Decision, str], Found]] = {
    Expected.CONTAINS: _contains,
    Expected.NOT_CONTAINS: _not_contains,
    Expected.TASK: _task,
    Expected.FIELD: _field,
    Expected.RUNS: _yes_no(lambda decision, said: decision.runs),
    Expected.HANDOFF: _handoff,
    Expected.OPT_OUT: _yes_no(lambda decision, said: decision.opt_out),
    Expected.LABEL: _label,
    Expected.GOAL: _yes_no(lambda decision, said: decision.goal is not None and decision.goal.reached),
    Expected.ANSWER: _yes_no(lambda decision, said: bool(said)),
    Expected.MAX_SEGMENTS: _segments,
    Expected.LANGUAGE: lambda expected, decision, said: (
        decision.language,
        decision.language == expected.value,
    ),
}


def unknown_names(cases: Sequence[Case], agent: Agent) -> list[Mistake]:
    """Tasks, fields, labels and languages that tests expect, and the agent does not have."""
    return [
        Mistake(expected.line, f"The agent has no {expected.what} “{expected.name or expected.value}”.")
        for case in cases
        for step in case.steps
        for expected in step.expects
        if not _is_known(expected, agent)
    ]


def _is_known(expected: Expectation, agent: Agent) -> bool:
    known: dict[Expected, set[str]] = {
        Expected.TASK: {"none", *(task.key for task in agent.tasks)},
        Expected.FIELD: {field.key for task in agent.tasks for field in task.fields},
        Expected.LABEL: {label.name for label in agent.labels},
        Expected.LANGUAGE: set(agent.languages),
    }
    names = known.get(expected.what)
    return names is None or (expected.name or expected.value) in names


def from_conversation(turns: Sequence[Turn], name: str, language: str = "") -> str:
    """A test of what was really said: each answer of the agent is expected again, word for word.

    Where staff answered, or no one, nothing is expected; the person who makes the test says what should be.
    """
    lines = [f"test: {escaped(name) or 'A conversation'}"] + ([f"language: {language}"] if language else [])
    begun = False
    for who, group in groupby(turns, key=lambda turn: turn.who):
        texts = list(filter(None, (escaped(turn.text) for turn in group)))
        if who is Who.CONTACT and texts:
            lines += [f"says: {texts[0]}", *(f"and: {text}" for text in texts[1:])]
            begun = True
        elif who is Who.AGENT and begun:
            lines += [f"contains: {text}" for text in texts]
        elif who is Who.STAFF:
            lines += [f"# staff wrote: {text}" for text in texts]
    return "\n".join(lines) + "\n"
