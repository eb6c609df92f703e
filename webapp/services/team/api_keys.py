"""Keys with which other programs sign in: making one, withdrawing it, knowing it again.

Only a key's SHA-256 is stored: it is random enough that no slower hash is needed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from webapp import form_fields
from webapp.db import db, now, only_reading
from webapp.errors import Fault, Gather, NotFound
from webapp.models.api_key import ApiKey
from webapp.models.event import Event
from webapp.models.user import User
from webapp.rules import storable
from webapp.rules.comparing import alike
from webapp.services import events

PREFIX = "outbound_"
"""So that a key that is found tells what it opens, and scanners for secrets recognize it."""
SHOWN = len(PREFIX) + 4
LONGEST_NAME = 60
TRUE_TO = timedelta(minutes=1)
"""That a key was used is not written down more often than this."""
OPT_OUTS, EVENTS, RUNS = "opt_outs", "events", "runs"
SCOPES: Mapping[str, str] = {
    OPT_OUTS: "Report opt-outs, and ask who has opted out",
    EVENTS: "Report events, and start workflows",
    RUNS: "Read what became of runs",
}
"""What a key may be good for, in words; each address of the API asks for one of these."""
NO_REFUSAL_MORE_OFTEN = timedelta(hours=1)
MOST_REFUSALS = 50


class Caller(NamedTuple):
    """A program whose key is known. `noted`: it is written down that the key was used just now."""

    key_id: int
    name: str
    noted: bool
    scopes: frozenset[str] = frozenset(SCOPES)
    expires_at: datetime | None = None

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= now()


def make(
    name: str, by: User, scopes: Collection[str] = (OPT_OUTS,), expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """A key, and what the other program has to send, which no one can look up again. Raises Faults."""
    faults = Gather()
    with faults:
        name = _clean(name)
    with faults:
        scopes = _scopes(scopes)
    with faults:
        _must_be_ahead(expires_at)
    faults.settle()
    secret = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(name=name, starts_with=secret[:SHOWN], key_hash=_digest(secret), created_by=by.id)
    key.scopes, key.expires_at = list(scopes), expires_at
    db.session.add(key)
    db.session.flush()
    until = expires_at.date().isoformat() if expires_at else None
    events.note("api_key.made", user_id=by.id, key=key.id, name=name, scopes=list(scopes), until=until)
    return key, secret


def refused(secret: str, address: str) -> None:
    """A key that is not known was sent from an address: kept in the audit, once an hour for each address.

    Guessing must not fill the disk: so many addresses of an hour are kept.
    """
    latest = (
        select(Event).where(Event.kind == "api_key.refused").order_by(Event.id.desc()).limit(MOST_REFUSALS)
    )
    recent = [one for one in db.session.scalars(latest) if one.at > now() - NO_REFUSAL_MORE_OFTEN]
    if len(recent) < MOST_REFUSALS and all(one.data.get("address") != address for one in recent):
        starts = storable.clean(secret[:SHOWN]) if secret.startswith(PREFIX) else ""
        events.note("api_key.refused", address=address, starts_with=starts)


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
    columns = (ApiKey.id, ApiKey.name, ApiKey.used_at, ApiKey.scopes, ApiKey.expires_at)
    with only_reading() as connection:
        row = connection.execute(select(*columns).where(*known)).one_or_none()
    if row is None:
        return None
    noted = row.used_at is not None and row.used_at > now() - TRUE_TO
    return Caller(row.id, row.name, noted, frozenset(row.scopes), row.expires_at)


def note_use(caller: Caller) -> None:
    """Its key was used just now. The first statement of its transaction: no snapshot is in the way."""
    db.session.execute(update(ApiKey).where(ApiKey.id == caller.key_id).values(used_at=now()))


def _clean(typed: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in typed)
    name = form_fields.line(printable, "name", LONGEST_NAME, "Say which program the key is for.")
    if any(alike(one.name) == alike(name) for one in in_use()):
        raise Fault("There is a key of this name already. Withdraw that one, or choose another name.", "name")
    return name


def _scopes(chosen: Collection[str]) -> list[str]:
    """In the order in which they are offered."""
    found = [one for one in SCOPES if one in chosen]
    if not found:
        raise Fault("Choose what the program may do with the key.", "scopes")
    return found


def _must_be_ahead(expires_at: datetime | None) -> None:
    if expires_at is not None and expires_at <= now():
        raise Fault("This day is over. Choose a later one, or leave it empty.", "expires")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
