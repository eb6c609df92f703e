"""Calls in words: who called whom, how far it is or how it ended, and why it did not reach them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from webapp.db import db
from webapp.models import statuses
from webapp.models.call import Call, CallState
from webapp.models.call_leg import CallLeg
from webapp.models.entry import Direction, Entry, Origin
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.callflow.state import Phase

LIVE = (CallState.SENDING, CallState.SENT, CallState.RINGING, CallState.ANSWERED)
"""States of a call that goes on, as far as we know."""
MOST = 500
"""Calls that a window shows, the latest."""
STATES = {
    CallState.STAFF_FIRST: "Rings the phone of the one who calls",
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
MEANWHILE = {
    Phase.STAFF: "Staff phones ring",
    Phase.PROMPTED: "They leave a message",
    Phase.RECORDING: "They leave a message",
    Phase.LEAVING: "A message is left for them",
}
"""Of a line that is open while no one talks with them, by what the call does."""
WHO = {
    Origin.BATCH: "A batch",
    Origin.WORKFLOW: "The workflow",
    Origin.AGENT: "The agent",
    Origin.API: "Another program",
}
OF_ACCOUNT = "in your account’s currency"
OF_THEIRS = {
    Outcome.NO_ANSWER: "Missed call",
    Outcome.VOICEMAIL: "Left a message",
    Outcome.REJECTED: "Not put through",
}
"""What became of a call to us, where that is something else than of one of ours."""
BLOCKED = "They were blocked."
EXPLAINED = (CallState.QUEUED, CallState.UNKNOWN, CallState.FAILED, CallState.SKIPPED, CallState.CANCELED)
"""States that say why."""


def between(thread_id: int, first: int, before: int | None) -> Sequence[Call]:
    """Those from the entry `first` on (0: from the start), and before the entry `before`, oldest first."""
    where = [Entry.thread_id == thread_id, Entry.id >= first]
    where += [] if before is None else [Entry.id < before]
    latest = select(Call).where(*where).order_by(Call.id.desc()).limit(MOST)
    return db.session.scalars(latest).all()[::-1]


def taken(calls: Sequence[Call]) -> dict[int, int]:
    """Who of staff took these calls on their own phone: user ids, by call. Not of their own calls."""
    ids = [call.id for call in calls if not call.connects]
    theirs = select(CallLeg.call_id, CallLeg.user_id).where(CallLeg.call_id.in_(ids))
    accepted = theirs.where(CallLeg.accepted_at.is_not(None)).order_by(CallLeg.id)
    rows = db.session.execute(accepted) if ids else ()
    return {call_id: user_id for call_id, user_id in rows if user_id is not None}


def what(call: Call) -> str:
    """What became of a call, or how far it is."""
    if call.hang_up_at is not None and call.state in LIVE:
        return "Hanging up"
    if call.outcome is None:
        doing = (
            MEANWHILE.get((call.flow or {}).get("phase", "")) if call.state == CallState.ANSWERED else None
        )
        return doing or STATES.get(call.state, "Over")
    came = call.direction == Direction.IN and call.outcome in OF_THEIRS
    return OF_THEIRS[call.outcome] if came else statuses.about(call.outcome).said


def who(call: Call, names: Mapping[int, str]) -> str:
    """Who called whom. `names`: of people, by id."""
    if call.direction == Direction.IN:
        return "They called us"
    by = names.get(call.user_id or 0, "Staff") if call.origin not in WHO else WHO[Origin(call.origin)]
    if call.connects:
        return f"{by} called them in person"
    return f"{by} called them" if call.attempt < 2 else f"{by} called them again"


def cost(call: Call) -> str:
    """As the carrier bills it, `0.0042 EUR`; "" for nothing, or as long as it has not said.

    Without the phones of staff. Where it names no currency, the price is in that of the account.
    """
    if not call.price:
        return ""
    whole, _, part = f"{call.price:.4f}".partition(".")
    return f"{whole}.{part.rstrip('0').ljust(2, '0')} {call.currency or OF_ACCOUNT}"


def why(call: Call) -> str:
    """Of one that did not reach them, or went wrong: the reason, in the carrier's words or ours; else ""."""
    told = call.state in (*EXPLAINED, CallState.ANSWERED, CallState.ENDED)
    refused = call.direction == Direction.IN and call.outcome == Outcome.REJECTED
    return (call.reason.strip() or (BLOCKED if refused else "")) if told else ""
