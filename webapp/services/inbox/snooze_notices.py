"""Telling who wanted to be reminded of a conversation that it is open again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from webapp.db import db
from webapp.models.source import Source, SourceKind
from webapp.models.status_change import Because, StatusChange
from webapp.models.thread import Thread, ThreadStatus
from webapp.models.user import User
from webapp.rules.phones import phone
from webapp.services.actions.notices import store

NAME = "Snooze"
BACK = {
    Because.DUE: "You snoozed {who} until now.",
    Because.WROTE: "{who} wrote, so the conversation is not snoozed any more.",
    Because.CALLED: "{who} called, so the conversation is not snoozed any more.",
    Because.MISSED: "{who} called, and no one talked with them. The conversation is not snoozed any more.",
    Because.FAILED: "A message to {who} was not delivered. The conversation is not snoozed any more.",
}
"""A handoff, a failed task and the like are told of by their own notices, or stand in the conversation."""
OF_OTHERS = "The conversation with {who} was snoozed until now."


def tell(data: Mapping[str, Any]) -> None:
    """The hook of a snooze that is over: whose conversation it is; where it is no one's, who snoozed it."""
    thread = db.session.get(Thread, data["thread"])
    sentence = BACK.get(Because(data["because"]))
    if thread is None or sentence is None or thread.contact.blocked_at is not None:
        return
    snoozed_by = _snoozed_by(thread.id)
    to = _active(thread.assignee_id) or _active(snoozed_by)
    if to is None:
        return
    if data["because"] == Because.DUE and to != snoozed_by:
        sentence = OF_OTHERS
    who = thread.contact.name or phone.pretty(thread.contact.phone)
    by = Source(SourceKind.OUTBOUND, NAME)
    store.add(sentence.format(who=who), by, to, thread.contact_id, thread.id)


def _snoozed_by(thread_id: int) -> int | None:
    query = select(StatusChange.user_id).where(StatusChange.thread_id == thread_id)
    last = query.where(StatusChange.state == ThreadStatus.SNOOZED).order_by(StatusChange.id.desc())
    return db.session.scalars(last.limit(1)).first()


def _active(user_id: int | None) -> int | None:
    user = db.session.get(User, user_id) if user_id else None
    return user.id if user is not None and user.is_active else None
