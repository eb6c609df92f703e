"""Importing a list of people as contacts: the file, what is imported of it, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request, url_for

from webapp.db import db
from webapp.errors import Conflict, Fault
from webapp.models.contact_import import ContactImport
from webapp.models.work import Work
from webapp.rules.cells.list_dates import Order
from webapp.rules.phones import phone
from webapp.services.contacts.imports import columns, marks, plan, store
from webapp.services.contacts.segments import store as segments
from webapp.services.intake import choices
from webapp.services.opt_outs.typed_phone import assumed_country
from webapp.services.workflows import listening
from webapp.views import ui
from webapp.views.downloads import noted
from webapp.views.ids import row_id
from webapp.views.list_forms import name_choices, reading_choice, reading_lines, uploaded_file
from webapp.views.me import me

bp = Blueprint("contact_imports", __name__)

NEW = ("contacts/import.html", "contacts/_import.html")
PAGE = ("contacts/imported.html", "contacts/_imported.html")
SHOWN = 20
"""Rows that cannot be imported that the page shows; the file has all of them."""
KNOWN = [
    (plan.FILL, "Fill in what is missing", "Their names and values stay as they are."),
    (
        plan.OVERWRITE,
        "Overwrite with this list",
        "Empty cells change nothing, and what one of you has set by hand stays.",
    ),
]
MARKED = [
    (plan.OPT_OUT, "Opt them out", "Nothing is sent to them, now or later, until they text START."),
    (plan.IGNORE, "Do not go by the list", "They can be reached as the others can."),
]
DATES = [
    ("", "As they are written"),
    (Order.DAY, "Day first: 31/12/2026"),
    (Order.MONTH, "Month first: 12/31/2026"),
]


@bp.get("/contacts/import")
def new() -> Response:
    return ui.page(*NEW, faults={}, typed={"country": assumed_country()}, **_form())


@bp.post("/contacts/import")
def take() -> Response:
    try:
        one = store.take(*uploaded_file(), request.form.get("country", ""), me())
    except Fault as fault:
        return ui.faulty(*NEW, fault, typed=request.form, **_form())
    db.session.commit()
    return _to(one.id)


@bp.get("/contacts/imports/<int:import_id>")
def show(import_id: int) -> Response:
    one = store.get(import_id)
    return ui.unchanged(one.revision) or ui.fresh(one.revision, *PAGE, faults={}, **_context(one))


@bp.post("/contacts/imports/<int:import_id>/phones")
def choose_phones(import_id: int) -> Response:
    column, country = request.form.get("phone_column", type=row_id), request.form.get("country", "")
    return _changed(import_id, lambda one: store.choose_phones(one, column, country))


@bp.post("/contacts/imports/<int:import_id>/reading")
def choose_reading(import_id: int) -> Response:
    one = store.locked(import_id)
    try:
        options = choices.wanted(one, *reading_choice())
        if options is not None:
            store.choose_reading(one, options)
    except Fault as fault:
        db.session.rollback()
        one = store.get(import_id)
        context = _context(one) | {"reading_faults": ui.in_fields(fault)}
        return ui.page(*PAGE, status=422, faults={}, version=one.revision, **context)
    db.session.commit()
    return _to(import_id)


@bp.get("/contacts/imports/<int:import_id>/reading/preview")
def preview_reading(import_id: int) -> Response:
    """Some lines as they read in another encoding."""
    return reading_lines(choices.lines(store.get(import_id), request.args.get("encoding", "")))


@bp.post("/contacts/imports/<int:import_id>/again")
def read_again(import_id: int) -> Response:
    return _pressed(import_id, store.try_again)


@bp.post("/contacts/imports/<int:import_id>/start")
def begin(import_id: int) -> Response:
    typed = request.form.to_dict()
    return _changed(import_id, lambda one: store.begin(one, typed, me()), typed)


@bp.post("/contacts/imports/<int:import_id>/stop")
def stop(import_id: int) -> Response:
    return _pressed(import_id, lambda one: store.stop(one, me()))


@bp.post("/contacts/imports/<int:import_id>/go-on")
def go_on(import_id: int) -> Response:
    return _pressed(import_id, store.go_on)


@bp.post("/contacts/imports/<int:import_id>/discard")
def discard(import_id: int) -> Response:
    store.discard(store.locked(import_id), me())
    db.session.commit()
    ui.say("The list is forgotten. No one of it was imported.")
    return ui.redirect(url_for("contact_imports.new"))


@bp.post("/contacts/imports/<int:import_id>/unread.csv")
def unread_rows(import_id: int) -> Response:
    one = store.get(import_id)
    lines, name, known = store.report(one), f"not-imported-{import_id}.csv", {"list": one.filename}
    return noted("contacts.rows_exported", lines, name, one, import_id=import_id, **known)


def _changed(
    import_id: int, change: Callable[[ContactImport], None], typed: Mapping[str, str] | None = None
) -> Response:
    """Do something with a list; its page, with what is wrong with what was typed."""
    one = store.locked(import_id)
    try:
        change(one)
    except Fault as fault:
        db.session.rollback()
        one, kept = store.get(import_id), None if isinstance(fault, Conflict) else typed
        return ui.faulty(*PAGE, fault, version=one.revision, **_context(one, kept))
    db.session.commit()
    return _to(import_id)


def _pressed(import_id: int, change: Callable[[ContactImport], None]) -> Response:
    """The same for a button, with which nothing was typed."""
    try:
        change(store.locked(import_id))
        db.session.commit()
    except Fault as fault:
        db.session.rollback()
        ui.say(fault.sentence, "bad")
    return _to(import_id)


def _form() -> dict[str, Any]:
    return {"countries": phone.country_choices(), "latest": store.latest()}


def _context(one: ContactImport, typed: Mapping[str, str] | None = None) -> dict[str, Any]:
    shown: dict[str, Any] = {"one": one, "rows": store.unread(one, SHOWN), "shown": SHOWN}
    if one.importing == Work.NONE and not one.plan and one.reading == Work.DONE:
        shown |= {"typed": typed or plan.proposed(one), "countries": phone.country_choices(), **_choices(one)}
    elif one.plan:
        shown["plan"] = plan.Plan.of(one.plan)
        shown["segment"] = segments.get(one.segment_id) if one.segment_id else None
    return shown


def _choices(one: ContactImport) -> dict[str, Any]:
    """What the check page asks."""
    found = zip(one.columns, columns.kept(one.shown), strict=False)
    return {
        "found": [(at, *each) for at, each in enumerate(found) if at != one.phone_column],
        "holds": columns.WORDS,
        "dates": DATES,
        "known": KNOWN,
        "marked": MARKED if one.marked else [],
        "marked_in": " and ".join(f"“{name}”" for name in marks.columns(one)),
        "name_choices": name_choices(one),
        "zone_choices": _zone_choices(one),
        "with_labels": plan.labels_column(one) is not None,
        "segments": [("", "None"), *((each.id, each.name) for each in segments.listed(by_hand=True))],
        "listening": listening.to_facts(),
        "by_the_clock": listening.by_the_clock([columns.attribute_name(name) for name in one.columns]),
    }


def _zone_choices(one: ContactImport) -> list[tuple[str, str]]:
    """Columns that may say in which time zone people are; empty where none seems to."""
    likely = plan.zone_columns(one)
    return [("", "No column"), *((str(at), one.columns[at]) for at in likely)] if likely else []


def _to(import_id: int) -> Response:
    return ui.redirect(url_for("contact_imports.show", import_id=import_id))
