"""Keys with which other programs sign in: making one, withdrawing it, knowing it again.

Only a key's SHA-256 is stored: it is random enough that no slower hash is needed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from webapp import form_fields
from webapp.db import db, now, only_reading
from webapp.errors import Fault, NotFound
from webapp.models.api_key import ApiKey
from webapp.models.user import User
from webapp.services import events

PREFIX = "outbound_"
"""So that a key that is found tells what it opens, and scanners for secrets recognize it."""
SHOWN = len(PREFIX) + 4
LONGEST_NAME = 60
TRUE_TO = timedelta(minutes=1)
"""That a key was used is not written down more often than this."""


class Caller(NamedTuple):
    """A program whose key is good. `noted`: it is written down that the key was used just now."""

    key_id: int
    name: str
    noted: bool


def make(name: str, by: User) -> tuple[ApiKey, str]:
    """A key, and what the other program has to send, which no one can look up again. Raises Fault."""
    name = _clean(name)
    secret = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(name=name, starts_with=secret[:SHOWN], key_hash=_digest(secret), created_by=by.id)
    db.session.add(key)
    db.session.flush()
    events.note("api_key.made", user_id=by.id, key=key.id, name=name)
    return key, secret


def revoke(key_id: int, by: User) -> ApiKey:
    """It opens nothing any more. Raises NotFound."""
    key = db.session.get(ApiKey, key_id)
    if key is None:
        raise NotFound("This key does not exist.")
    if key.revoked_at is None:
        key.revoked_at = now()
        events.note("api_key.revoked", user_id=by.id, key=key.id, name=key.name)
    return key


def in_use() -> Sequence[ApiKey]:
    """Those that open something, the newest first."""
    query = select(ApiKey).options(joinedload(ApiKey.author)).where(ApiKey.revoked_at.is_(None))
    return db.session.scalars(query.order_by(ApiKey.id.desc())).all()


def by_secret(secret: str) -> Caller | None:
    """Who sends this; None when it is no key, or was withdrawn. No transaction is open afterwards."""
    known = (ApiKey.key_hash == _digest(secret), ApiKey.revoked_at.is_(None))
    with only_reading() as connection:
        row = connection.execute(select(ApiKey.id, ApiKey.name, ApiKey.used_at).where(*known)).one_or_none()
    if row is None:
        return None
    return Caller(row.id, row.name, row.used_at is not None and row.used_at > now() - TRUE_TO)


def note_use(caller: Caller) -> None:
    """Its key was used just now. The first statement of its transaction: no snapshot is in the way."""
    db.session.execute(update(ApiKey).where(ApiKey.id == caller.key_id).values(used_at=now()))


def _clean(typed: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in typed)
    name = form_fields.line(printable, "name", LONGEST_NAME, "Say which program the key is for.")
    if any(one.name.casefold() == name.casefold() for one in in_use()):
        raise Fault("There is a key of this name already. Withdraw that one, or choose another name.", "name")
    return name


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
