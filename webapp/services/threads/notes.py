"""Notes of staff in a thread: for each other; nothing of them leaves the house."""

from __future__ import annotations

from webapp.db import db
from webapp.errors import Fault
from webapp.models.entry import Direction, Origin
from webapp.models.note import Note, NoteState
from webapp.models.thread import Thread
from webapp.rules.typed_text import several_lines
from webapp.services import events
from webapp.services.threads import activity

LONGEST = 5_000


def add(thread: Thread, typed: str, user_id: int | None) -> Note:
    """`user_id`: who wrote it; None: it was written by itself. Raises Fault when it is empty or too long."""
    text = several_lines(typed)
    if not text:
        raise Fault("Write something first.", "text")
    if len(text) > LONGEST:
        raise Fault(f"A note may have {LONGEST:,} characters.", "text")
    note = Note(
        thread_id=thread.id,
        number_id=thread.number_id,
        phone=thread.contact.phone,
        direction=Direction.OUT,
        state=NoteState.KEPT,
        origin=Origin.STAFF,
        units=0,
        user_id=user_id,
        text=text,
    )
    db.session.add(note)
    db.session.flush()
    activity.touch([thread.id])
    events.note("thread.noted", user_id=user_id, thread_id=thread.id)
    return note
