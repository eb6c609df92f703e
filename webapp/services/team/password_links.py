"""Links with which someone who has forgotten their password chooses another one.

Only a link's SHA-256 is stored: it is random enough that no slower hash is needed.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select

from webapp.bulk import rows_changed
from webapp.db import db, now
from webapp.errors import Conflict, NotFound
from webapp.models.password_link import PasswordLink
from webapp.models.user import User
from webapp.services import events
from webapp.services.team import account_notices, passwords, sessions

LIFE = timedelta(hours=24)
SPENT = "This link was used already, has expired, or another one was made since. Ask an admin for a new one."


def make(user: User, by: User | None) -> str:
    """A token, which no one can look up again; earlier ones stop working. `by`: None at the command line.

    Raises Conflict for someone who is deactivated.
    """
    if not user.is_active:
        raise Conflict(f"{user.name} is deactivated. Let them sign in again first.")
    token = secrets.token_urlsafe(24)
    by_id = by.id if by else None
    db.session.execute(delete(PasswordLink).where(PasswordLink.user_id == user.id))
    db.session.add(
        PasswordLink(user_id=user.id, token_hash=_digest(token), created_by=by_id, expires_at=now() + LIFE)
    )
    events.note("user.password_link_made", user_id=by_id, user=user.id)
    return token


def find(token: str) -> User:
    """Whose link it is. Raises NotFound."""
    usable = (PasswordLink.token_hash == _digest(token), PasswordLink.expires_at > now())
    query = select(User).join(PasswordLink, PasswordLink.user_id == User.id).where(*usable)
    user = db.session.scalar(query.where(User.deactivated_at.is_(None)))
    if user is None:
        raise NotFound(SPENT)
    return user


def use(token: str, password: str) -> None:
    """Choose a password, once. They are signed out everywhere, and told. Raises NotFound, Fault or Busy.

    It ends the transaction that it has read in: none is open while the password is hashed.
    """
    passwords.check(password, email=find(token).email)
    db.session.rollback()
    password_hash = passwords.hashed(password)
    user = find(token)
    link = delete(PasswordLink).where(PasswordLink.token_hash == _digest(token))
    made_by = db.session.scalar(
        select(PasswordLink.created_by).where(PasswordLink.token_hash == _digest(token))
    )
    if not rows_changed(link):
        raise NotFound(SPENT)
    user.password_hash = password_hash
    sessions.end_all(user.id)
    admin = db.session.get(User, made_by) if made_by else None
    events.note("user.password_reset", user_id=user.id, by=admin.name if admin else None)
    who = f"{admin.name} has" if admin else "the operator of Outbound has"
    account_notices.tell(user.id, f"Your password was changed with a link that {who} made.")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
