"""Keys for other programs: making one, withdrawing one. For admins."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for

from webapp.db import db, now
from webapp.errors import Fault
from webapp.services.team import api_keys
from webapp.views import times, ui
from webapp.views.me import me
from webapp.views.signing_in.confirming import proof_required
from webapp.views.signing_in.security import admin_required

bp = Blueprint("api_keys", __name__)


@bp.get("/api-keys")
@admin_required
def index() -> Response:
    return ui.page("api_keys/index.html", faults={}, typed={}, chosen=[api_keys.OPT_OUTS], **_context())


@bp.post("/api-keys")
@admin_required
@proof_required
def make() -> Response:
    """The page with the key in it, which is kept nowhere, neither in the session nor in the browser."""
    typed, chosen = request.form, request.form.getlist("scopes")
    try:
        secret = api_keys.make(typed.get("name", ""), me(), chosen, _expiry(typed.get("expires", "")))[1]
    except Fault as fault:
        return ui.faulty("api_keys/index.html", None, fault, typed=typed, chosen=chosen, **_context())
    db.session.commit()
    shown = _context() | {"fresh": secret, "fresh_scopes": chosen, "chosen": [api_keys.OPT_OUTS]}
    return ui.page("api_keys/index.html", faults={}, typed={}, **shown)


@bp.post("/api-keys/<int:key_id>/revoke")
@admin_required
@proof_required
def revoke(key_id: int) -> Response:
    key = api_keys.revoke(key_id, me())
    db.session.commit()
    ui.say(f"The key of “{key.name}” is withdrawn, and opens nothing any more.")
    return ui.redirect(url_for("api_keys.index"))


def _expiry(typed: str) -> datetime | None:
    """The end of that day where the admin is. Raises Fault."""
    if not typed.strip():
        return None
    try:
        after = date.fromisoformat(typed.strip()) + timedelta(days=1)
        return datetime.combine(after, time(), times.zone()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Fault("Choose a day, for example 2027-03-31, or leave it empty.", "expires") from error


def _context() -> dict[str, Any]:
    public = current_app.config["SETTINGS"].public_url
    return {
        "keys": api_keys.in_use(),
        "now": now(),
        "scopes": list(api_keys.SCOPES.items()),
        "address": public + url_for("api.tell"),
    }
