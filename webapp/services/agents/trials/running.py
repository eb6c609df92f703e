"""Trying it out, in the process that may ask models: taken up once, played with no transaction open, kept.

One whose process dies is not repeated: each try costs, and who waits for it is told after 30 seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from sqlalchemy import update

from webapp.agents import typed_json
from webapp.agents.base import EngineFault, Usage
from webapp.agents.llm.access import ModelAccess
from webapp.agents.stored import Definition
from webapp.db import UNTRACKED, db, now
from webapp.models.agent import Agent
from webapp.models.thread import Thread
from webapp.models.trial import Trial, TrialKind
from webapp.services import containment
from webapp.services.agents import language_models, store, trying
from webapp.services.agents.evals import evals, replay
from webapp.services.agents.evals.replay import Replay
from webapp.services.agents.trials import kept
from webapp.services.agents.trials.asking import PATIENCE
from webapp.services.agents.trials.metered import Metered
from webapp.services.agents.trying import Person

Result = Mapping[str, Any]
Note = Callable[[Result], object]
"""Keeps what has come so far, as a sign of life."""
SECONDS = {TrialKind.TALK: 28.0, TrialKind.TESTS: 300.0, TrialKind.REPLAY: 300.0}
"""For each kind in all."""
RAISED = "It could not be tried ({name}). The log says more."


@dataclass(frozen=True)
class Work:
    """All that was read. `play`: does it, and needs no database but for the notes."""

    trial_id: int
    kind: TrialKind
    access: ModelAccess | EngineFault
    play: Callable[[Metered, Note], Result]


@dataclass(frozen=True)
class Outcome:
    """`usage`: what the model took."""

    result: Result
    usage: Usage


def begin(trial_id: int) -> Work | None:
    """Take it up. None when another process has, when it was given up, or is gone."""
    moment = now()
    free = (Trial.started_at.is_(None), Trial.ended_at.is_(None), Trial.until > moment)
    taken = update(Trial).where(Trial.id == trial_id, *free).returning(Trial.id)
    values = {"started_at": moment, "until": moment + PATIENCE}
    if db.session.execute(taken.values(values)).first() is None:
        return None
    trial = db.session.get_one(Trial, trial_id, populate_existing=True)
    agent = store.get(trial.agent_id)
    definition = store.version(agent.id, trial.version)
    access = language_models.for_agent(definition.model_id)
    kind = TrialKind(trial.kind)
    return Work(trial_id, kind, access, _READ[kind](trial, agent, definition))


def perform(work: Work, note: Note) -> Outcome:
    """With no transaction open. `note`: a unit of work that calls `tell`. Raises errors."""
    last: list[Result] = [{}]

    def told(result: Result) -> None:
        last[0] = result
        note(result)

    metered = Metered(work.access, monotonic() + SECONDS[work.kind], lambda: note(last[0]))
    return Outcome(work.play(metered, told), metered.usage)


def tell(trial_id: int, result: Result) -> None:
    """It is still at it, and this is what has come so far."""
    _change(trial_id, result=dict(result), until=now() + PATIENCE)


def end(trial_id: int, outcome: Outcome) -> None:
    """This came of it."""
    usage = outcome.usage
    _change(
        trial_id,
        result=dict(outcome.result),
        ended_at=now(),
        requests=usage.requests,
        tokens=usage.tokens_in + usage.tokens_out,
        price=None if usage.price is None else float(usage.price),
    )


def fail(trial_id: int, error: Exception) -> None:
    """Nothing will come of it."""
    _change(trial_id, ended_at=now(), fault=RAISED.format(name=containment.name(error)))


def _change(trial_id: int, **values: Any) -> None:
    """Unless it was removed meanwhile."""
    changed = update(Trial).where(Trial.id == trial_id, Trial.ended_at.is_(None)).values(values)
    db.session.execute(changed, execution_options=UNTRACKED)


def _talk(trial: Trial, agent: Agent, definition: Definition) -> Callable[[Metered, Note], Result]:
    person = typed_json.from_json(Person, trial.asked.get("person") or {})
    asked = replace(
        trying.read(agent, definition, kept.asked_talk(trial), person),
        version=trial.version,
    )

    def play(metered: Metered, note: Note) -> Result:
        said = trying.answered(asked, trying.decide(metered.kind(), asked))
        return kept.of_talk(said)

    return play


def _tests(trial: Trial, agent: Agent, definition: Definition) -> Callable[[Metered, Note], Result]:
    ready = evals.prepare(agent, definition, str(trial.asked.get("text", "")))

    def play(metered: Metered, note: Note) -> Result:
        seconds = metered.ends - monotonic()
        played = evals.play(ready, metered.kind(), seconds, lambda cases: note(kept.of_cases(cases)))
        return kept.of_cases(played.cases)

    return play


def _replay(trial: Trial, agent: Agent, definition: Definition) -> Callable[[Metered, Note], Result]:
    thread = db.session.get_one(Thread, trial.thread_id)
    script = replay.read(agent, thread, trial.version)

    def heard(note: Note) -> Callable[[Replay], object]:
        return lambda played: note(kept.of_replay(played))

    def play(metered: Metered, note: Note) -> Result:
        seconds = metered.ends - monotonic()
        return kept.of_replay(replay.perform(script, metered.kind(), seconds, heard(note)))

    return play


_READ = {TrialKind.TALK: _talk, TrialKind.TESTS: _tests, TrialKind.REPLAY: _replay}
