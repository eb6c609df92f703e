"""Importing a list of people who have opted out elsewhere."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_login import current_user

from webapp.db import db
from webapp.errors import Fault
from webapp.models.opt_out_import import OptOutImport
from webapp.rules.phones import phone
from webapp.services.opt_outs import imports, typed_phone
from webapp.services.opt_outs.imports import ImportForm
from webapp.views import ui
from webapp.views.downloads import noted
from webapp.views.ids import row_id
from webapp.views.list_forms import uploaded_file
from webapp.views.opt_outs.opt_outs import bp

__all__ = ("bp",)
"""Its routes hang on the blueprint of the opt-outs."""

NEW = ("opt_outs/import.html", "opt_outs/_import.html")
PAGE = ("opt_outs/imported.html", "opt_outs/_imported.html")
SHOWN = 20
"""Rows that could not be read that the page shows; the file has all of them."""


@bp.get("/opt-outs/import")
def new_import() -> Response:
    typed = {"country": typed_phone.assumed_country()}
    return ui.page(*NEW, faults={}, typed=typed, **_form())


@bp.post("/opt-outs/import")
def take_import() -> Response:
    form = ImportForm(request.form.get("statement", ""), request.form.get("country", ""))
    try:
        one = imports.take(*uploaded_file(), form, current_user.id)
    except Fault as fault:
        return ui.faulty(*NEW, fault, typed=request.form, **_form())
    db.session.commit()
    return _to(one.id)


@bp.get("/opt-outs/imports/<int:import_id>")
def show_import(import_id: int) -> Response:
    one = imports.get(import_id)
    return ui.unchanged(one.revision) or ui.fresh(one.revision, *PAGE, faults={}, **_context(one))


@bp.post("/opt-outs/imports/<int:import_id>/column")
def choose_column(import_id: int) -> Response:
    one = imports.locked(import_id)
    try:
        imports.choose_column(one, request.form.get("phone_column", type=row_id))
    except Fault as fault:
        return ui.faulty(*PAGE, fault, version=one.revision, **_context(one))
    db.session.commit()
    return _to(import_id)


@bp.post("/opt-outs/imports/<int:import_id>/again")
def try_import_again(import_id: int) -> Response:
    imports.try_again(imports.locked(import_id))
    db.session.commit()
    return _to(import_id)


@bp.post("/opt-outs/imports/<int:import_id>/settled")
def settle_import(import_id: int) -> Response:
    imports.settle(imports.locked(import_id), current_user.id)
    db.session.commit()
    return _to(import_id)


@bp.post("/opt-outs/imports/<int:import_id>/unusable.csv")
def unusable_rows(import_id: int) -> Response:
    one = imports.get(import_id)
    lines, name = imports.report(one), f"no-phone-{import_id}.csv"
    return noted("opt_outs.rows_exported", lines, name, one, import_id=import_id)


def _form() -> dict[str, Any]:
    return {"countries": phone.country_choices(), "latest": imports.latest()}


def _context(one: OptOutImport) -> dict[str, Any]:
    return {"one": one, "rows": imports.unusable(one, SHOWN), "shown": SHOWN}


def _to(import_id: int) -> Response:
    return ui.redirect(url_for("opt_outs.show_import", import_id=import_id))


def with_reading_fault(import_id: int, fault: Fault) -> Response:
    """The page as it was, with the fault of a choice of reading; the request's changes are rolled back."""
    db.session.rollback()
    one = imports.get(import_id)
    context = _context(one) | {"reading_faults": ui.in_fields(fault)}
    return ui.page(*PAGE, status=422, faults={}, version=one.revision, **context)
