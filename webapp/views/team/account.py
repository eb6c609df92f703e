"""How one signs in, where one is signed in, and what one is told about one's own account."""

from __future__ import annotations

from flask import Blueprint, Response, request, session, url_for
from flask_login import logout_user

from webapp.db import db
from webapp.errors import NotFound
from webapp.rules import devices
from webapp.services import events
from webapp.services.team import account_notices, second_factors, sessions
from webapp.views import ui
from webapp.views.ids import row_id
from webapp.views.me import my_id
from webapp.views.signing_in import browser_session

bp = Blueprint("account", __name__)


@bp.get("/account")
def show() -> Response:
    user_id = my_id()
    return ui.page(
        "account/show.html",
        sessions=sessions.of(user_id),
        here=browser_session.present().session.id,
        device=devices.name,
        factor=second_factors.of(user_id),
        codes_left=second_factors.codes_left(user_id),
    )


@bp.post("/account/sessions/<int:session_id>/sign-out")
def sign_out(session_id: int) -> Response:
    if not sessions.end(session_id, my_id()):
        raise NotFound("You are not signed in there any more.")
    events.note("user.session_ended", user_id=my_id())
    db.session.commit()
    ui.say("You are signed out there.")
    return ui.redirect(url_for("account.show"))


@bp.post("/account/sessions/sign-out")
def sign_out_everywhere() -> Response:
    events.note("user.sessions_ended", user_id=my_id())
    sessions.end_all(my_id())
    db.session.commit()
    logout_user()
    session.clear()
    ui.say("You are signed out everywhere.", "info")
    return ui.redirect(url_for("auth.log_in"))


@bp.post("/account/notices")
def dismiss() -> Response:
    """What they have read goes."""
    account_notices.told(my_id(), request.form.get("up_to", 0, type=row_id))
    db.session.commit()
    return ui.redirect(url_for("home.index"))
