"""How often one phone may be reached: at most N in D days, where the team has set it.

The cap is for what no one asked for: batches, workflows, the API. Replies are not counted, nor what staff
write by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text, union_all

from webapp.bulk import in_values
from webapp.db import db, now
from webapp.models import statuses
from webapp.models.batch import Batch
from webapp.models.call import OPEN, Call, CallState
from webapp.models.call import REACHED as CALLS_REACHED
from webapp.models.entry import Entry
from webapp.models.message import MessageState
from webapp.models.recipient import Recipient
from webapp.services import settings

REACHED = statuses.those(MessageState, lambda status: status.reached)
"""What went out, or may have."""
OPEN_CALLS = tuple(state for state in OPEN if state not in set(map(str, REACHED)))
"""Someone may be reached at this moment; of a call that has ended, the outcome says whether."""


CALL: Any = Call.__table__


class Cap(NamedTuple):
    """At most so many `times` in `days`."""

    times: int
    days: int


def cap() -> Cap | None:
    """None: as often as one likes."""
    count = settings.get("cap_count")
    return Cap(count, settings.get("cap_days")) if count else None


def exhausted(limit: Cap, phones: Iterable[str], but_for: int | None = None) -> dict[str, datetime]:
    """Those of `phones` that have been reached often enough; when they last were.

    `but_for`: this batch is not counted.
    """
    wanted, since = list(phones), now() - timedelta(days=limit.days)
    both = union_all(_by_batches(wanted, since, but_for), _by_others(wanted, since)).subquery().c
    query = select(both.phone, func.max(both.at).label("last")).group_by(both.phone)
    rows = db.session.execute(query.having(func.count() >= limit.times))
    return {row.phone: row.last for row in rows if row.phone}


def _by_batches(
    phones: list[str], since: datetime, but_for: int | None
) -> Select[str | None, datetime | None]:
    """Every batch of these days is looked into by its own index of phones."""
    recent = select(Batch.id).where(
        Batch.started_at.is_not(None), or_(Batch.finished_at.is_(None), Batch.finished_at > since)
    )
    if but_for is not None:
        recent = recent.where(Batch.id != but_for)
    query = select(Recipient.phone.label("phone"), Entry.claimed_at.label("at"))
    return query.join(Entry, Entry.recipient_id == Recipient.id).where(
        Recipient.batch_id.in_(recent),
        Recipient.phone.in_(in_values(phones)),
        _counts(),
        Entry.claimed_at > since,
    )


def _by_others(phones: list[str], since: datetime) -> Select[str, datetime | None]:
    """In the very words of the index `unasked`, which holds nothing else."""
    return select(Entry.phone, Entry.claimed_at).where(
        text("entry.origin IN ('workflow', 'api')"),
        Entry.phone.in_(in_values(phones)),
        _counts(),
        Entry.claimed_at > since,
    )


def _counts() -> ColumnElement[bool]:
    """That an entry reached the person: a call only if they, or their voicemail, answered."""
    answered = select(CALL.c.id).where(CALL.c.id == Entry.id, CALL.c.outcome.in_(CALLS_REACHED))
    ended = and_(Entry.state == CallState.ENDED, answered.exists())
    return or_(Entry.state.in_([*map(str, REACHED), *map(str, OPEN_CALLS)]), ended)
