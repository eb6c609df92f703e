"""Keys for other programs: making one, withdrawing one. For admins."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.services.team import api_keys
from webapp.views import ui
from webapp.views.confirming import proof_required
from webapp.views.me import me
from webapp.views.security import admin_required

bp = Blueprint("api_keys", __name__)


@bp.get("/api-keys")
@admin_required
def index() -> Response:
    return ui.page("api_keys/index.html", faults={}, typed={}, **_context())


@bp.post("/api-keys")
@admin_required
@proof_required
def make() -> Response:
    """The page with the key in it, which is kept nowhere, neither in the session nor in the browser."""
    try:
        secret = api_keys.make(request.form.get("name", ""), me())[1]
    except Fault as fault:
        return ui.faulty("api_keys/index.html", None, fault, typed=request.form, **_context())
    db.session.commit()
    return ui.page("api_keys/index.html", faults={}, typed={}, fresh=secret, **_context())


@bp.post("/api-keys/<int:key_id>/revoke")
@admin_required
@proof_required
def revoke(key_id: int) -> Response:
    key = api_keys.revoke(key_id, me())
    db.session.commit()
    ui.say(f"The key of “{key.name}” is withdrawn, and opens nothing any more.")
    return ui.redirect(url_for("api_keys.index"))


def _context() -> dict[str, Any]:
    address = current_app.config["SETTINGS"].public_url + url_for("api.tell")
    return {"keys": api_keys.in_use(), "address": address}
