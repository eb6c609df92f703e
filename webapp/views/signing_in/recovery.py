"""Who has forgotten a password, or lost a phone: an admin makes a link, or takes the second factor away."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request, session, url_for

from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.services.team import password_links, passwords, people, second_factors
from webapp.views import ui
from webapp.views.me import me
from webapp.views.signing_in import known_device
from webapp.views.signing_in.confirming import proof_required
from webapp.views.signing_in.security import admin_required

bp = Blueprint("recovery", __name__)

NEW_LINK = "password_link"
"""Where the session keeps a fresh link, and whose it is, until it has been shown, once."""
PAGE = "auth/new_password.html"


@bp.post("/people/<int:user_id>/password-link")
@admin_required
@proof_required
def make(user_id: int) -> Response:
    user = people.get(user_id)
    token = password_links.make(user, me())
    db.session.commit()
    session[NEW_LINK] = [user.name, current_app.config["SETTINGS"].public_url + address(token)]
    return ui.redirect(url_for("people.index"))


@bp.post("/people/<int:user_id>/second-factor/reset")
@admin_required
@proof_required
def reset_second_factor(user_id: int) -> Response:
    user = people.get(user_id)
    second_factors.reset(user, me())
    db.session.commit()
    ui.say(f"The second factor of {user.name} is taken away, and they are signed out everywhere.")
    return ui.redirect(url_for("people.index"))


@bp.get("/password/<token>")
def choose(token: str) -> Response:
    try:
        email = password_links.find(token).email
    except NotFound as gone:
        return _spent(gone)
    return ui.page(PAGE, faults={}, email=email, rule=passwords.RULE)


@bp.post("/password/<token>")
def use(token: str) -> Response:
    try:
        email = password_links.find(token).email
        password_links.use(token, request.form.get("password", ""))
    except NotFound as gone:
        return _spent(gone)
    except Fault as fault:
        return ui.faulty(PAGE, None, fault, email=email, rule=passwords.RULE)
    db.session.commit()
    known_device.remember(email)
    ui.say("Your password is changed. Sign in with it.")
    return ui.redirect(url_for("auth.log_in"))


def address(token: str) -> str:
    """The path of a link."""
    return url_for("recovery.choose", token=token)


def _spent(gone: NotFound) -> Response:
    return ui.page("auth/spent.html", status=404, sentence=gone.sentence, first=False)
