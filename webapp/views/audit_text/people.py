"""People who use Outbound, and their sessions."""

from __future__ import annotations

from webapp.models.event import Event
from webapp.models.user import Role
from webapp.views.audit_text.words import IT, Words, text


def _from(event: Event) -> str:
    return f" from {text(event, 'address')}" if text(event, "address") else ""


def _role(event: Event) -> str:
    return "an admin" if event.data.get("role") == Role.ADMIN else "a member of staff"


def _failed(event: Event) -> str:
    tried = text(event, "email", "no e-mail address")
    return f"Someone failed to sign in as {tried}{_from(event)}"


def _throttled(event: Event) -> str:
    if event.user_id:
        return f"typed so many wrong passwords or codes that they have to wait{_from(event)}"
    tried = text(event, "email", "no e-mail address")
    return f"Someone tries passwords for {tried} too often, and has to wait{_from(event)}"


SESSIONS: Words = {
    "user.logged_in": lambda event: f"signed in{_from(event)}",
    "user.log_in_failed": _failed,
    "user.log_ins_failed": lambda _: "Signing in fails so often that what else fails this hour is not listed",
    "user.throttled": _throttled,
    "user.password_failed": lambda event: f"typed a wrong password while signed in{_from(event)}",
    "user.code_failed": lambda event: f"typed a wrong code of their second factor{_from(event)}",
    "user.logged_out": lambda _: "signed out",
    "user.session_ended": lambda _: "signed out another device",
    "user.sessions_ended": lambda _: "signed out everywhere",
    "user.password_changed": lambda _: "chose a new password",
    "user.second_factor_on": lambda _: "set up a second factor",
    "user.second_factor_off": lambda _: "switched their second factor off",
    "user.recovery_codes_made": lambda _: "got new recovery codes",
    "user.recovery_code_used": lambda _: "used a recovery code in place of their second factor",
    "access.refused": lambda event: f"was refused {text(event, 'path', 'a page')}{_from(event)}",
}


def _link_made(event: Event) -> str:
    who = "made" if event.user_id else "The operator made"
    return f"{who} a link for a new password of {IT}"


def _by(event: Event) -> str:
    return text(event, "by", "the operator")


def _factor_reset(event: Event) -> str:
    who = "took away" if event.user_id else "The operator took away"
    return f"{who} the second factor of {IT}"


TEAM: Words = {
    "user.invited": lambda event: f"invited someone as {_role(event)}",
    "user.invitation_revoked": lambda _: "withdrew an invitation",
    "user.added": lambda event: f"joined as {_role(event)}",
    "user.renamed": lambda event: f"is called {text(event, 'after')} now, no longer {text(event, 'before')}",
    "user.zone_changed": lambda event: f"is in the time zone {text(event, 'after')} now",
    "user.duty_changed": lambda _: "changed their phone or their hours on duty",
    "user.notices_changed": lambda event: (
        f"{'wants' if event.data.get('by_mail') else 'no longer wants'} notices by e-mail"
    ),
    "user.role_changed": lambda event: f"made {IT} {_role(event)}",
    "user.deactivated": lambda _: f"removed {IT} from the team",
    "user.password_link_made": _link_made,
    "user.password_reset": lambda event: f"{IT} chose a new password with a link of {_by(event)}",
    "user.second_factor_reset": _factor_reset,
    "user.reactivated": lambda _: f"let {IT} sign in again",
}
