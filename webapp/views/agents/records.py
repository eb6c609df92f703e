"""What the tasks of an agent have done: a list, a file, and having a failed one go on."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Conflict
from webapp.services.actions import starting
from webapp.services.agents import record_text, records, store
from webapp.views import ui
from webapp.views.agents.blueprint import bp
from webapp.views.downloads import noted
from webapp.views.ids import big_id
from webapp.views.me import my_id


@bp.get("/agents/<int:agent_id>/records")
def list_records(agent_id: int) -> Response:
    agent, before = store.get(agent_id), request.args.get("before", type=big_id)
    return ui.page("agents/records.html", agent=agent, before=before, **context(agent_id, before))


@bp.post("/agents/<int:agent_id>/records.csv")
def download_records(agent_id: int) -> Response:
    agent, lines = store.get(agent_id), records.csv(agent_id)
    filename = f"agent-{agent_id}-tasks.csv"
    return noted("agent.tasks_exported", lines, filename, agent=agent_id, name=agent.name)


@bp.post("/agents/<int:agent_id>/records/<int:record_id>/again")
def try_again(agent_id: int, record_id: int) -> Response:
    try:
        record = starting.try_again(record_id, my_id(), agent_id=agent_id)
    except Conflict as conflict:
        db.session.rollback()
        ui.say(conflict.sentence, "bad")
        return ui.redirect(url_for("agents.list_records", agent_id=agent_id))
    db.session.commit()
    ui.say(f"“{record.task_name}” goes on.")
    return ui.redirect(url_for("agents.list_records", agent_id=agent_id))


def context(agent_id: int, before: int | None = None, size: int = records.SIZE) -> dict[str, Any]:
    """A page of records, with how their fields are shown."""
    page = records.of_agent(agent_id, before, size)
    shown = [(record, record_text.fields(record), record_text.remark(record)) for record in page.rows]
    return {"records": shown, "records_next": page.next}
