"""One agent: what came of it, what its tasks did, and all that it is told."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response

from webapp.agents.registry import ENGINES
from webapp.services.actions.registry import ACTIONS
from webapp.services.agents import disagreements, figures, store, unsendable, uses
from webapp.services.agents.editing import templates
from webapp.services.agents.editing.saving import PARTS
from webapp.services.agents.editing.who import LANGUAGES
from webapp.services.agents.evals import needs
from webapp.services.agents.store import Current
from webapp.views import ui
from webapp.views.agents import figure_days, records
from webapp.views.agents.blueprint import bp
from webapp.views.agents.figures import shown
from webapp.views.downloads import noted

LATEST = 5
"""Records; the others are on a page of their own."""


@bp.get("/agents/<int:agent_id>")
def show(agent_id: int) -> Response:
    current = store.current(store.get(agent_id))
    done = shown(figures.of_agent(agent_id)) | records.context(agent_id, size=LATEST)
    done |= figure_days.context(partial(figures.of_agent_by_day, agent_id))
    done["unsendable"] = unsendable.of(current.definition)
    done["contradicting"] = disagreements.of(current.definition)
    return ui.page("agents/show.html", use=uses.of([agent_id])[agent_id], **told(current), **done)


@bp.get("/agents/<int:agent_id>/figures")
def show_figures(agent_id: int) -> Response:
    agent = store.get(agent_id)
    shown_days = figure_days.context(partial(figures.of_agent_by_day, agent_id))
    return ui.page("agents/figures.html", agent=agent, **shown_days)


@bp.post("/agents/<int:agent_id>/figures.csv")
def download_figures(agent_id: int) -> Response:
    agent = store.get(agent_id)
    lines = figure_days.csv(figure_days.days(partial(figures.of_agent_by_day, agent_id)))
    filename = f"agent-{agent_id}-figures.csv"
    return noted("agent.figures_exported", lines, filename, agent=agent_id, name=agent.name)


def told(current: Current) -> dict[str, Any]:
    """All that an agent is told, for agents/_definition."""
    return {
        "agent": current.agent,
        "definition": current.definition,
        "parts_shown": {key: part.show(current) for key, part in PARTS.items()},
        "columns": needs.columns(current.definition),
        "drafts": templates.drafts(current.definition),
        "engines": ENGINES,
        "languages": LANGUAGES,
        "actions": ACTIONS,
    }
