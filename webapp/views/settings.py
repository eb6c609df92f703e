"""The team's settings."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.field_kinds import Answer
from webapp.rules import segments
from webapp.rules.typed_text import several_lines
from webapp.services import settings
from webapp.services.setting_list import BY_KEY, SETTINGS
from webapp.services.team import approval_request, people, setting_changes
from webapp.views import shown, ui
from webapp.views.me import me
from webapp.views.signing_in.confirming import must_be_recent, proof_required
from webapp.views.signing_in.security import admin_required
from webapp.views.webhooks import webhook_words

bp = Blueprint("settings", __name__)

LABELS = {
    setting.key: f"{section.title}, {setting.label}" if section.title else setting.label
    for section, settings in SETTINGS.items()
    for setting in settings
}
"""What a field is called away from its section."""
ANSWERS = tuple(key for key, setting in BY_KEY.items() if isinstance(setting.kind, Answer))


@bp.app_template_global("currency")
def currency() -> str:
    """What stands beside an amount; empty where no one has said it."""
    return str(settings.get("currency"))


@bp.get("/settings")
@admin_required
def index() -> Response:
    present = setting_changes.present()
    return ui.page("settings/index.html", faults={}, **_form(present, present))


@bp.post("/settings")
@admin_required
def change() -> Response:
    present = setting_changes.present()
    typed, both = shown.together({key: request.form.get(key, "") for key in present}, present)
    if setting_changes.touches_watched(typed):
        must_be_recent()
    try:
        both.settle()
        changed = setting_changes.change(typed, me())
    except Fault as fault:
        return ui.faulty("settings/index.html", "settings/_form.html", fault, **_form(typed, present))
    db.session.commit()
    ui.say("The settings are saved." if changed else "Nothing was changed.", "good" if changed else "info")
    if approval_request.SETTING in changed and approval_request.waiting():
        ui.say("Approval stays as it is until another admin confirms what you have asked for.", "warn")
    return ui.redirect(url_for("settings.index"))


@bp.post("/settings/approval/confirm")
@admin_required
@proof_required
def confirm_approval() -> Response:
    setting_changes.confirm_approval(request.form.get("request", ""), me())
    db.session.commit()
    ui.say("It is confirmed, and holds from now on.")
    return ui.redirect(url_for("settings.index"))


@bp.post("/settings/approval/refuse")
@admin_required
def refuse_approval() -> Response:
    asked = approval_request.refuse(request.form.get("request", ""), me())
    db.session.commit()
    own = asked.asker.id == me().id
    ui.say("It is withdrawn." if own else f"It is refused. {asked.asker.name} is told.", "info")
    return ui.redirect(url_for("settings.index"))


@bp.post("/settings/measure")
@admin_required
def measure() -> Response:
    """What a confirmation costs, while it is being written."""
    key = next((key for key in ANSWERS if key in request.form), ANSWERS[0])
    return ui.page("settings/_cost.html", key=key, cost=_cost(request.form.get(key, "")))


def _form(typed: dict[str, str], present: dict[str, str]) -> dict[str, Any]:
    alone = "There is only one admin in your team, so no one could approve. " if people.admins() < 2 else ""
    return {
        "typed": typed,
        "shown": shown.of(present),
        "sections": SETTINGS,
        "labels": LABELS,
        "costs": {key: _cost(typed[key]) for key in ANSWERS},
        "before_hints": {"approval_over": alone},
        "webhooks": webhook_words.present(),
        **asked_approval(),
    }


def asked_approval() -> dict[str, Any]:
    """What waits for another admin, for the notice about it (also on the first page)."""
    asked = approval_request.waiting()
    return {"asked": asked, "asked_words": approval_request.words(asked.value) if asked else ""}


def _cost(text: str) -> segments.Measure:
    return segments.measure(several_lines(text))
