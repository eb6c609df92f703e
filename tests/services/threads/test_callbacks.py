"""A callback is open until someone has done it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests import factories
from webapp.db import db, now
from webapp.errors import Conflict, NotFound
from webapp.models.source import Source, SourceKind
from webapp.services.threads import callbacks

DESK = Source(SourceKind.AGENT, "Reminder desk", 7)


def test_what_is_due_comes_first_and_is_done_once(app: Flask) -> None:
    thread, ada = factories.thread(), factories.user()
    later = callbacks.add(thread, now() + timedelta(hours=1), "x" * 900, DESK)
    first = callbacks.add(thread, now() - timedelta(hours=1), " The roof ", DESK)
    db.session.commit()
    assert callbacks.open_ones(thread.id) == [first, later]
    assert (callbacks.due(), len(callbacks.due(now() + timedelta(hours=2)))) == ([first], 2)
    assert (first.text, len(later.text)) == ("The roof", callbacks.LONGEST_TEXT)
    callbacks.finish(first.id, ada.id)
    db.session.commit()
    assert callbacks.open_ones(thread.id) == [later]
    with pytest.raises(Conflict):
        callbacks.finish(first.id, ada.id)
    with pytest.raises(NotFound):
        callbacks.finish(99, ada.id)
