"""A change of a conversation's status is one of its entries."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db, now
from webapp.models.entry import Entry
from webapp.models.status_change import Because, StatusChange
from webapp.models.thread import ThreadStatus
from webapp.services.threads import status_changes


def test_it_is_read_as_what_it_is(app: Flask) -> None:
    ada, thread, until = factories.user(), factories.thread(), now()
    status_changes.change(ThreadStatus.SNOOZED, [thread.id], ada.id, until=until)
    status_changes.change(ThreadStatus.OPEN, [thread.id], because=Because.WROTE)
    db.session.commit()
    first, second = db.session.scalars(select(Entry).order_by(Entry.id)).all()
    assert isinstance(first, StatusChange) and isinstance(second, StatusChange)
    assert (first.state, first.code, first.user_id, first.not_before) == ("snoozed", "", ada.id, until)
    assert (second.state, second.code, second.user_id) == ("open", Because.WROTE, None)
