"""The versions of an agent: a list, one of them, and putting one back."""

from __future__ import annotations

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Fault, unless_gone
from webapp.services.agents import store, versions
from webapp.services.agents.editing.saving import put_back
from webapp.services.agents.store import Current
from webapp.views import ui
from webapp.views.agents.blueprint import bp, changeable, say_tests
from webapp.views.agents.showing import told
from webapp.views.ids import row_id
from webapp.views.me import me
from webapp.views.signing_in.security import admin_required


@bp.get("/agents/<int:agent_id>/versions")
def list_versions(agent_id: int) -> Response:
    agent, before = store.get(agent_id), request.args.get("before", type=row_id)
    saved, more = versions.newest(agent_id, before)
    return ui.page("agents/versions.html", agent=agent, saved=saved, more=more, before=before)


@bp.get("/agents/<int:agent_id>/versions/<int:number>")
def show_version(agent_id: int, number: int) -> Response:
    agent, definition = store.get(agent_id), store.version(agent_id, number)
    context = told(Current(agent, definition))
    return ui.page("agents/version.html", number=number, **context)


@bp.post("/agents/<int:agent_id>/versions/<int:number>/put-back")
@admin_required
def put_back_version(agent_id: int, number: int) -> Response:
    changeable(agent_id)
    try:
        changed = put_back(agent_id, number, me())
    except Fault as fault:
        unless_gone(fault)
        db.session.rollback()
        ui.say(f"Version {number} was not put back. {fault.sentence}", "bad")
        return ui.redirect(url_for("agents.list_versions", agent_id=agent_id))
    db.session.commit()
    ui.say(f"Version {number} is put back." if changed else "The agent is like that already.")
    if changed:
        say_tests(agent_id)
    return ui.redirect(url_for("agents.show", agent_id=agent_id))
