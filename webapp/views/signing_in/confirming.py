"""Who does something that matters types their password again, unless they have done so lately.

`must_be_recent()` in a view, before it does anything: who has not gets a page that asks for the password, and
sends what was typed before, with the password, to the same address. `take` looks at it there, for any view.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Response, request
from flask_limiter.util import get_remote_address

from webapp.db import db
from webapp.errors import Busy, Fault
from webapp.services import settings
from webapp.services.team import credentials, sessions, sign_ins
from webapp.views import failures, ui
from webapp.views.me import my_id
from webapp.views.signing_in import attempts, browser_session
from webapp.views.signing_in.attempts import OWN_PASSWORD, Attempt, Throttled

PAGE = "auth/confirm.html"
FIELD = "confirm_with_password"
NOT_SENT_ON = ("csrf_token", FIELD)


class SignedOut(Exception):
    """The session has ended while the password was looked at."""


class ProofNeeded(Exception):
    """The password has to be typed first."""


def must_be_recent() -> None:
    """Raises ProofNeeded unless the password was typed within the last minutes that the team has set."""
    lately = timedelta(minutes=settings.get("password_minutes"))
    if not sessions.is_proved(browser_session.present().session, lately):
        raise ProofNeeded


def proof_required(view: Callable[..., Any]) -> Callable[..., Any]:
    """Before `view`, the password must have been typed lately."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        must_be_recent()
        return view(*args, **kwargs)

    return guarded


def ask(_needed: ProofNeeded) -> Response:
    """The page that asks for the password."""
    return _page({}, 403)


def take() -> Response | None:
    """Look at a password that came with a form; None when there is none, or it is right."""
    if request.method != "POST" or FIELD not in request.form:
        return None
    attempt, user_id, session_id = Attempt(OWN_PASSWORD, str(my_id())), my_id(), _session_id()
    try:
        attempts.count(attempt)
        _prove(user_id, session_id)
    except SignedOut:
        return failures.signed_out()
    except Throttled as fault:
        sign_ins.throttled_user(user_id, get_remote_address(), first=fault.first)
        db.session.commit()
        return _page(ui.in_fields(fault), 429)
    except Busy as fault:
        attempts.give_back(attempt)
        return _page(ui.in_fields(fault), 503)
    except Fault as fault:
        return _page(ui.in_fields(fault), 422)
    attempts.clear(attempt)
    return None


def _session_id() -> int:
    return browser_session.present().session.id


def _prove(user_id: int, session_id: int) -> None:
    """Raises Fault when it is not their password, and SignedOut. Commits what it finds."""
    right = credentials.is_own(user_id, request.form[FIELD])
    goes_on = right and sessions.note_proof(session_id)
    if not right:
        sign_ins.wrong_password(user_id, get_remote_address())
    db.session.commit()
    if not right:
        raise Fault("This is not your password.", FIELD)
    if not goes_on:
        raise SignedOut


def _page(faults: dict[str, str], status: int) -> Response:
    if ui.wants_partial():  # the page goes on by itself only where a form is sent as a whole
        return Response(
            "Type your password first: reload the page and try again.", status, mimetype="text/plain"
        )
    db.session.rollback()
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_SENT_ON]
    where = request.full_path.rstrip("?")
    return ui.page(PAGE, status=status, faults=faults, kept=kept, where=where, field=FIELD)
