"""People who use Outbound: signing in, roles, profiles, and the end of their sessions."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from sqlalchemy import delete, func, select

from webapp import bulk, form_fields
from webapp.db import db, now
from webapp.errors import Conflict, Fault, Gather, NotFound
from webapp.models.trial import Trial
from webapp.models.user import Role, User
from webapp.rules import clock, typed_text
from webapp.services import events
from webapp.services.team import passwords

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LAST_ADMIN = "This is the only active admin. Make someone else an admin first."


def everyone() -> list[User]:
    """All users: the active first, by name."""
    rows = db.session.scalars(select(User))
    return sorted(rows, key=lambda user: (not user.is_active, user.name.casefold(), user.id))


def get(user_id: int) -> User:
    """Raises NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("This person does not exist.")
    return user


def by_session(session_id: str) -> User | None:
    """The user whose session this is; None once it has ended, or the user is deactivated."""
    number, _, nonce = session_id.partition(":")
    user = db.session.get(User, int(number)) if number.isdecimal() else None
    if user is None or not user.is_active or not secrets.compare_digest(user.session_nonce, nonce):
        return None
    return user


def names(ids: Iterable[int | None]) -> dict[int, str]:
    """By user id, for those that are one."""
    return bulk.names(User, ids)


def any_user() -> bool:
    """Has anyone an account yet?"""
    return db.session.scalar(select(User.id).limit(1)) is not None


def admins() -> int:
    """How many can sign in and decide."""
    active = select(func.count()).where(User.role == Role.ADMIN, User.deactivated_at.is_(None))
    return db.session.scalar(active) or 0


def log_in(email: str, password: str) -> User:
    """The user, when both fit. Raises Fault, in the same words and time whatever was wrong."""
    user = db.session.scalar(select(User).where(User.email == typed_text.email(email)))
    fits = passwords.matches(user.password_hash if user else None, password)
    if user is None or not fits or not user.is_active:
        raise Fault("The e-mail address or the password is wrong.")
    if passwords.outdated(user.password_hash):
        user.password_hash = passwords.hashed(password)
    return user


def add(email: str, name: str, password: str, role: Role = Role.STAFF, timezone: str = "UTC") -> User:
    """A new user. Raises Fault that names the field."""
    faults = Gather()
    with faults:
        name = clean_name(name)
    with faults:
        email = _new_email(email)
    with faults:
        passwords.check(password, email=email)
    with faults:
        timezone = clean_timezone(timezone)
    faults.settle()
    user = User(
        email=email,
        name=name,
        role=role,
        password_hash=passwords.hashed(password),
        session_nonce=secrets.token_hex(16),
        timezone=timezone,
    )
    db.session.add(user)
    db.session.flush()
    events.note("user.added", user_id=user.id, user=user.id, role=role)
    return user


def update_profile(user: User, name: str, timezone: str) -> None:
    """Raises Fault that names the field."""
    faults, before, zone = Gather(), user.name, user.timezone
    with faults:
        user.name = clean_name(name)
    with faults:
        user.timezone = clean_timezone(timezone)
    faults.settle()
    if user.name != before:
        events.note("user.renamed", user_id=user.id, before=before, after=user.name)
    if user.timezone != zone:
        events.note("user.zone_changed", user_id=user.id, before=zone, after=user.timezone)


def change_password(user: User, old: str, new: str) -> None:
    """Ends every session of the user. Raises Fault that names the field."""
    if not passwords.matches(user.password_hash, old):
        raise Fault("This is not your current password.", "old")
    passwords.check(new, email=user.email, field="new")
    user.password_hash = passwords.hashed(new)
    end_sessions(user)
    events.note("user.password_changed", user_id=user.id)


def set_role(user: User, role: Role, by: User) -> None:
    """Raises Conflict when it would leave no one in charge."""
    if user.role == role:
        return
    if role != Role.ADMIN:
        _keep_an_admin(user)
    user.role = role
    events.note("user.role_changed", user_id=by.id, user=user.id, role=role)


def deactivate(user: User, by: User) -> None:
    """Sign the user out everywhere, for good; what they have tried with agents goes.

    Raises Conflict for the last admin.
    """
    if not user.is_active:
        return
    _keep_an_admin(user)
    user.deactivated_at = now()
    end_sessions(user)
    db.session.execute(delete(Trial).where(Trial.user_id == user.id))
    events.note("user.deactivated", user_id=by.id, user=user.id)


def reactivate(user: User, by: User) -> None:
    """Let the user sign in again, with the password that they had."""
    if user.is_active:
        return
    user.deactivated_at = None
    events.note("user.reactivated", user_id=by.id, user=user.id)


def end_sessions(user: User) -> None:
    """Sign this user out everywhere."""
    user.session_nonce = secrets.token_hex(16)


def clean_email(email: str) -> str:
    """Lower-case, without spaces around. Raises Fault."""
    email = typed_text.email(email)
    if not email:
        raise Fault("Enter an e-mail address.", "email")
    if len(email) > 254 or not EMAIL.fullmatch(email):
        raise Fault("Enter an e-mail address in the form name@example.org.", "email")
    return email


def _new_email(email: str) -> str:
    email = clean_email(email)
    if db.session.scalar(select(User.id).where(User.email == email)) is not None:
        raise Fault("Someone with this e-mail address has an account already.", "email")
    return email


def clean_name(name: str) -> str:
    """One line of 1 to 100 characters. Raises Fault."""
    return form_fields.line(name, "name", 100, "Enter a name.", "The name can have up to 100 characters.")


def clean_timezone(timezone: str) -> str:
    """An IANA zone. Raises Fault."""
    if timezone not in clock.zone_names():
        raise Fault("Choose a time zone from the list.", "timezone")
    return timezone


def _keep_an_admin(user: User) -> None:
    """The admins' rows are locked, so that two admins cannot dismiss each other at the same moment."""
    admins = select(User.id).where(User.role == Role.ADMIN, User.deactivated_at.is_(None)).order_by(User.id)
    if db.session.scalars(admins.with_for_update()).all() == [user.id]:
        raise Conflict(LAST_ADMIN)
