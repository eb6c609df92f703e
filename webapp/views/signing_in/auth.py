"""Signing in and out, and the links that make an account."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Blueprint, Response, request, session, url_for
from flask_limiter.util import get_remote_address
from flask_login import current_user
from sqlalchemy.exc import DBAPIError

from webapp.db import db, now
from webapp.errors import Busy, Fault, NotFound
from webapp.services.team import (
    credentials,
    invitations,
    passwords,
    people,
    second_factors,
    sessions,
    sign_ins,
)
from webapp.views import times, ui
from webapp.views.signing_in import attempts, browser_session, security, sign_in_tries
from webapp.views.signing_in.attempts import CODE, Attempt, Throttled

log = structlog.get_logger(__name__)

bp = Blueprint("auth", __name__)

PAGE, CODE_PAGE = "auth/log_in.html", "auth/code.html"
PENDING = "code_awaited"
"""Where the cookie keeps whose password was right, which one, and until when their code is waited for."""
CODE_SECONDS = 600
CHANGED = "Your account was changed while you signed in. Sign in again."
NOT_ENDED = (
    "You are signed out of this browser. The database cannot be written to, so that the session could not be "
    "ended on the server: it ends when it has not been used for a while."
)


@bp.get("/login")
def log_in() -> Response:
    if current_user.is_authenticated:
        return ui.redirect(security.safe_next(request.args.get("next")))
    return ui.page(PAGE, faults={}, **_log_in_context())


@bp.post("/login")
def try_log_in() -> Response:
    email, tries = request.form.get("email", ""), sign_in_tries.of_request()
    try:
        attempts.count(*tries)
        user_id, mark = credentials.sign_in(email, request.form.get("password", ""))
    except Fault as fault:
        _note_refusal(fault, email, tries)
        return _refused(PAGE, fault, **_log_in_context())
    return _password_was_right(user_id, mark, tries)


@bp.get("/login/code")
def ask_code() -> Response:
    if _pending() is None:
        return ui.redirect(url_for("auth.log_in", next=request.args.get("next")))
    return ui.page(CODE_PAGE, faults={})


@bp.post("/login/code")
def try_code() -> Response:
    if (pending := _pending()) is None:
        return ui.redirect(url_for("auth.log_in", next=request.args.get("next")))
    user_id, mark = pending
    try:
        attempts.count(Attempt(CODE, str(user_id)))
        second_factors.check(user_id, request.form.get("code", ""))
    except Fault as fault:
        _note_wrong_code(fault, user_id)
        return _refused(CODE_PAGE, fault)
    attempts.clear(Attempt(CODE, str(user_id)))
    return _arrive(user_id, mark)


@bp.post("/logout")
def log_out() -> Response:
    told = _end_session()
    session.clear()
    ui.say(told, "info")
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


def _note_refusal(fault: Fault, email: str, tries: tuple[Attempt, ...]) -> None:
    if isinstance(fault, Throttled):
        sign_ins.throttled(email, get_remote_address(), first=fault.first)
    elif isinstance(fault, Busy):
        attempts.give_back(*tries)
    else:
        sign_ins.failed(email, get_remote_address())


def _password_was_right(user_id: int, mark: str, tries: tuple[Attempt, ...]) -> Response:
    attempts.clear(tries[0])
    attempts.give_back(*tries[1:])
    db.session.commit()  # a hash that was renewed
    if not second_factors.is_on(user_id):
        return _arrive(user_id, mark)
    browser_session.leave()
    db.session.commit()
    session[PENDING] = [user_id, now().timestamp() + CODE_SECONDS, mark]
    return ui.redirect(url_for("auth.ask_code", next=request.args.get("next")))


def _note_wrong_code(fault: Fault, user_id: int) -> None:
    if isinstance(fault, Throttled):
        sign_ins.throttled_user(user_id, get_remote_address(), first=fault.first)
    else:
        sign_ins.wrong_code(user_id, get_remote_address())


def _pending() -> tuple[int, str] | None:
    """Whose code is waited for, after which password. No longer once that is another one, or they are
    deactivated."""
    user_id, until, mark = session.get(PENDING, (None, 0, ""))
    if user_id is None or until <= now().timestamp():
        return None
    return (user_id, mark) if mark and mark == credentials.mark(user_id) else None


def _arrive(user_id: int, mark: str) -> Response:
    """Unless the password that they have typed is another one by now."""
    if not credentials.holds(user_id, mark):
        db.session.commit()  # a code was used up all the same
        session.clear()
        ui.say(CHANGED, "warn")
        return ui.redirect(url_for("auth.log_in"))
    browser_session.begin(user_id)
    return ui.redirect(security.safe_next(request.args.get("next")))


def _refused(template: str, fault: Fault, **context: Any) -> Response:
    """The form again, after what the audit says of it is kept."""
    db.session.commit()
    status = {Throttled: 429, Busy: 503}.get(type(fault), 422)
    response = ui.faulty(template, None, fault, status=status, **context)
    return sign_in_tries.later(response, fault) if isinstance(fault, Throttled) else response


def _end_session() -> str:
    """What is said of it. A disk that is full must not keep anyone signed in."""
    try:
        if current_user.is_authenticated:
            sign_ins.ended(current_user.id)
            sessions.end(browser_session.present().session.id, current_user.id)
            db.session.commit()
    except DBAPIError as error:
        db.session.rollback()
        log.error("a session could not be ended", error=str(error.orig))
        return NOT_ENDED
    return "You are signed out."


def _log_in_context() -> dict[str, Any]:
    """Who tries a password has seen the page that says whether there is any: a refusal need not ask again."""
    tried = request.method == "POST"
    return {"email": request.form.get("email", ""), "any_user": tried or people.is_set_up()}


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
    browser_session.begin(user.id)
    ui.say(f"Welcome, {user.name}.")
    return ui.redirect(url_for("home.index"))


def _join_context(first: bool) -> dict[str, Any]:
    return {"first": first, "zones": times.zone_choices(), "rule": passwords.RULE}
