"""Webhooks that were not believed: how many, since when and why, and whether it is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import case, delete, select, update

from webapp.carriers.base import Cause
from webapp.db import db, insert, now, only_reading
from webapp.models.webhook_trouble import WebhookTrouble
from webapp.services import events

log = structlog.get_logger(__name__)

SHOWN_FOR = timedelta(days=1)
"""After the last of them."""
KEPT_FOR = timedelta(days=30)
NEEDS_A_REPLY = frozenset({Cause.SMS_API})
"""What only concerns replies: that a report can be verified says nothing about them."""
NEVER_RESOLVED = frozenset({Cause.UNREAD})


@dataclass(frozen=True)
class Tally:
    """How many came in an hour, for one cause."""

    count: int
    first_at: datetime
    last_at: datetime

    def __add__(self, other: Tally) -> Tally:
        first, last = min(self.first_at, other.first_at), max(self.last_at, other.last_at)
        return Tally(self.count + other.count, first, last)


@dataclass(frozen=True)
class Trouble:
    """What goes on for one cause, or did until it was resolved."""

    cause: Cause
    count: int
    since: datetime
    last_at: datetime
    resolved_at: datetime | None


Tallies = Mapping[tuple[Cause, datetime], Tally]
"""By cause and hour."""


def record(tallies: Tallies) -> None:
    """Add what was counted, with one line of the audit for each cause and hour, over all processes."""
    for cause, hour in sorted(tallies):  # in order: other processes do the same
        tally = tallies[cause, hour]
        log.warning("webhooks not believed", cause=str(cause), count=tally.count)
        if _add(cause, hour, tally) == tally.count:
            events.note("webhooks.not_believed", cause=str(cause))
            old = WebhookTrouble.hour < now() - KEPT_FOR
            db.session.execute(delete(WebhookTrouble).where(old))


def _add(cause: Cause, hour: datetime, tally: Tally) -> int:
    """How many there are by now."""
    row, told = WebhookTrouble, insert(WebhookTrouble).values(cause=cause, hour=hour, **vars(tally))
    new = told.excluded
    later = case((row.last_at < new.last_at, new.last_at), else_=row.last_at)
    earlier = case((row.first_at > new.first_at, new.first_at), else_=row.first_at)
    over = case((row.resolved_at > new.last_at, row.resolved_at), else_=None)
    values = {"count": row.count + new.count, "first_at": earlier, "last_at": later, "resolved_at": over}
    added = told.on_conflict_do_update(index_elements=["cause", "hour"], set_=values)
    return db.session.execute(added.returning(row.count)).scalar_one()


def any_open() -> bool:
    """Whether any is not over yet. Reads only."""
    lasting = WebhookTrouble.cause.in_(NEVER_RESOLVED)
    query = select(WebhookTrouble.cause).where(WebhookTrouble.resolved_at.is_(None), ~lasting)
    with only_reading() as connection:
        return connection.execute(query.limit(1)).first() is not None


def verified(at: datetime, *, reply: bool) -> None:
    """One that could be verified came: what was wrong before is over. `reply`: it was an inbound message."""
    lasting = NEVER_RESOLVED if reply else NEVER_RESOLVED | NEEDS_A_REPLY
    earlier = (WebhookTrouble.resolved_at.is_(None), WebhookTrouble.last_at < at)
    over = update(WebhookTrouble).where(*earlier, WebhookTrouble.cause.not_in(lasting))
    db.session.execute(over.values(resolved_at=at))


def present() -> list[Trouble]:
    """What the team has to know: what goes on first, for each cause what came without a pause of a day."""
    query = select(WebhookTrouble).where(WebhookTrouble.hour > now() - KEPT_FOR)
    rows = db.session.scalars(query.order_by(WebhookTrouble.last_at.desc()))
    by_cause: dict[str, list[WebhookTrouble]] = {}
    for row in rows:
        own = by_cause.setdefault(row.cause, [])
        if (own[-1].first_at if own else now()) - row.last_at < SHOWN_FOR:
            own.append(row)
    found = [_trouble(Cause(cause), own) for cause, own in by_cause.items() if own]
    return sorted(found, key=lambda one: one.resolved_at is not None)


def _trouble(cause: Cause, rows: list[WebhookTrouble]) -> Trouble:
    """Of the latest first. Where some of it is not over, what was over before is left out."""
    still = [row for row in rows if row.resolved_at is None] or rows
    count, since = sum(row.count for row in still), min(row.first_at for row in still)
    return Trouble(cause, count, since, rows[0].last_at, still[0].resolved_at)
