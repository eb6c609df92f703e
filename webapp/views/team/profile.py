"""One's own name, time zone and password."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_limiter.util import get_remote_address
from flask_login import current_user

from webapp.db import db
from webapp.errors import Busy, Fault
from webapp.rules.hours import duty as days
from webapp.rules.phones import phone as phones
from webapp.services.actions.notices import ways
from webapp.services.agents.editing.who import LANGUAGES
from webapp.services.team import credentials, duty, passwords, people, sessions, sign_ins
from webapp.views import times, ui
from webapp.views.me import me, my_id
from webapp.views.signing_in import attempts, browser_session
from webapp.views.signing_in.attempts import OWN_PASSWORD, Attempt, Throttled

bp = Blueprint("profile", __name__)

PAGE = "people/profile.html"
TONGUES = [("", "As the call does"), *LANGUAGES.items()]


@bp.get("/profile")
def show() -> Response:
    return ui.page(PAGE, **_context(_saved()))


@bp.post("/profile")
def save() -> Response:
    user = me()
    try:
        people.update_profile(user, request.form.get("name", ""), request.form.get("timezone", ""))
    except Fault as fault:
        return ui.faulty(PAGE, None, fault, **_context(request.form))
    db.session.commit()
    ui.say("Your profile is saved.")
    return ui.redirect(url_for("profile.show"))


@bp.post("/profile/duty")
def save_duty() -> Response:
    user, language = me(), request.form.get("phone_language", "")
    phone, week = request.form.get("phone", ""), _typed_week()
    try:
        duty.save(user, phone, week, language)
    except Fault as fault:
        db.session.rollback()
        context = _context(_saved()) | {"on_duty": {"phone": phone, "week": week, "language": language}}
        return ui.page(PAGE, status=422, duty_faults=ui.in_fields(fault), **context)
    db.session.commit()
    ui.say("Your phone and your hours are saved.")
    return ui.redirect(url_for("profile.show"))


@bp.post("/profile/notices")
def save_notices() -> Response:
    people.want_notices_by_mail(me(), bool(request.form.get("by_mail")))
    db.session.commit()
    ui.say("Saved.")
    return ui.redirect(f"{url_for('profile.show')}#by-mail")


@bp.post("/profile/password")
def change_password() -> Response:
    try:
        _change_password()
    except Fault as fault:
        db.session.commit()  # what the audit says of it
        status = {Throttled: 429, Busy: 503}.get(type(fault), 422)
        return ui.page(PAGE, status=status, password_faults=ui.in_fields(fault), **_context(_saved()))
    db.session.commit()
    ui.say("Your password is changed. You are signed out everywhere else.")
    return ui.redirect(url_for("profile.show"))


def _change_password() -> None:
    """All other sessions end. Raises Fault."""
    attempt, user_id, here = (
        Attempt(OWN_PASSWORD, str(my_id())),
        my_id(),
        browser_session.present().session.id,
    )
    try:
        attempts.count(attempt)
        credentials.change(user_id, request.form.get("old", ""), request.form.get("new", ""))
    except Throttled as fault:
        sign_ins.throttled_user(user_id, get_remote_address(), first=fault.first)
        raise
    except Fault as fault:
        if fault.field == "old":
            sign_ins.wrong_password(user_id, get_remote_address())
        else:
            attempts.give_back(attempt)
        raise
    attempts.clear(attempt)
    sessions.end_others(user_id, but=here)


def _saved() -> dict[str, str]:
    return {"name": current_user.name, "timezone": current_user.timezone}


def _context(typed: Mapping[str, str]) -> dict[str, Any]:
    shown = {
        "phone": current_user.phone and phones.pretty(current_user.phone),
        "week": duty.typed_week(me()),
        "language": current_user.phone_language,
    }
    known = {"zones": times.zone_choices(), "rule": passwords.RULE, "days": days.DAYS, "tongues": TONGUES}
    return {
        "typed": typed,
        "on_duty": shown,
        "hours_now": duty.is_on(me()),
        "has_mail": ways.has_mail(),
        **known,
    }


def _typed_week() -> dict[str, tuple[str, str]]:
    typed = request.form
    return {day: (typed.get(f"{day}_from", ""), typed.get(f"{day}_to", "")) for day in days.DAYS}
