"""People who use Outbound: signing in, roles, profiles, and the end of their sessions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from webapp import bulk, form_fields
from webapp.db import db, now, only_reading
from webapp.errors import Conflict, Fault, Gather, NotFound
from webapp.models.invitation import Invitation
from webapp.models.notice import Notice
from webapp.models.password_link import PasswordLink
from webapp.models.trial import Trial
from webapp.models.user import Role, User
from webapp.rules import natural_order, typed_text
from webapp.rules.hours import clock
from webapp.services import events
from webapp.services.team import passwords, sessions

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LAST_ADMIN = "This is the only active admin. Make someone else an admin first."


@dataclass(frozen=True)
class NewUser:
    """Someone who has no account yet, all of it checked."""

    email: str
    name: str
    password_hash: str
    role: Role
    timezone: str


def everyone() -> list[User]:
    """All users: the active first, by name."""
    rows = db.session.scalars(select(User))
    return sorted(rows, key=lambda user: (not user.is_active, natural_order.key(user.name), user.id))


def get(user_id: int) -> User:
    """Raises NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("This person does not exist.")
    return user


def by_email(email: str) -> User:
    """Raises NotFound."""
    user = db.session.scalar(select(User).where(User.email == typed_text.email(email)))
    if user is None:
        raise NotFound("No one has an account with this e-mail address.")
    return user


def names(ids: Iterable[int | None]) -> dict[int, str]:
    """By user id, for those that are one."""
    return bulk.names(User, ids)


def any_user() -> bool:
    """Has anyone an account yet?"""
    return db.session.scalar(select(User.id).limit(1)) is not None


def is_set_up() -> bool:
    """The same, without a transaction: asked while someone tries passwords."""
    with only_reading() as connection:
        return connection.scalar(select(User.id).limit(1)) is not None


def admins() -> int:
    """How many can sign in and decide."""
    active = select(func.count()).where(User.role == Role.ADMIN, User.deactivated_at.is_(None))
    return db.session.scalar(active) or 0


def prepare(email: str, name: str, password: str, role: Role = Role.STAFF, timezone: str = "UTC") -> NewUser:
    """A user to be, with the password hashed. Raises Fault that names the field, or Busy.

    It ends the transaction that it has read in: none is open while the hash is worked out.
    """
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
    db.session.rollback()
    return NewUser(email, name, passwords.hashed(password), role, timezone)


def insert(new: NewUser) -> User:
    """A new user. Raises Fault when someone else has the address by now."""
    _new_email(new.email)
    latest = db.session.scalar(select(func.max(Notice.id))) or 0  # what was said before is not new to them
    user = User(**vars(new), notices_read_to=latest)
    db.session.add(user)
    db.session.flush()
    events.note("user.added", user_id=user.id, user=user.id, role=new.role)
    return user


def add(email: str, name: str, password: str, role: Role = Role.STAFF, timezone: str = "UTC") -> User:
    """A new user, at once. Raises Fault that names the field, or Busy."""
    return insert(prepare(email, name, password, role, timezone))


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


def want_notices_by_mail(user: User, wanted: bool) -> None:
    """Whether someone gets notices by mail, too."""
    if user.notices_by_mail != wanted:
        user.notices_by_mail = wanted
        events.note("user.notices_changed", user_id=user.id, by_mail=wanted)


def set_role(user: User, role: Role, by: User) -> None:
    """Links that they made as an admin open nothing any more. Raises Conflict when no one were in charge."""
    if user.role == role:
        return
    if role != Role.ADMIN:
        _keep_an_admin(user)
        _withdraw_links(user, by)
    user.role = role
    events.note("user.role_changed", user_id=by.id, user=user.id, role=role)


def deactivate(user: User, by: User) -> None:
    """Sign the user out everywhere, for good; links that they made open nothing, and what they tried goes.

    Raises Conflict for the last admin.
    """
    if not user.is_active:
        return
    _keep_an_admin(user)
    _withdraw_links(user, by)
    user.deactivated_at = now()
    sessions.end_all(user.id)
    db.session.execute(delete(Trial).where(Trial.user_id == user.id))
    events.note("user.deactivated", user_id=by.id, user=user.id)


def reactivate(user: User, by: User) -> None:
    """Let the user sign in again, with the password that they had."""
    if user.is_active:
        return
    user.deactivated_at = None
    events.note("user.reactivated", user_id=by.id, user=user.id)


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


def _withdraw_links(user: User, by: User) -> None:
    """They know those links, and could come in again by them, as someone new or as a colleague."""
    db.session.execute(delete(PasswordLink).where(PasswordLink.created_by == user.id))
    still = (Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > now())
    theirs = update(Invitation).where(Invitation.created_by == user.id, *still).values(revoked_at=now())
    for invitation in db.session.scalars(theirs.returning(Invitation.id)).all():
        events.note("user.invitation_revoked", user_id=by.id, invitation=invitation)


def _keep_an_admin(user: User) -> None:
    """The admins' rows are locked, so that two admins cannot dismiss each other at the same moment."""
    admins = select(User.id).where(User.role == Role.ADMIN, User.deactivated_at.is_(None)).order_by(User.id)
    if db.session.scalars(admins.with_for_update()).all() == [user.id]:
        raise Conflict(LAST_ADMIN)
