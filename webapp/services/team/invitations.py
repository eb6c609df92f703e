"""Links that make an account: the one-time link for the first admin, and invitations for colleagues.

Only a link's SHA-256 is stored: it is random enough that no slower hash is needed.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select, update

from webapp.bulk import rows_changed
from webapp.db import db, now
from webapp.errors import Conflict, NotFound
from webapp.models.invitation import Invitation
from webapp.models.user import Role, User
from webapp.rules.typed_text import one_line
from webapp.services import events
from webapp.services.team import people

LIFE = timedelta(days=7)
SPENT = "This link was used already, has expired, or was withdrawn. Ask an admin of your team for a new one."


def setup_token() -> str | None:
    """A fresh token for `/setup/<token>`; None once anyone has an account. Earlier ones stop working.

    The caller commits.
    """
    if people.any_user():
        return None
    db.session.execute(delete(Invitation).where(Invitation.first))
    return _new(Role.ADMIN, by=None, note="", first=True)[1]


def invite(by: User, role: Role, note: str = "") -> tuple[Invitation, str]:
    """An invitation and its token, which no one can look up again."""
    invitation, token = _new(role, by=by.id, note=one_line(note)[:200], first=False)
    events.note("user.invited", user_id=by.id, role=role, invitation=invitation.id)
    return invitation, token


def open_ones() -> list[Invitation]:
    """Invitations that can still be used, the newest first."""
    still = (~Invitation.first, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    query = select(Invitation).where(*still, Invitation.expires_at > now()).order_by(Invitation.id.desc())
    return list(db.session.scalars(query))


def find(token: str, *, first: bool) -> Invitation:
    """The usable invitation behind a link. Raises NotFound."""
    query = select(Invitation).where(Invitation.token_hash == _digest(token), Invitation.first == first)
    found = db.session.scalar(query)
    if found is None or found.used_at or found.revoked_at or found.expires_at <= now():
        raise NotFound(SPENT)
    return found


def accept(token: str, *, first: bool, email: str, name: str, password: str, timezone: str) -> User:
    """Use a link up, and make its user. Raises NotFound, Conflict, Busy, or Fault that names the field."""
    new = people.prepare(email, name, password, find(token, first=first).role, timezone)
    invitation = find(token, first=first)
    claim = (
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
        .values(used_at=now())
    )
    if not rows_changed(claim):
        raise NotFound(SPENT)
    if first and people.any_user():
        raise Conflict("Someone has set Outbound up already. Ask them for an invitation.")
    return people.insert(new)


def revoke(invitation_id: int, by: User) -> None:
    """The link stops working. Raises NotFound."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or invitation.first:
        raise NotFound("This invitation does not exist.")
    if invitation.used_at is None and invitation.revoked_at is None:
        invitation.revoked_at = now()
        events.note("user.invitation_revoked", user_id=by.id, invitation=invitation.id)


def _new(role: Role, *, by: int | None, note: str, first: bool) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(24)
    invitation = Invitation(
        token_hash=_digest(token), role=role, first=first, note=note, created_by=by, expires_at=now() + LIFE
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation, token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
