"""Signing in and out, and what was refused, as the audit keeps it.

Trying passwords must not fill the disk: of the failures of an hour, the first few for each account are kept
and so many in all, then one line that says that there were more. What there is already is read without a
transaction: under an attack nothing waits for the lock of a writer.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from webapp.db import now, only_reading
from webapp.models.event import Event
from webapp.rules import typed_text
from webapp.services import events

FAILED, MORE, THROTTLED = "user.log_in_failed", "user.log_ins_failed", "user.throttled"
REFUSED, WRONG_PASSWORD, WRONG_CODE = "access.refused", "user.password_failed", "user.code_failed"
OF_ONE, OF_ALL = 10, 200
"""Failures of an hour that are kept: for one e-mail address, and for all of them together."""
HOUR = timedelta(hours=1)
LONGEST = 254


def succeeded(user_id: int, address: str) -> None:
    events.note("user.logged_in", user_id=user_id, address=address)


def ended(user_id: int) -> None:
    events.note("user.logged_out", user_id=user_id)


def failed(email: str, address: str) -> None:
    """`email` as it was typed. The audit does not say whether there is such an account."""
    email = _clean(email)
    if _is_new(FAILED, email=email):
        events.note(FAILED, email=email, address=address)


def throttled(email: str, address: str, *, first: bool) -> None:
    """Too many passwords for an account, or from an address. `first`: of this time."""
    email = _clean(email)
    if first and _is_new(THROTTLED, email=email):
        events.note(THROTTLED, email=email, address=address)


def throttled_user(user_id: int, address: str, *, first: bool) -> None:
    """Too many wrong passwords, or codes, of someone whom we know."""
    if first and _is_new(THROTTLED, user_id=user_id):
        events.note(THROTTLED, user_id=user_id, address=address)


def wrong_password(user_id: int, address: str) -> None:
    """Of someone who is signed in: to choose another one, or to show that it is them."""
    if _is_new(WRONG_PASSWORD, user_id=user_id):
        events.note(WRONG_PASSWORD, user_id=user_id, address=address)


def wrong_code(user_id: int, address: str) -> None:
    """The password was right, and the code of the second factor was not."""
    if _is_new(WRONG_CODE, user_id=user_id):
        events.note(WRONG_CODE, user_id=user_id, address=address)


def refused(user_id: int, path: str, address: str) -> None:
    """They asked for something that they may not do."""
    if _is_new(REFUSED, user_id=user_id):
        events.note(REFUSED, user_id=user_id, path=path[:LONGEST], address=address)


def _is_new(kind: str, **same: Any) -> bool:
    """Whether so few of the last hour are the same that it is kept. That there are more is kept once."""
    recent = _latest(kind, OF_ALL)
    if len(recent) >= OF_ALL:
        if not _latest(MORE, 1):
            events.note(MORE)
        return False
    return sum(same.items() <= one.items() for one in recent) < OF_ONE


def _latest(kind: str, most: int) -> list[dict[str, Any]]:
    """What those of the last hour say, and of whom, `most` at most; not what this transaction notes."""
    columns = select(Event.at, Event.user_id, Event.data).where(Event.kind == kind)
    with only_reading() as connection:
        rows = connection.execute(columns.order_by(Event.id.desc()).limit(most)).all()
    return [{**row.data, "user_id": row.user_id} for row in rows if row.at > now() - HOUR]


def _clean(email: str) -> str:
    return "".join(c for c in typed_text.email(email) if c.isprintable())[:LONGEST]
