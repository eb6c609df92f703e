"""An action leaves a note for colleagues."""

from __future__ import annotations

from sqlalchemy import func, select

from tests.services.actions.people import carried_out
from webapp.db import db
from webapp.models.message import Message
from webapp.models.note import Note
from webapp.models.thread import Thread


def test_it_stands_in_the_conversation_and_is_not_sent(thread: Thread) -> None:
    sent = db.session.scalar(select(func.count()).select_from(Message))
    text = "Score {{score}}.\n{{comment|No comment.}}"
    assert carried_out(thread, ("note", {"text": text}), score="5").state == "done"
    note = db.session.scalars(select(Note)).one()
    assert (note.text, note.user_id, note.thread_id) == ("Score 5.\nNo comment.", None, thread.id)
    assert db.session.scalar(select(func.count()).select_from(Message)) == sent


def test_an_empty_one_is_a_failure_with_a_sentence(thread: Thread) -> None:
    record = carried_out(thread, ("note", {"text": "{{comment|}}"}))
    assert (record.state, record.error) == ("failed", "Write something first.")
    assert db.session.scalars(select(Note)).all() == []
