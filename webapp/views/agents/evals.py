"""The tests of an agent: its text, played as often as one likes, and how each test went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for

from webapp.agents import registry
from webapp.db import db
from webapp.errors import Conflict, Fault, unless_gone
from webapp.models.agent import Agent
from webapp.models.trial import Trial, TrialKind
from webapp.services.agents import store
from webapp.services.agents.evals import eval_of_thread, evals
from webapp.services.agents.evals.evals import Results
from webapp.services.agents.trials import asking
from webapp.services.agents.trials import kept as outcomes
from webapp.services.inbox import reply
from webapp.views import ui
from webapp.views.agents.blueprint import bp, changeable, seen
from webapp.views.ids import row_id
from webapp.views.me import me
from webapp.views.signing_in.security import admin_required

PAGE, FORM, RUN = "agents/tests.html", "agents/_tests.html", "agents/_tests_run.html"
EXAMPLE = """test: Asks for the hours
row first_name: Maria
says: when are you open?
contains: nine to five
max segments: 1

test: Wants a person
says: can I talk to a person?
handoff: asked
"""


@bp.get("/agents/<int:agent_id>/tests")
def tests(agent_id: int) -> Response:
    """`run`: and how they go. `thread`: with a test of this conversation, which is not saved yet.

    `trial`: how they go with a language model.
    """
    agent, kept = store.get(agent_id), evals.kept(agent_id)
    made = _made(agent, request.args.get("thread", 0, type=row_id))
    shown = _tried(agent, request.args.get("trial", 0, type=row_id))
    if shown is None and request.args.get("run"):
        shown = Shown(evals.run(agent))
    text = f"{made.rstrip()}\n\n{kept.text}" if made else kept.text
    return ui.page(PAGE, FORM, faults={}, **_page(agent, text, kept.revision, shown, bool(made)))


@bp.get("/agents/<int:agent_id>/tests/runs/<int:trial_id>")
def tests_run(agent_id: int, trial_id: int) -> Response:
    """How they go with a language model, as it comes in."""
    shown = _tried(store.get(agent_id), trial_id)
    assert shown is not None  # noqa: S101  (for mypy: it has an id)
    here = url_for("agents.tests", agent_id=agent_id, trial=trial_id)
    if not ui.wants_partial():
        return ui.redirect(here)
    return ui.fresh(shown.version, RUN, RUN, agent=store.get(agent_id), shown=shown)


@bp.post("/agents/<int:agent_id>/tests")
@admin_required
def save_tests(agent_id: int) -> Response:
    agent, text = changeable(agent_id), _typed()
    try:
        changed = evals.save(agent_id, text, me(), seen())
    except Fault as fault:
        unless_gone(fault)
        return _faulty(agent, text, fault)
    db.session.commit()
    ui.say("The tests are saved." if changed else "Nothing was changed.", "good" if changed else "info")
    return ui.redirect(_url_of_run(agent, text))


@bp.post("/agents/<int:agent_id>/tests/run")
def run_tests(agent_id: int) -> Response:
    """What is typed, which is not saved."""
    agent, text = store.get(agent_id), _typed()
    unsaved = text != evals.kept(agent_id).text
    try:
        shown = _run(agent, text, unsaved)
    except Fault as fault:
        return _faulty(agent, text, fault)
    return ui.page(PAGE, FORM, faults={}, **_page(agent, text, seen(), shown))


def _run(agent: Agent, text: str, unsaved: bool) -> Shown:
    """In this process, or by the one that asks models. Raises Fault when too much is tried."""
    if not registry.ENGINES[agent.engine].asks_model:
        return Shown(evals.run(agent, text=text), unsaved)
    trial = asking.tests(agent, text, unsaved, me())
    db.session.commit()
    return _shown(agent, trial)


def _url_of_run(agent: Agent, text: str) -> str:
    """Of the page that shows how the saved tests go."""
    if not registry.ENGINES[agent.engine].asks_model or not text:
        return url_for("agents.tests", agent_id=agent.id, run=1)
    try:
        trial = asking.tests(agent, text, unsaved=False, by=me())
        db.session.commit()
    except Fault as fault:
        ui.say(fault.sentence, "warn")
        return url_for("agents.tests", agent_id=agent.id)
    return url_for("agents.tests", agent_id=agent.id, trial=trial.id)


def _tried(agent: Agent, trial_id: int) -> Shown | None:
    """None without an id. Raises NotFound."""
    return _shown(agent, asking.of(trial_id, agent.id, TrialKind.TESTS, me())) if trial_id else None


def _shown(agent: Agent, trial: Trial) -> Shown:
    results = outcomes.results(trial, agent)
    over = asking.is_over(trial)
    return Shown(results, bool(trial.asked.get("unsaved")), trial, not over, asking.fault(trial))


@dataclass(frozen=True)
class Shown:
    """`fault`: why no more will come. `trial`: of a language model, None without one."""

    results: Results
    unsaved: bool = False
    trial: Trial | None = None
    waiting: bool = False
    fault: str = ""

    @property
    def tone(self) -> str:
        if self.waiting:
            return "info"
        if self.fault or not self.results.ok:
            return "warn"
        return "good" if self.results.total else "info"

    @property
    def version(self) -> str:
        """For `ui.poll`."""
        return f"{len(self.results.cases)}.{self.waiting}"

    @property
    def sentence(self) -> str:
        if not self.waiting:
            return self.fault or self.results.sentence
        return f"Thinking … {len(self.results.cases)} of {self.results.total} tests played."


def _made(agent: Agent, thread_id: int) -> str:
    """A test of a conversation; "" without one. Raises NotFound."""
    return eval_of_thread.text(agent, reply.get(thread_id)) if thread_id else ""


def _typed() -> str:
    return evals.cleaned(request.form.get("tests", ""))


def _faulty(agent: Agent, text: str, fault: Fault) -> Response:
    """Who was told that a colleague saved first may save over it: they have seen that version now."""
    db.session.rollback()
    revision = evals.kept(agent.id).revision if isinstance(fault, Conflict) else seen()
    return ui.faulty(PAGE, FORM, fault, **_page(agent, text, revision, None))


def _page(agent: Agent, text: str, revision: int, shown: Shown | None, made: bool = False) -> dict[str, Any]:
    rows = max(12, min(28, text.count("\n") + 3))
    return {
        "agent": agent,
        "typed": text,
        "rows": rows,
        "seen": revision,
        "shown": shown,
        "made": made,
        "example": EXAMPLE,
        "asks_model": registry.ENGINES[agent.engine].asks_model,
    }
