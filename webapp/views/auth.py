"""Signing in and out, and the links that make an account."""

from __future__ import annotations

import hashlib
import time
from functools import partial
from math import ceil
from typing import Any

from flask import Blueprint, Response, request, session, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_limiter import RequestLimit
from flask_limiter.util import get_remote_address
from flask_login import current_user, login_user, logout_user

from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.models.user import User
from webapp.rules import typed_text
from webapp.services.team import invitations, passwords, people, sign_ins
from webapp.views import security, times, ui

bp = Blueprint("auth", __name__)

ATTEMPTS = "5 per minute; 30 per hour"
"""Failed log-ins for one account from one address."""
ATTEMPTS_OF_ADDRESS = "100 per hour"


def _account() -> str:
    """Account and address; the e-mail is hashed, so that Redis holds no personal data."""
    email = typed_text.email(request.form.get("email", ""))
    return f"{get_remote_address()}:{hashlib.sha256(email.encode()).hexdigest()[:16]}"


def _failed(response: Response) -> bool:
    return response.status_code == 422


def _throttled(limit: RequestLimit) -> Response:
    seconds = max(1, ceil(limit.reset_at - time.time()))
    wait = f"{seconds} seconds" if seconds < 120 else f"{ceil(seconds / 60)} minutes"
    fault = Fault(f"Too many attempts to sign in. Wait {wait} and try again.")
    response = ui.faulty("auth/log_in.html", None, fault, status=429, **_log_in_context())
    response.headers["Retry-After"] = str(seconds)
    return response


@bp.get("/login")
def log_in() -> Response:
    if current_user.is_authenticated:
        return ui.redirect(security.safe_next(request.args.get("next")))
    return ui.page("auth/log_in.html", faults={}, **_log_in_context())


@bp.post("/login")
def try_log_in() -> Response:
    try:
        user = people.log_in(request.form.get("email", ""), request.form.get("password", ""))
    except Fault as fault:
        sign_ins.failed(request.form.get("email", ""), get_remote_address())
        db.session.commit()
        return ui.faulty("auth/log_in.html", None, fault, **_log_in_context())
    sign_ins.succeeded(user.id, get_remote_address())
    db.session.commit()
    begin_session(user)
    return ui.redirect(security.safe_next(request.args.get("next")))


@bp.post("/logout")
def log_out() -> Response:
    sign_ins.ended(current_user.id)
    db.session.commit()
    logout_user()
    session.clear()
    ui.say("You are signed out.", "info")
    return ui.redirect(url_for("auth.log_in"))


@bp.get("/setup/<token>")
def set_up(token: str) -> Response:
    return _show(token, first=True)


@bp.post("/setup/<token>")
def finish_set_up(token: str) -> Response:
    return _finish(token, first=True)


@bp.get("/join/<token>")
def join(token: str) -> Response:
    return _show(token, first=False)


@bp.post("/join/<token>")
def finish_join(token: str) -> Response:
    return _finish(token, first=False)


def begin_session(user: User) -> None:
    """A new session for `user`: nothing of the earlier one is kept."""
    session.clear()
    session.permanent = True
    login_user(user)


def _log_in_context() -> dict[str, Any]:
    return {"email": request.form.get("email", ""), "any_user": people.any_user()}


def _show(token: str, *, first: bool) -> Response:
    try:
        invitations.find(token, first=first)
    except NotFound as gone:
        return ui.page("auth/spent.html", status=404, sentence=gone.sentence, first=first)
    return ui.page("auth/join.html", faults={}, typed={}, **_join_context(first))


def _finish(token: str, *, first: bool) -> Response:
    typed = {name: request.form.get(name, "") for name in ("email", "name", "timezone")}
    try:
        user = invitations.accept(token, first=first, password=request.form.get("password", ""), **typed)
    except NotFound as gone:
        return ui.page("auth/spent.html", status=404, sentence=gone.sentence, first=first)
    except Fault as fault:
        return ui.faulty("auth/join.html", None, fault, typed=typed, **_join_context(first))
    db.session.commit()
    begin_session(user)
    ui.say(f"Welcome, {user.name}.")
    return ui.redirect(url_for("home.index"))


def _join_context(first: bool) -> dict[str, Any]:
    return {"first": first, "zones": times.zone_choices(), "rule": passwords.RULE}


def _throttle(state: BlueprintSetupState) -> None:
    """Count failed log-ins. A limiter belongs to one app, so the route is wrapped when it is registered."""
    routes = state.app.view_functions
    limit = partial(state.app.extensions["throttle"].limit, deduct_when=_failed, on_breach=_throttled)
    view = limit(ATTEMPTS, key_func=_account)(routes["auth.try_log_in"])
    routes["auth.try_log_in"] = limit(ATTEMPTS_OF_ADDRESS)(view)


bp.record(_throttle)
