"""Secrets for requests to other systems: set, replaced and removed by admins, shown to no one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.services.actions import named_secrets
from webapp.services.team import people
from webapp.views import ui
from webapp.views.me import my_id
from webapp.views.signing_in.confirming import proof_required
from webapp.views.signing_in.security import admin_required

bp = Blueprint("secrets", __name__)
PAGE, FORM = "secrets/index.html", "secrets/_form.html"


@bp.get("/secrets")
@admin_required
def index() -> Response:
    return ui.page(PAGE, faults={}, typed_name="", **_context())


@bp.post("/secrets")
@admin_required
@proof_required
def put() -> Response:
    """The value goes into no page, not even back into the form where it is at fault."""
    name = request.form.get("name", "")
    try:
        secret = named_secrets.put(name, request.form.get("value", ""), my_id())
    except Fault as fault:
        db.session.rollback()
        return ui.faulty(PAGE, FORM, fault, typed_name=name, **_context())
    db.session.commit()
    ui.say(f"The secret “{secret.name}” is kept. Requests use it from now on.")
    return ui.redirect(url_for("secrets.index"))


@bp.post("/secrets/remove")
@admin_required
@proof_required
def remove() -> Response:
    name = request.form.get("name", "")
    named_secrets.remove(name, my_id())
    db.session.commit()
    ui.say(f"The secret “{name}” is removed. Requests that need it fail from now on, and say so.")
    return ui.redirect(url_for("secrets.index"))


def _context() -> dict[str, Any]:
    every = named_secrets.every()
    return {"secrets": every, "names": people.names(secret.changed_by for secret in every)}
