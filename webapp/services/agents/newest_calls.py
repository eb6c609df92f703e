"""The newest call of conversations that is over, for their summaries: what became of it, what they said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp.bulk import in_param
from webapp.db import db
from webapp.models import statuses
from webapp.models.call import Call, CallState
from webapp.models.call_turn import CallTurn, Speaker
from webapp.models.entry import Direction, Entry, Kind
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.hours import durations

PRESSED = "Pressed "
"""So begins a turn of keys (services/calls/transcript)."""


@dataclass(frozen=True)
class NewestCall:
    """See agents/summary.CallTold. `at`: when it was placed, or came in."""

    id: int
    at: datetime
    what: str
    lasted: str
    theirs: bool
    said: str
    last: str


def of_all(thread_ids: Collection[int]) -> dict[int, NewestCall]:
    """By thread; without those in which no call has ended."""
    calls = _ended(thread_ids)
    spoken = _spoken([call.id for call in calls])
    return {call.thread_id: _told(call, spoken[call.id]) for call in calls}


def _told(call: Call, spoken: list[str]) -> NewestCall:
    talked = call.outcome == Outcome.ANSWERED and call.answered_at is not None
    return NewestCall(
        call.id,
        call.created_at,
        statuses.about(call.outcome or CallState.UNKNOWN).said,
        durations.about(call.seconds) if talked and call.seconds else "",
        call.direction == Direction.IN,
        spoken[0] if spoken else "",
        spoken[-1] if spoken else "",
    )


def _ended(thread_ids: Collection[int]) -> list[Call]:
    theirs = (in_param(Entry.thread_id, "ids"), Entry.kind.in_((Kind.CALL,)))
    newest = select(func.max(Entry.id)).where(*theirs, Entry.state == CallState.ENDED)
    query = select(Call).where(Call.id.in_(newest.group_by(Entry.thread_id)))
    return list(db.session.scalars(query, {"ids": list(thread_ids)}))


def _spoken(call_ids: list[int]) -> dict[int, list[str]]:
    """What they said, without the keys that they pressed."""
    found = defaultdict[int, list[str]](list)
    if not call_ids:
        return found
    query = select(CallTurn.call_id, CallTurn.text).where(in_param(CallTurn.call_id, "ids"))
    query = query.where(CallTurn.who == Speaker.CONTACT, ~CallTurn.text.startswith(PRESSED))
    for row in db.session.execute(query.order_by(CallTurn.call_id, CallTurn.n), {"ids": call_ids}):
        found[row.call_id].append(row.text)
    return found
