"""The newest thing in a conversation, where that is a call, as the list shows it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from webapp.bulk import cached_statement, in_param
from webapp.db import db
from webapp.models import statuses
from webapp.models.call import Call
from webapp.models.entry import Direction, Entry, Kind
from webapp.models.thread import Thread
from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.hours import durations
from webapp.services.inbox.timeline import call_lines

MISSED = (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.FAILED, Outcome.CANCELED)
"""How a call to us ended that no one took; without those who left a voicemail, or are blocked."""


@dataclass(frozen=True)
class CallPreview:
    """`icon`: in the sprite. `live`: it goes on. `missed`: they called, and no one took it."""

    icon: str
    words: str
    live: bool = False
    missed: bool = False


def of(thread_ids: Collection[int]) -> dict[int, CallPreview]:
    """By thread; without those in which something else came after the newest call."""
    if not thread_ids:
        return {}
    calls = db.session.scalars(_newest(), {"threads": list(thread_ids)})
    return {call.thread_id: preview(call) for call in calls}


def preview(call: Call) -> CallPreview:
    """One call in a few words."""
    came, live = call.direction == Direction.IN, call.state in call_lines.LIVE
    if live:
        return CallPreview(_icon(came), call_lines.what(call), live=True)
    if came and call.outcome in MISSED:
        return CallPreview("telephone-x", "Missed call", missed=True)
    if came and call.outcome == Outcome.VOICEMAIL:
        return CallPreview("voicemail", call_lines.what(call))
    talked = _talked(call) if call.outcome == Outcome.ANSWERED else ""
    if came and call.outcome == Outcome.REJECTED:
        return CallPreview("slash-circle", "Called us, and was blocked")
    if came:
        return CallPreview(_icon(came), f"Called us{f', {talked.lower()}' if talked else ''}")
    icon = statuses.about(call.outcome).icon if call.outcome and not talked else _icon(came)
    return CallPreview(icon, talked or call_lines.what(call))


def _talked(call: Call) -> str:
    return f"Talked {durations.about(call.seconds)}" if call.seconds else ""


def _icon(came: bool) -> str:
    return "telephone-inbound" if came else "telephone-outbound"


@cached_statement
def _newest() -> Select[Call]:
    """The newest text or call is looked up thread by thread, from its end."""
    one = aliased(Entry)
    told = one.kind.in_((Kind.SMS, Kind.CALL))
    last = select(one.id).where(one.thread_id == Thread.id, told).order_by(one.id.desc()).limit(1)
    newest = select(last.scalar_subquery()).select_from(Thread).where(in_param(Thread.id, "threads"))
    return select(Call).where(Call.id.in_(newest))
