"""The team's settings."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from webapp.db import db
from webapp.errors import Fault
from webapp.rules import segments
from webapp.services import settings
from webapp.services.team import people
from webapp.views import ui, webhook_words
from webapp.views.security import admin_required

bp = Blueprint("settings", __name__)


@bp.get("/settings")
@admin_required
def index() -> Response:
    return ui.page("settings/index.html", faults={}, **_form(settings.present()))


@bp.post("/settings")
@admin_required
def change() -> Response:
    wish = settings.Wish(**{one.name: request.form.get(one.name, "") for one in fields(settings.Wish)})
    try:
        changed = settings.change(wish, current_user._get_current_object())
    except Fault as fault:
        return ui.faulty("settings/index.html", "settings/_form.html", fault, **_form(wish))
    db.session.commit()
    ui.say("The settings are saved." if changed else "Nothing was changed.", "good" if changed else "info")
    return ui.redirect(url_for("settings.index"))


@bp.post("/settings/measure")
@admin_required
def measure() -> Response:
    """What a confirmation costs, while it is being written."""
    key = next((key for key in settings.CONFIRMATIONS if key in request.form), settings.CONFIRMATIONS[0])
    return ui.page("settings/_cost.html", key=key, cost=_cost(request.form.get(key, "")))


def _form(wish: settings.Wish) -> dict[str, Any]:
    costs = {key: _cost(getattr(wish, key)) for key in settings.CONFIRMATIONS}
    shown = {"typed": wish, "costs": costs, "defaults": settings.DEFAULTS, "approval_hint": _approval_hint()}
    return shown | {"webhooks": webhook_words.present()}


def _approval_hint() -> str:
    nobody = "There is only one admin in your team, so nobody could approve. " if people.admins() < 2 else ""
    return f"{nobody}Leave it empty for no approval."


def _cost(text: str) -> segments.Measure:
    return segments.measure(text.replace("\r\n", "\n").strip())
