"""What is kept of a trial's outcome, as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from webapp.agents import typed_json
from webapp.agents.base import Decision
from webapp.agents.evals import CaseResult
from webapp.models.agent import Agent
from webapp.models.trial import Trial
from webapp.services.agents import store, trial_talk
from webapp.services.agents.evals import evals
from webapp.services.agents.evals.evals import Results
from webapp.services.agents.evals.replay import Replay
from webapp.services.agents.trial_talk import Talk


@dataclass(frozen=True)
class _Cases:
    cases: tuple[CaseResult, ...] = ()


def asked_talk(trial: Trial) -> Talk:
    """With what they write, and no answer to it yet."""
    return trial_talk.from_text(_text(trial.asked, "talk"))


def of_talk(talk: Talk) -> dict[str, Any]:
    return {"talk": trial_talk.to_text(talk)}


def talk(trial: Trial) -> Talk | None:
    """With the answer; None while there is none."""
    said = trial_talk.from_text(_text(trial.result, "talk"))
    return said if said.turns else None


def of_cases(cases: Sequence[CaseResult]) -> dict[str, Any]:
    """Of what was decided, only the sentence that a page shows."""
    return {"cases": typed_json.to_json([_short(case) for case in cases])}


def results(trial: Trial, agent: Agent) -> Results:
    """As far as the tests were played, with what is wrong with their text."""
    definition = store.version(agent.id, trial.version)
    ready = evals.prepare(agent, definition, _text(trial.asked, "text"))
    return Results(typed_json.from_json(_Cases, trial.result).cases, len(ready.cases), ready.mistakes)


def of_replay(played: Replay) -> dict[str, Any]:
    return {"replay": typed_json.to_json(played)}


def replay(trial: Trial) -> Replay:
    """As far as it was played."""
    return typed_json.from_json(Replay, trial.result.get("replay") or {})


def _short(case: CaseResult) -> CaseResult:
    turns = (
        replace(turn, decision=Decision(explanation=replace(turn.decision.explanation, matches=())))
        if turn.decision
        else turn
        for turn in case.turns
    )
    return CaseResult(case.name, tuple(turns))


def _text(kept: Mapping[str, Any], name: str) -> str:
    return str(kept.get(name) or "")
