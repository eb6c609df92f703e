"""Calls in the timeline of their conversation: that there was one, what it said first, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from webapp.db import db
from webapp.models import statuses
from webapp.models.call import Call, CallState
from webapp.models.call_leg import CallLeg
from webapp.models.entry import Direction, Entry, Origin
from webapp.rules.callflow.outcomes import Outcome

MOST = 500
"""Calls that a window shows, the latest."""
STATES = {
    CallState.QUEUED: "Waits to be placed",
    CallState.SENDING: "Is being placed",
    CallState.UNKNOWN: "May or may not have been placed",
    CallState.SENT: "Calling",
    CallState.RINGING: "Ringing",
    CallState.ANSWERED: "On the phone",
    CallState.FAILED: "Not placed",
    CallState.SKIPPED: "Not placed",
    CallState.CANCELED: "Canceled",
}
"""Of a call that has no outcome (yet)."""
WHO = {
    Origin.BATCH: "A batch",
    Origin.WORKFLOW: "The workflow",
    Origin.AGENT: "The agent",
    Origin.API: "Another program",
}
EXPLAINED = (CallState.UNKNOWN, CallState.FAILED, CallState.SKIPPED)
"""States that say why."""


def between(thread_id: int, first: int, before: int | None) -> Sequence[Call]:
    """Those from the entry `first` on (0: from the start), and before the entry `before`, oldest first."""
    where = [Entry.thread_id == thread_id, Entry.id >= first]
    where += [] if before is None else [Entry.id < before]
    latest = select(Call).where(*where).order_by(Call.id.desc()).limit(MOST)
    return db.session.scalars(latest).all()[::-1]


def taken(calls: Sequence[Call]) -> dict[int, int]:
    """Who of staff took these calls on their own phone: user ids, by call."""
    ids = [call.id for call in calls]
    theirs = select(CallLeg.call_id, CallLeg.user_id).where(CallLeg.call_id.in_(ids))
    accepted = theirs.where(CallLeg.accepted_at.is_not(None)).order_by(CallLeg.id)
    rows = db.session.execute(accepted) if ids else ()
    return {call_id: user_id for call_id, user_id in rows if user_id is not None}


def said(call: Call, names: Mapping[int, str], by: int | None = None) -> str:
    """In words. `names`: of people, by id. `by`: who of them took it."""
    parts = [what(call), *([lasted(call.seconds)] if call.seconds and call.answered_at else [])]
    line = f"{_who(call, names)}: {', '.join(parts)}.{_why(call)}"
    line += f" {names.get(by, 'Staff')} took it." if by is not None else ""
    return f"{line} It said first: “{call.first_message.strip()}”" if call.first_message.strip() else line


def what(call: Call) -> str:
    """What became of a call, or how far it is."""
    return statuses.about(call.outcome).said if call.outcome else STATES.get(call.state, "Over")


def lasted(seconds: int) -> str:
    """`45 s`, `3 min 5 s`."""
    minutes, rest = divmod(seconds, 60)
    return " ".join(
        [*([f"{minutes:,} min"] if minutes else []), *([f"{rest} s"] if rest or not minutes else [])]
    )


def _who(call: Call, names: Mapping[int, str]) -> str:
    if call.direction == Direction.IN:
        return "They called us"
    by = names.get(call.user_id or 0, "Staff") if call.origin not in WHO else WHO[Origin(call.origin)]
    return f"{by} called them" if call.attempt < 2 else f"{by} called them again"


def _why(call: Call) -> str:
    """Of one that was not reached, in the carrier's words or ours."""
    told = call.state in EXPLAINED or call.outcome not in (None, Outcome.ANSWERED)
    return f" {call.reason}" if told and call.reason.strip() else ""
