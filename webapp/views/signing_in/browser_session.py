"""The session of the browser that asks: its cookie holds a token, all else is kept on the server."""

from __future__ import annotations

import structlog
from flask import g, request, session
from flask_limiter.util import get_remote_address
from flask_login import login_user
from sqlalchemy.exc import DBAPIError

from webapp.db import db
from webapp.models.user import User
from webapp.services.team import account_notices, people, sessions, sign_ins
from webapp.views import ui
from webapp.views.signing_in import known_device

log = structlog.get_logger(__name__)

TOKEN = "_user_id"  # noqa: S105  (where Flask-Login looks for it)


def load(token: str) -> User | None:
    """Who it is, for Flask-Login; None when they are signed out, or never were in."""
    current = sessions.find(token)
    g.current_session = current
    if current is None:
        return None
    if not current.seen_lately and not _is_poll():
        _note_use(current.session.id)
    return current.user


def present() -> sessions.Current:
    """Of this request. Only behind a login."""
    current: sessions.Current = g.current_session
    return current


def must_set_up() -> bool:
    """Whether the team asks for a second factor that the one who asks does not have yet."""
    current: sessions.Current | None = g.get("current_session")
    return current is not None and current.must_set_up


def begin(user_id: int) -> None:
    """Sign someone in: a new session, in which nothing of the earlier one is kept. It commits.

    They are told what has happened to their account since they were here.
    """
    user = people.get(user_id)
    notices = account_notices.of(user_id)
    sign_ins.succeeded(user_id, get_remote_address())
    leave()
    token = sessions.begin(user_id, get_remote_address(), request.user_agent.string)
    for notice in notices:
        ui.say(notice.text, "warn")
    if notices:
        account_notices.told(user_id, notices[-1].id)
    db.session.commit()
    session.permanent = True
    login_user(user)
    session[TOKEN] = token
    known_device.remember(user.email)


def leave() -> None:
    """End the session that this browser has, and keep nothing of it. The caller commits."""
    if token := session.get(TOKEN):
        sessions.leave(token)
    session.clear()


def _is_poll() -> bool:
    """A page that is open asks by itself (ui.poll): no one need be there."""
    return request.method == "GET" and "v" in request.args and ui.wants_partial()


def _note_use(session_id: int) -> None:
    """In this request's transaction when it writes; else in one of its own, which a full disk may refuse."""
    if request.method not in ("GET", "HEAD"):
        sessions.note_use(session_id)
        return
    try:
        with db.engine.begin() as connection:
            connection.execute(sessions.use_of(session_id))
    except DBAPIError as error:
        log.warning("could not note that a session is in use", error=str(error.orig))


def cookie_name(secure: bool) -> str:
    """With __Host- browsers take it only from this very host, by HTTPS (RFC 6265bis, 4.1.3.2)."""
    return "__Host-outbound" if secure else "outbound"
