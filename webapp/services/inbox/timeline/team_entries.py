"""What the team and its agents leave in a conversation, for people alone: handoffs, notes, and its status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import with_polymorphic

from webapp.db import db
from webapp.models import statuses
from webapp.models.entry import Entry, Kind
from webapp.models.handoff import Handoff, HandoffState
from webapp.models.note import Note
from webapp.models.status_change import Because, StatusChange
from webapp.models.thread import ThreadStatus

TeamEntry = Handoff | Note | StatusChange
OF_TEAM = with_polymorphic(Entry, [Handoff, Note, StatusChange])
KINDS = (Kind.HANDOFF, Kind.NOTE, Kind.STATUS)
OUTCOMES = {HandoffState.TAKEN: "{who} took over.", HandoffState.RETURNED: "{who} gave it back."}
STATUS_ICONS = {str(status): statuses.about(status).icon for status in ThreadStatus}
BY_HAND = {
    ThreadStatus.OPEN: "{who} opened the conversation again.",
    ThreadStatus.SNOOZED: "{who} snoozed the conversation.",
    ThreadStatus.CLOSED: "{who} closed the conversation.",
}
BY_ITSELF = {
    Because.WROTE: "they wrote.",
    Because.CALLED: "they called.",
    Because.MISSED: "they called, and no one talked with them.",
    Because.HANDED_OFF: "the agent asked for staff.",
    Because.FAILED: "a message, or a call, did not get through.",
    Because.OWED: "an answer to them was not sent.",
    Because.TASK: "a task needs someone.",
    Because.FORM: "what they wrote into a form needs a decision.",
    Because.DUE: "it was snoozed until now.",
}
"""Why it is open again."""


def between(thread_id: int, first: int, before: int | None) -> Sequence[TeamEntry]:
    """Those from the entry `first` on (0: from the start), and before the entry `before`, oldest first."""
    where = [OF_TEAM.thread_id == thread_id, OF_TEAM.id >= first, OF_TEAM.kind.in_(KINDS)]
    where += [] if before is None else [OF_TEAM.id < before]
    rows = db.session.scalars(select(OF_TEAM).where(*where).order_by(OF_TEAM.id)).all()
    return cast(Sequence[TeamEntry], rows)


def said(entry: TeamEntry, names: Mapping[int, str]) -> str:
    """In words. `names`: of people, by id."""
    who = names.get(entry.user_id or 0, "Staff")
    if isinstance(entry, StatusChange):
        return _status(entry, who)
    if isinstance(entry, Note):
        return f"{who} noted: {entry.text}" if entry.user_id else f"Noted: {entry.text}"
    outcome = OUTCOMES.get(HandoffState(entry.state), "").format(who=who)
    return f"Handed off: {entry.reason} {outcome}".strip()


def _status(entry: StatusChange, who: str) -> str:
    why = BY_ITSELF.get(Because(entry.code))
    return f"Open again: {why}" if why else BY_HAND[ThreadStatus(entry.state)].format(who=who)
