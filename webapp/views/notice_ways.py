"""The team's mail server, and its chat: set by admins, tried out, their secrets shown to no one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.services.actions.base import Outcome
from webapp.services.actions.notices import delivering, ways
from webapp.services.setting_list import BY_KEY
from webapp.views import shown, ui
from webapp.views.me import me
from webapp.views.signing_in.confirming import proof_required
from webapp.views.signing_in.security import admin_required

bp = Blueprint("notice_ways", __name__)
PAGE = ("notices/ways.html", "notices/_ways.html")


@bp.get("/settings/notices")
@admin_required
def edit() -> Response:
    return ui.page(*PAGE, faults={}, **_form(ways.shown()))


@bp.post("/settings/notices")
@admin_required
@proof_required
def save() -> Response:
    plain, both = shown.together({key: request.form.get(key, "") for key in ways.PLAIN}, ways.shown())
    try:
        both.settle()
        ways.save({**request.form, **plain}, me())
    except Fault as fault:
        return ui.faulty(*PAGE, fault, **_form(plain))
    db.session.commit()
    ui.say("Saved.")
    return ui.redirect(url_for("notice_ways.edit"))


@bp.post("/settings/notices/mail")
@admin_required
def try_mail() -> Response:
    to = me().email
    return _tried(lambda: delivering.try_mail(to), f"A test e-mail is on its way to {to}.")


@bp.post("/settings/notices/chat")
@admin_required
def try_chat() -> Response:
    return _tried(delivering.try_chat, "A test is posted to your chat.")


def _tried(act: Callable[[], Outcome], said: str) -> Response:
    """Waits for the other side with no transaction open, which would keep others from writing."""
    try:
        outcome = act()
    except Fault as fault:
        outcome = Outcome(fault=fault.sentence)
    db.session.rollback()
    ui.say(outcome.fault or said, "bad" if outcome.fault else "good")
    return ui.redirect(url_for("notice_ways.edit"))


def _form(typed: dict[str, str]) -> dict[str, Any]:
    """What is secret and was typed is not sent back: it is to be typed again."""
    kept = {key: ways.has_secret(key) for key in ways.SECRET}
    return {
        "typed": typed,
        "shown": shown.of(ways.shown()),
        "kept": kept,
        "labels": {key: BY_KEY[key].label for key in (*ways.PLAIN, *ways.SECRET)},
        "has_mail": ways.has_mail(),
        "securities": list(ways.SECURITIES.items()),
    }
