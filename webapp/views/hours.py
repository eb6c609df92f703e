"""The hours: when people may be reached, everywhere and in the places that are stricter."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from webapp import queue
from webapp.db import db
from webapp.errors import Fault
from webapp.rules.hours.places import EVERYWHERE
from webapp.services import settings
from webapp.services.hours import place_form, places
from webapp.services.hours.place_form import DAYS, PlaceForm
from webapp.views import shown, ui
from webapp.views.me import me
from webapp.views.signing_in.security import admin_required

bp = Blueprint("hours", __name__)
FORM = "hours/_form.html"
RULES = ("keep", "answer_hours")


@bp.get("/hours")
def index() -> Response:
    return ui.page("hours/index.html", faults={}, **_table(_rules()))


@bp.post("/hours")
@admin_required
def rules() -> Response:
    """Whether hours are kept, and for how long after they wrote people may be answered at any hour."""
    typed, both = shown.together({key: request.form.get(key, "") for key in RULES}, _rules())
    try:
        both.settle()
        changed = places.set_rules(typed["keep"] == "yes", typed["answer_hours"], me())
    except Fault as fault:
        return ui.faulty("hours/index.html", None, fault, **_table(typed))
    if not changed:
        ui.say("Nothing was changed.", "info")
        return ui.redirect(url_for("hours.index"))
    return _saved("The rules are saved.")


@bp.get("/hours/add")
@admin_required
def new() -> Response:
    span = ("08:00", "20:00")
    empty = PlaceForm("", "", span, span, span, ("", ""), "", "", "")
    return ui.page("hours/edit.html", faults={}, **_form(empty))


@bp.post("/hours/add")
@admin_required
def add() -> Response:
    form = _typed()
    try:
        place = places.add(form, me())
    except Fault as fault:
        return ui.faulty("hours/edit.html", FORM, fault, **_form(form))
    return _saved(f"{place.name} is added.")


@bp.get("/hours/<code>")
@admin_required
def edit(code: str) -> Response:
    entry = places.get(code)
    return ui.page("hours/edit.html", faults={}, **_form(place_form.typed(entry.place), entry))


@bp.post("/hours/<code>")
@admin_required
def change(code: str) -> Response:
    entry = places.get(code)
    meant, both = shown.together(vars(_typed()), vars(place_form.typed(entry.place)))
    form = PlaceForm(**meant)
    try:
        both.settle()
        places.change(code, form, me())
    except Fault as fault:
        return ui.faulty("hours/edit.html", FORM, fault, **_form(form, entry))
    return _saved(f"The hours of {form.name} are saved. Recipients who wait now are looked at again.")


@bp.post("/hours/<code>/remove")
@admin_required
def remove(code: str) -> Response:
    places.remove(code, me())
    return _saved("Removed. Only the hours of everywhere hold there now.")


@bp.post("/hours/<code>/put-back")
@admin_required
def put_back(code: str) -> Response:
    places.put_back(code, me())
    return _saved("It is again as Outbound came with it.")


def _saved(sentence: str) -> Response:
    queue.later(queue.LOOK_AGAIN)
    db.session.commit()
    ui.say(sentence)
    return ui.redirect(url_for("hours.index"))


def _rules() -> dict[str, str]:
    keep = "yes" if settings.get("keep_hours") else ""
    return {"keep": keep, "answer_hours": str(settings.get("answer_hours"))}


def _table(typed: dict[str, str]) -> dict[str, Any]:
    present = shown.of(_rules())
    return {"typed": typed, "shown": present, "entries": places.table(), "everywhere": EVERYWHERE}


def _form(form: PlaceForm, entry: places.Entry | None = None) -> dict[str, Any]:
    present = shown.of(vars(place_form.typed(entry.place))) if entry else ""
    return {"typed": form, "shown": present, "entry": entry, "everywhere": EVERYWHERE, "days": DAYS}


def _typed() -> PlaceForm:
    get = request.form.get
    spans = {days: (get(f"{days}_from", ""), get(f"{days}_to", "")) for days in DAYS}
    return PlaceForm(
        name=get("name", ""),
        prefixes=get("prefixes", ""),
        calendar=get("calendar", ""),
        since=get("since", ""),
        source=get("source", ""),
        weekdays=spans["weekdays"],
        saturdays=spans["saturdays"],
        sundays=spans["sundays"],
        holidays=spans["holidays"],
    )
