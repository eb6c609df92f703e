"""The tests of an agent: its text, played as often as one likes, and how each test went."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.agent import Agent
from webapp.services.agents import eval_of_thread, evals, store
from webapp.services.agents.evals import Results
from webapp.services.inbox import reply
from webapp.views import ui
from webapp.views.agents.blueprint import bp, changeable, seen
from webapp.views.ids import row_id
from webapp.views.me import me
from webapp.views.security import admin_required

PAGE, FORM = "agents/tests.html", "agents/_tests.html"
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
    """`run`: and how they go. `thread`: with a test of this conversation, which is not saved yet."""
    agent, kept = store.get(agent_id), evals.kept(agent_id)
    made = _made(agent, request.args.get("thread", 0, type=row_id))
    results = evals.run(agent) if request.args.get("run") else None
    text = f"{kept.text}\n\n{made}".lstrip() if made else kept.text
    return ui.page(PAGE, FORM, faults={}, **_page(agent, text, kept.revision, results, bool(made)))


@bp.post("/agents/<int:agent_id>/tests")
@admin_required
def save_tests(agent_id: int) -> Response:
    agent, text = changeable(agent_id), _typed()
    try:
        changed = evals.save(agent_id, text, me(), seen())
    except NotFound:
        raise
    except Fault as fault:
        return _faulty(agent, text, fault)
    db.session.commit()
    ui.say("The tests are saved." if changed else "Nothing was changed.", "good" if changed else "info")
    return ui.redirect(url_for("agents.tests", agent_id=agent_id, run=1))


@bp.post("/agents/<int:agent_id>/tests/run")
def run_tests(agent_id: int) -> Response:
    """What is typed, which is not saved."""
    agent, text = store.get(agent_id), _typed()
    unsaved = text != evals.kept(agent_id).text
    return ui.page(
        PAGE, FORM, faults={}, **_page(agent, text, seen(), evals.run(agent, text=text), unsaved=unsaved)
    )


def _made(agent: Agent, thread_id: int) -> str:
    """A test of a conversation; "" without one. Raises NotFound."""
    return eval_of_thread.text(agent, reply.get(thread_id)) if thread_id else ""


def _typed() -> str:
    return evals.cleaned(request.form.get("tests", ""))


def _tone(results: Results) -> str:
    if not results.ok:
        return "warn"
    return "good" if results.total else "info"


def _faulty(agent: Agent, text: str, fault: Fault) -> Response:
    """Who was told that a colleague saved first may save over it: they have seen that version now."""
    db.session.rollback()
    revision = evals.kept(agent.id).revision if isinstance(fault, Conflict) else seen()
    return ui.faulty(PAGE, FORM, fault, **_page(agent, text, revision, None))


def _page(
    agent: Agent, text: str, revision: int, results: Results | None, made: bool = False, unsaved: bool = False
) -> dict[str, Any]:
    rows = max(12, min(28, text.count("\n") + 3))
    return {
        "agent": agent,
        "typed": text,
        "rows": rows,
        "seen": revision,
        "results": results,
        "made": made,
        "unsaved": unsaved,
        "example": EXAMPLE,
        "tone": _tone(results) if results else "",
    }
