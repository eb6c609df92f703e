"""The team: who is in it, invitations, roles."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request, session, url_for
from flask_login import current_user

from webapp.db import db
from webapp.errors import Fault
from webapp.models.user import Role
from webapp.services.team import duty, invitations, people, second_factors
from webapp.views import ui
from webapp.views.me import me
from webapp.views.signing_in import recovery
from webapp.views.signing_in.confirming import proof_required
from webapp.views.signing_in.security import admin_required

bp = Blueprint("people", __name__)

NEW_LINK = "invitation_link"
"""Where the session keeps a fresh invitation until it has been shown, once."""


@bp.get("/people")
def index() -> Response:
    team = people.everyone()
    context: dict[str, Any] = {
        "people": team,
        "admins": sum(person.is_admin and person.is_active for person in team),
        "on_duty": {one.user_id for one in duty.on_duty()} if duty.in_use() else None,
    }
    return ui.page("people/index.html", **context, **(_for_admins() if current_user.is_admin else {}))


def _for_admins() -> dict[str, Any]:
    """Links are shown once."""
    return {
        "invitations": invitations.open_ones(),
        "link": session.pop(NEW_LINK, None),
        "password_link": session.pop(recovery.NEW_LINK, None),
        "with_factor": second_factors.with_one(),
    }


@bp.get("/people/invite")
@admin_required
def invite() -> Response:
    return ui.page("people/invite.html", faults={}, typed={"role": Role.STAFF})


@bp.post("/people/invite")
@admin_required
@proof_required
def send_invitation() -> Response:
    try:
        role = _role(request.form.get("role", ""))
    except Fault as fault:
        return ui.faulty("people/invite.html", None, fault, typed=request.form)
    invitation, token = invitations.invite(me(), role, request.form.get("note", ""))
    db.session.commit()
    link = current_app.config["SETTINGS"].public_url + url_for("auth.join", token=token)
    session[NEW_LINK] = (link, invitation.note)
    return ui.redirect(url_for("people.index"))


@bp.post("/people/invitations/<int:invitation_id>/revoke")
@admin_required
def revoke(invitation_id: int) -> Response:
    invitations.revoke(invitation_id, me())
    db.session.commit()
    return _back("The invitation is withdrawn; its link does not work any more.")


@bp.post("/people/<int:user_id>/role")
@admin_required
@proof_required
def set_role(user_id: int) -> Response:
    user = people.get(user_id)
    people.set_role(user, _role(request.form.get("role", "")), me())
    db.session.commit()
    return _back(f"{user.name} is {'an admin' if user.is_admin else 'a member of staff'} now.")


@bp.post("/people/<int:user_id>/deactivate")
@admin_required
def deactivate(user_id: int) -> Response:
    user = people.get(user_id)
    people.deactivate(user, me())
    db.session.commit()
    return _back(f"{user.name} is signed out everywhere and cannot sign in any more.")


@bp.post("/people/<int:user_id>/reactivate")
@admin_required
@proof_required
def reactivate(user_id: int) -> Response:
    user = people.get(user_id)
    people.reactivate(user, me())
    db.session.commit()
    return _back(f"{user.name} can sign in again.")


def _role(typed: str) -> Role:
    try:
        return Role(typed)
    except ValueError as error:
        raise Fault("Choose whether the person is an admin or staff.", "role") from error


def _back(sentence: str) -> Response:
    ui.say(sentence)
    return ui.redirect(url_for("people.index"))
