"""Passwords of people: which one fits, and choosing another.

Working out a hash takes a twentieth of a second and every core. It is done with no transaction open: else, on
SQLite, all other writers, webhooks too, would wait for who guesses passwords.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from sqlalchemy import delete, select, update

from webapp.bulk import rows_changed
from webapp.db import db, only_reading
from webapp.errors import Fault
from webapp.models.password_link import PasswordLink
from webapp.models.user import User
from webapp.rules import typed_text
from webapp.services import events
from webapp.services.team import account_notices, passwords

WRONG = "The e-mail address or the password is wrong."
CHANGED = "Your password was changed in the meantime, elsewhere."


class Account(NamedTuple):
    """Whose password it is, as it was when it was read."""

    user_id: int
    email: str
    password_hash: str
    active: bool


def sign_in(email: str, password: str) -> tuple[int, str]:
    """The user's id, and the mark of this password, when both fit. `holds` says whether it still does.

    Raises Fault, in the same words and time whatever was wrong, or Busy.
    """
    account = _account(User.email == typed_text.email(email))
    fits = passwords.matches(account.password_hash if account else None, password)
    if account is None or not fits or not account.active:
        raise Fault(WRONG)
    kept = account.password_hash
    if passwords.outdated(kept) and not _replace(account, kept := passwords.hashed(password)):
        raise Fault(CHANGED)
    return account.user_id, _mark(kept)


def holds(user_id: int, mark: str) -> bool:
    """Whether the password is still the one of this mark, and its person may sign in.

    It is not changed, nor are they deactivated, before the transaction ends: a hash takes its time, in which
    someone who saw that their password is known to others may have chosen another one.
    """
    kept = select(User.password_hash).where(User.id == user_id, User.deactivated_at.is_(None))
    password_hash = db.session.scalar(kept.with_for_update(key_share=True))
    return password_hash is not None and _mark(password_hash) == mark


def mark(user_id: int) -> str:
    """Another one after each change of the password; empty for someone who may not sign in.

    It tells nothing of the password: what is hashed here has a random salt in it.
    """
    account = _account(User.id == user_id)
    return _mark(account.password_hash) if account is not None and account.active else ""


def is_own(user_id: int, password: str) -> bool:
    """Whether it is this person's password. It ends the transaction that is open. Raises Busy."""
    db.session.rollback()
    account = _account(User.id == user_id)
    return passwords.matches(account.password_hash if account else None, password)


def change(user_id: int, old: str, new: str) -> None:
    """Choose another password; a link for one works no more. It ends the open transaction.

    Raises Fault that names the field, or Busy.
    """
    db.session.rollback()
    account = _account(User.id == user_id)
    if account is None or not passwords.matches(account.password_hash, old):
        raise Fault("This is not your current password.", "old")
    passwords.check(new, email=account.email, field="new")
    if not _replace(account, passwords.hashed(new)):
        raise Fault(CHANGED, "old")
    db.session.execute(delete(PasswordLink).where(PasswordLink.user_id == user_id))
    events.note("user.password_changed", user_id=user_id)
    account_notices.tell(user_id, "Your password was changed.")


def _account(condition: object) -> Account | None:
    columns = select(User.id, User.email, User.password_hash, User.deactivated_at.is_(None))
    with only_reading() as connection:
        row = connection.execute(columns.where(condition)).one_or_none()  # type: ignore[arg-type]
    return None if row is None else Account(*row)


def _mark(password_hash: str) -> str:
    return hashlib.sha256(password_hash.encode()).hexdigest()[:32]


def _replace(account: Account, password_hash: str) -> bool:
    """False when someone else has changed it since it was read."""
    same = (User.id == account.user_id, User.password_hash == account.password_hash)
    return rows_changed(update(User).where(*same).values(password_hash=password_hash)) > 0
