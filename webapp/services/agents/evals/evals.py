"""The tests that are kept with an agent: saved as text, and played within bounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.agents import eval_origins, eval_text, evals
from webapp.agents.base import Contact, Conversation, Decision, EngineFault
from webapp.agents.eval_cases import Case
from webapp.agents.eval_text import Mistake
from webapp.agents.evals import CaseResult, Stage
from webapp.agents.registry import ENGINES, EngineKind, with_model
from webapp.agents.stored import Definition
from webapp.db import db, now
from webapp.errors import Conflict, Fault
from webapp.models.agent import Agent
from webapp.models.agent_eval import AgentEval
from webapp.models.user import User
from webapp.rules import storable
from webapp.rules.typed_text import several_lines
from webapp.services import events
from webapp.services.agents import language_models, store
from webapp.services.agents.trying import MADE_UP
from webapp.services.agents.turns import planning

MOST_SECONDS = 5.0
"""For all tests of an agent; those that are not begun by then are told."""
MOST_MODEL_SECONDS = 300.0
"""The same, where a model is asked."""
MOST_TOLD = 8
"""Mistakes at once."""
ALONE = "“{name}” answers nothing by itself, so there is nothing to test."
ASKED_ELSEWHERE = "The tests ask a language model, which costs: they run only when you say so."
Heard = Callable[[tuple[CaseResult, ...]], object]


@dataclass(frozen=True)
class Kept:
    """`revision`: 0 where none were ever saved."""

    text: str = ""
    revision: int = 0


@dataclass(frozen=True)
class Results:
    """`cases`: those that were played. `total`: of all that could be read. `fault`: why none were played.

    `mistakes`: lines that could not be read, and names that the agent does not have.
    """

    cases: tuple[CaseResult, ...] = ()
    total: int = 0
    mistakes: tuple[Mistake, ...] = ()
    fault: str = ""

    @property
    def passed(self) -> int:
        return sum(case.ok for case in self.cases)

    @property
    def unplayed(self) -> int:
        """For which there was no time."""
        return 0 if self.fault else self.total - len(self.cases)

    @property
    def ok(self) -> bool:
        """Whether all were played and passed."""
        return not self.fault and not self.mistakes and self.passed == self.total

    @property
    def sentence(self) -> str:
        """For example: 9 of 10 tests pass."""
        if self.fault:
            return self.fault
        if not self.total:
            return "The agent has no tests."
        verb = "passes" if self.total == 1 else "pass"
        late = f"; {self.unplayed} were not played, for want of time" if self.unplayed else ""
        return f"{self.passed} of {self.total} {'test' if self.total == 1 else 'tests'} {verb}{late}."


def kept(agent_id: int) -> Kept:
    """As they were last saved."""
    row = db.session.get(AgentEval, agent_id, populate_existing=True)
    return Kept(row.text, row.revision) if row is not None else Kept()


def save(agent_id: int, text: str, by: User, seen: int | None = None) -> bool:
    """Whether there was anything to save. `seen`: the revision that was changed; None: whichever it is.

    Raises NotFound, Conflict when a colleague has saved meanwhile, and Fault that names each line that
    cannot be read.
    """
    agent, wanted = store.locked(agent_id), cleaned(text)
    if agent.archived_at is not None:
        raise Conflict("This agent is archived and cannot be changed any more.")
    before = kept(agent_id)
    if before.text == wanted:
        return False
    if seen is not None and seen != before.revision:
        raise Conflict("A colleague has saved these tests meanwhile. Save again to replace theirs by yours.")
    if mistakes := eval_text.parse(wanted).mistakes:
        raise Fault(_told(mistakes), "tests")
    _keep(agent, wanted, by)
    events.note("agent.tests_saved", user_id=by.id, agent=agent.id, name=agent.name)
    return True


def cleaned(text: str) -> str:
    """As it is kept: with LF, and without what a database cannot hold."""
    return storable.clean(several_lines(text))


def made_of(threads: Sequence[int]) -> list[str]:
    """The tests that were made of these conversations, together for each agent."""
    every = db.session.scalars(select(AgentEval.text).order_by(AgentEval.agent_id))
    return [found for text in every if (found := eval_origins.only(text, threads))]


def forget(threads: Sequence[int]) -> int:
    """Take out the tests that were made of these conversations; who has the page open is told when they save.

    Returns how many agents had any.
    """
    changed = 0
    for row in db.session.scalars(select(AgentEval).order_by(AgentEval.agent_id).with_for_update()):
        left = eval_origins.without(row.text, threads)
        if left != row.text:
            row.text, row.revision, changed = left, row.revision + 1, changed + 1
    db.session.flush()
    return changed


def begin(agent: Agent, text: str, by: User) -> None:
    """The tests that a new agent comes with."""
    if text.strip():
        _keep(agent, cleaned(text), by)


def _keep(agent: Agent, text: str, by: User) -> None:
    row = db.session.get(AgentEval, agent.id)
    if row is None:
        db.session.add(AgentEval(agent_id=agent.id, text=text, saved_by=by.id))
    else:
        row.text, row.revision, row.saved_by, row.saved_at = text, row.revision + 1, by.id, now()
    db.session.flush()


def _told(mistakes: tuple[Mistake, ...]) -> str:
    more = len(mistakes) - MOST_TOLD
    lines = [str(mistake) for mistake in mistakes[:MOST_TOLD]]
    return " ".join([*lines, f"And {more} more."] if more > 0 else lines)


@dataclass(frozen=True)
class Prepared:
    """Tests that can be played with no database: `stage` is still without an engine that may be asked."""

    cases: tuple[Case, ...]
    mistakes: tuple[Mistake, ...]
    stage: Stage


def run(
    agent: Agent,
    definition: Definition | None = None,
    text: str | None = None,
    seconds: float = MOST_SECONDS,
) -> Results:
    """Play them. `definition`: None for the newest version's; `text`: None for the tests that are kept."""
    kind, ready = ENGINES[agent.engine], prepare(agent, definition, text)
    if fault := unplayable(kind):
        return Results((), len(ready.cases), ready.mistakes, fault)
    return play(ready, kind, seconds)


def run_with_model(agent: Agent, seconds: float = MOST_MODEL_SECONDS) -> Results:
    """Those that are kept, asking the agent's model in this process, which loads its library: 80 MB."""
    access = language_models.for_agent(store.current(agent).definition.model_id)
    return play(prepare(agent), with_model(access), seconds)


def prepare(agent: Agent, definition: Definition | None = None, text: str | None = None) -> Prepared:
    """Read all that is needed."""
    wanted = definition or store.current(agent).definition
    parsed = eval_text.parse(kept(agent.id).text if text is None else cleaned(text))
    unknown = evals.unknown_names(parsed.cases, wanted.agent(agent.name))
    stage = _stage(agent, wanted, _Bounded(ENGINES[agent.engine], 0.0))
    return Prepared(parsed.cases, (*parsed.mistakes, *unknown), stage)


def play(ready: Prepared, kind: EngineKind, seconds: float, heard: Heard | None = None) -> Results:
    """With this engine. `heard`: told of those that were played, after each."""
    until = monotonic() + seconds
    stage = replace(ready.stage, engine=_Bounded(kind, until))
    played: list[CaseResult] = []
    for case in ready.cases:
        if monotonic() > until:
            break
        played.append(evals.run(case, stage))
        if heard is not None:
            heard(tuple(played))
    return Results(tuple(played), len(ready.cases), ready.mistakes)


def unplayable(kind: EngineKind) -> str:
    """Why an engine is not asked in this process; "" when it is."""
    if kind.asks_model:
        return ASKED_ELSEWHERE
    return kind.fault or ("" if kind.make else ALONE.format(name=kind.name))


def _stage(agent: Agent, definition: Definition, engine: _Bounded) -> Stage:
    """Someone made up writes, of whom nothing is known; what a test needs stands in its `row` lines."""
    clock = now().astimezone(ZoneInfo(definition.hours.zone if definition.hours else "UTC"))
    about = definition.agent(agent.name)
    contact = Contact(MADE_UP, country="US")
    return Stage(engine, about, clock, contact, definition.index(), definition.segments)


@dataclass(frozen=True)
class _Bounded:
    """The agent's own engine, whose errors are told, until the time is up."""

    kind: EngineKind
    until: float

    def decide(self, conversation: Conversation) -> Decision:
        if monotonic() > self.until:
            raise EngineFault("There was no time left for it.")
        decided = planning.decide(self.kind, conversation)
        if isinstance(decided, EngineFault):
            raise decided
        return decided
