"""Notes are entries that share the column of texts with messages, and never move."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select, text

from tests import factories
from webapp.db import db
from webapp.models.message import Message
from webapp.models.note import Note
from webapp.services.threads import notes


def test_its_text_stands_where_those_of_messages_do(app: Flask) -> None:
    notes.add(factories.thread(), "She rang.", None)
    db.session.commit()
    row = db.session.execute(text("SELECT kind, text, state, reason FROM entry")).one()
    assert tuple(row) == ("note", "She rang.", "kept", "")
    assert Note.__table__ is Message.__table__
    assert db.session.scalars(select(Note.text)).one() == "She rang."
