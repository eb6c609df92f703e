"""The blueprint of the pages of agents, and what they have in common."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from markupsafe import Markup

from webapp.errors import Conflict
from webapp.models.agent import Agent
from webapp.services.agents import disagreements, store, unsendable
from webapp.services.agents.editing.typed import Typed
from webapp.services.agents.evals import evals
from webapp.views import ui
from webapp.views.ids import row_id

bp = Blueprint("agents", __name__)
KNOWLEDGE, ANSWERS = "knowledge", "answers"


def typed() -> Typed:
    """The form of this request."""
    return Typed(request.form.to_dict(flat=False))


def seen() -> int:
    """The version that the form showed; 0 for none."""
    return request.form.get("seen", 0, type=row_id)


def changeable(agent_id: int) -> Agent:
    """An agent that is not archived. Raises NotFound and Conflict."""
    agent = store.get(agent_id)
    if agent.archived_at is not None:
        raise Conflict("This agent is archived and cannot be changed any more.")
    return agent


def say_unsendable(agent_id: int, kind: str, name: str = "") -> None:
    """What of what was just saved would not be sent as it is. `name`: of an item; "": of a part."""
    for one in unsendable.of(store.current(store.get(agent_id)).definition):
        if one.kind == kind and name in ("", one.name):
            ui.say(f"“{one.name}” would not be sent as written: {one.reason}", "warn")
    if kind in (KNOWLEDGE, ANSWERS):
        say_contradictions(agent_id, kind, name)


def say_contradictions(agent_id: int, kind: str, name: str) -> None:
    """What says otherwise than what was just saved."""
    for one in disagreements.of(store.current(store.get(agent_id)).definition):
        if one.concerns(kind, name):
            ui.say(one.sentence, "warn")


def say_tests(agent_id: int) -> None:
    """How the agent's tests go with what was just saved; nothing where it has none, or none can be run."""
    results = evals.run(store.get(agent_id))
    if results.fault or not results.total:
        return
    url = url_for("agents.tests", agent_id=agent_id, run=1)
    sentence = Markup('<a href="{}">{}</a>').format(url, results.sentence)
    ui.say(sentence, "good" if results.ok else "warn")
