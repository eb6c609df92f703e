"""The list of agents, making one, and taking one out of use."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from webapp.agents.registry import ENGINES
from webapp.db import db
from webapp.errors import Fault
from webapp.services.agents import store, uses
from webapp.services.agents.editing import templates
from webapp.services.agents.editing.who import LANGUAGES
from webapp.views import ui
from webapp.views.agents.blueprint import bp
from webapp.views.me import me
from webapp.views.signing_in.security import admin_required


@bp.get("/agents")
def index() -> Response:
    every = store.listed(archived=True)
    known: dict[str, Any] = {"uses": uses.of(agent.id for agent in every), "engines": ENGINES}
    present = [store.current(agent) for agent in every if agent.archived_at is None]
    archived = [agent for agent in every if agent.archived_at is not None]
    return ui.page("agents/index.html", agents=present, archived=archived, languages=LANGUAGES, **known)


@bp.get("/agents/new")
@admin_required
def new() -> Response:
    first = next(iter(templates.BEGINNINGS))
    return ui.page("agents/new.html", faults={}, **_new_form({"name": "", "template": first}))


@bp.post("/agents/new")
@admin_required
def create() -> Response:
    typed = {name: request.form.get(name, "") for name in ("name", "template")}
    try:
        agent = templates.create(typed["template"], typed["name"], me())
    except Fault as fault:
        return ui.faulty("agents/new.html", "agents/_new.html", fault, **_new_form(typed))
    db.session.commit()
    ui.say(f"{agent.name} is made. Try it, and change what it says.")
    return ui.redirect(url_for("agents.show", agent_id=agent.id))


@bp.post("/agents/<int:agent_id>/archive")
@admin_required
def archive(agent_id: int) -> Response:
    name = store.get(agent_id).name
    store.archive(agent_id, me())
    db.session.commit()
    ui.say(f"{name} is archived. It answers no more, and its conversations wait for your team.")
    return ui.redirect(url_for("agents.index"))


@bp.post("/agents/<int:agent_id>/bring-back")
@admin_required
def bring_back(agent_id: int) -> Response:
    name = store.get(agent_id).name
    store.bring_back(agent_id, me())
    db.session.commit()
    ui.say(f"{name} is back. It answers wherever a number or a batch names it.")
    return ui.redirect(url_for("agents.show", agent_id=agent_id))


def _new_form(typed: dict[str, str]) -> dict[str, Any]:
    return {"typed": typed, "templates": list(templates.BEGINNINGS.values())}
