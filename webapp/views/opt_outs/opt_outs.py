"""Who has opted out: the list, adding someone, lifting an opt-out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.models.opt_out import OptOutSource
from webapp.rules.phones import phone
from webapp.services.opt_outs import holds, imports, listing
from webapp.services.privacy import record
from webapp.views import ui
from webapp.views.downloads import noted
from webapp.views.ids import row_id
from webapp.views.me import me

bp = Blueprint("opt_outs", __name__)

SOURCES = {
    OptOutSource.KEYWORD: ("Their message", "chat-text", "A keyword, such as STOP"),
    OptOutSource.REQUEST: ("Their message", "chat-text", "A message that someone read"),
    OptOutSource.CALL: ("Their call", "telephone", "What they said or pressed in a call"),
    OptOutSource.CARRIER: ("The carrier", "phone", "The carrier"),
    OptOutSource.STAFF: ("Staff", "person", "Staff"),
    OptOutSource.IMPORT: ("A list", "file-earmark-spreadsheet", "A list that was imported"),
    OptOutSource.API: ("Another program", "braces", "Another program"),
}
"""In a row, its icon, and as a choice to narrow the list down to."""


@bp.get("/opt-outs")
def index() -> Response:
    search = request.args.get("q", "")[:100]
    before = request.args.get("before", type=row_id)
    source = request.args.get("source", type=OptOutSource)
    shown: dict[str, Any] = {
        "page": listing.page(search, source, before),
        "q": search,
        "source": source,
        "before": before,
    }
    every = listing.count()
    known: dict[str, Any] = {"sources": SOURCES, "count": every, "unsettled": imports.unsettled()}
    known["found"] = listing.count(search, source) if search.strip() or source else every
    return ui.page("opt_outs/index.html", **shown, **known, **_held())


def _held() -> dict[str, Any]:
    """Phones that the team has to decide about."""
    held = holds.waiting()
    return {"held": held, "held_count": holds.count(), "names": record.names_of({one.phone for one in held})}


@bp.post("/opt-outs/opt-outs.csv")
def export() -> Response:
    return noted("opt_outs.exported", listing.export(), "opt-outs.csv")


@bp.get("/opt-outs/add")
def new() -> Response:
    typed = {"phone": request.args.get("phone", "")[:40]}
    return ui.page("opt_outs/add.html", faults={}, typed=typed)


@bp.post("/opt-outs/add")
def add() -> Response:
    try:
        opt_out = listing.add(request.form.get("phone", ""), request.form.get("reason", ""), me())
    except Fault as fault:
        return ui.faulty("opt_outs/add.html", "opt_outs/_add.html", fault, typed=request.form)
    db.session.commit()
    return _back(f"{phone.pretty(opt_out.phone)} will not be reached any more, from any of your numbers.")


@bp.get("/opt-outs/<int:opt_out_id>/lift")
def ask(opt_out_id: int) -> Response:
    return ui.page("opt_outs/lift.html", faults={}, opt_out=listing.get(opt_out_id), typed={})


@bp.post("/opt-outs/<int:opt_out_id>/lift")
def lift(opt_out_id: int) -> Response:
    opt_out = listing.get(opt_out_id)
    try:
        listing.lift(opt_out, request.form.get("reason", ""), me())
    except Fault as fault:
        page, part = "opt_outs/lift.html", "opt_outs/_lift.html"
        return ui.faulty(page, part, fault, opt_out=opt_out, typed=request.form)
    db.session.commit()
    return _back(f"{phone.pretty(opt_out.phone)} can be reached again.")


def _back(sentence: str) -> Response:
    ui.say(sentence)
    return ui.redirect(url_for("opt_outs.index"))
