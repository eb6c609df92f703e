"""Texts for later in their conversation: those that wait, and what became of those that were never sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.db import db
from webapp.models.scheduled_text import ScheduledState, ScheduledText
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.gate.gate import Verdict
from webapp.services.inbox.scheduled import scheduled, scheduled_sending, scheduled_times
from webapp.services.team import people

UNSENT = (ScheduledState.REFUSED, ScheduledState.CANCELED)


@dataclass(frozen=True)
class Waiting:
    """One that waits. `theirs`: its time on the contact's own clock; None where that is not known.

    `obstacle`: why it will not be sent as things are. `opens_at`: when it goes out, where its time is outside
    the contact's hours. `written_since`: the contact has written since it was saved.
    """

    row: ScheduledText
    author: str
    theirs: datetime | None
    obstacle: str
    opens_at: datetime | None
    written_since: bool


def waiting(thread: Thread, present: Verdict) -> list[Waiting]:
    """Those of a conversation, the first first. `present`: what the gate says of it."""
    rows = scheduled.waiting(thread.id)
    names = people.names(row.user_id for row in rows)
    return [_waiting(row, thread, names, present) for row in rows]


def of(thread_id: int) -> list[tuple[datetime, str]]:
    """When one was canceled or refused, without any message of it, and that in words."""
    ended = (ScheduledText.state.in_(UNSENT), ScheduledText.message_id.is_(None))
    query = select(ScheduledText).where(ScheduledText.thread_id == thread_id, *ended)
    rows = db.session.scalars(query.order_by(ScheduledText.id)).all()
    names = people.names(_people(rows))
    return [(row.ended_at, _said(row, names)) for row in rows if row.ended_at is not None]


def _waiting(row: ScheduledText, thread: Thread, names: dict[int, str], present: Verdict) -> Waiting:
    author = db.session.get_one(User, row.user_id)
    kept = scheduled_times.clock_for(thread, author)
    since = thread.last_inbound_at
    return Waiting(
        row=row,
        author=names.get(row.user_id, "Staff"),
        theirs=row.send_at.astimezone(ZoneInfo(kept.zone)) if kept.theirs else None,
        obstacle=scheduled_sending.obstacle(thread, row, present),
        opens_at=scheduled_times.opens_at(thread, row.due_at),
        written_since=since is not None and since > row.saved_at,
    )


def _people(rows: Sequence[ScheduledText]) -> Iterable[int | None]:
    return (one for row in rows for one in (row.user_id, row.ended_by))


def _said(row: ScheduledText, names: dict[int, str]) -> str:
    author, quoted = names.get(row.user_id, "Staff"), f"“{row.text}”"
    if row.state == ScheduledState.REFUSED:
        return f"{author}’s text for later was not sent. {row.reason} It said: {quoted}"
    if row.ended_by is None:
        return f"{author}’s text for later was canceled. {row.reason} It said: {quoted}"
    return f"{names.get(row.ended_by, 'Staff')} canceled {author}’s text for later. It said: {quoted}"
