"""A conversation belongs to one of the team, or to no one."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from tests import factories
from webapp.db import db
from webapp.models.event import Event
from webapp.services.threads import assigning


def test_a_change_is_told_once_and_shown(app: Flask) -> None:
    ada, thread = factories.user(), factories.thread()
    before = thread.revision
    assert assigning.assign(thread, ada.id, ada.id)
    assert not assigning.assign(thread, ada.id, None)
    assert (thread.assignee_id, thread.revision) == (ada.id, before + 1)
    assert assigning.assign(thread, None, ada.id)
    assert not assigning.assign(thread, None, ada.id)
    assert thread.assignee_id is None
    assert db.session.scalar(select(func.count()).where(Event.kind == "thread.assigned")) == 2
