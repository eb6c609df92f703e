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


SESSIONS: Words = {
    "user.logged_in": lambda event: f"signed in{_from(event)}",
    "user.log_in_failed": _failed,
    "user.log_ins_failed": lambda _: "Signing in fails so often that what else fails this hour is not listed",
    "user.logged_out": lambda _: "signed out",
    "user.password_changed": lambda _: "chose a new password",
}
TEAM: Words = {
    "user.invited": lambda event: f"invited someone as {_role(event)}",
    "user.invitation_revoked": lambda _: "withdrew an invitation",
    "user.added": lambda event: f"joined as {_role(event)}",
    "user.renamed": lambda event: f"is called {text(event, 'after')} now, no longer {text(event, 'before')}",
    "user.zone_changed": lambda event: f"is in the time zone {text(event, 'after')} now",
    "user.duty_changed": lambda _: "changed their phone or their hours on duty",
    "user.role_changed": lambda event: f"made {IT} {_role(event)}",
    "user.deactivated": lambda _: f"removed {IT} from the team",
    "user.reactivated": lambda _: f"let {IT} sign in again",
}
