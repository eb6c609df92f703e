"""What the team and its agents leave in a conversation, for people alone: handoffs and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from webapp.db import db
from webapp.models.entry import Entry
from webapp.models.handoff import Handoff, HandoffState
from webapp.models.note import Note

OUTCOMES = {HandoffState.TAKEN: "{who} took over.", HandoffState.RETURNED: "{who} gave it back."}


def between(thread_id: int, first: int, before: int | None) -> Sequence[Handoff | Note]:
    """Those from the entry `first` on (0: from the start), and before the entry `before`, oldest first."""
    where = [Entry.thread_id == thread_id, Entry.id >= first]
    where += [] if before is None else [Entry.id < before]
    handoffs: list[Handoff | Note] = [*db.session.scalars(select(Handoff).where(*where))]
    return sorted([*handoffs, *db.session.scalars(select(Note).where(*where))], key=lambda one: one.id)


def said(entry: Handoff | Note, names: Mapping[int, str]) -> str:
    """In words. `names`: of people, by id."""
    who = names.get(entry.user_id or 0, "Staff")
    if isinstance(entry, Note):
        return f"{who} noted: {entry.text}" if entry.user_id else f"Noted: {entry.text}"
    outcome = OUTCOMES.get(HandoffState(entry.state), "").format(who=who)
    return f"Handed off: {entry.reason} {outcome}".strip()
