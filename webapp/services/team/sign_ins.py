"""Signing in and out, as the audit keeps it.

Trying passwords must not fill the disk: of the failures of an hour, the first few for each
account are kept and so many in all, then one line that says that there were more.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from webapp.db import db, now
from webapp.models.event import Event
from webapp.rules import typed_text
from webapp.services import events

FAILED, MORE = "user.log_in_failed", "user.log_ins_failed"
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
    email = "".join(c for c in typed_text.email(email) if c.isprintable())[:LONGEST]
    recent = _latest(FAILED, OF_ALL)
    if len(recent) >= OF_ALL:
        if not _latest(MORE, 1):
            events.note(MORE)
    elif sum(one.data.get("email") == email for one in recent) < OF_ONE:
        events.note(FAILED, email=email, address=address)


def _latest(kind: str, most: int) -> list[Event]:
    """Those of the last hour, `most` at most."""
    query = select(Event).where(Event.kind == kind).order_by(Event.id.desc()).limit(most)
    return [one for one in db.session.scalars(query) if one.at > now() - HOUR]
