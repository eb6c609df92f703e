"""A conversation moves from one status to another only where its table says so, and shows it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories
from tests.conversations import fresh
from webapp.db import db, now
from webapp.models.status_change import StatusChange
from webapp.models.thread import STATUS_MOVES, ThreadStatus
from webapp.services.threads import status_changes


@pytest.mark.parametrize("before", list(ThreadStatus))
@pytest.mark.parametrize("after", list(ThreadStatus))
def test_moves(app: Flask, before: ThreadStatus, after: ThreadStatus) -> None:
    ada, thread = factories.user(), factories.thread()
    thread.status, revision, until = before, thread.revision, now()
    db.session.flush()
    until_then = until if after == ThreadStatus.SNOOZED else None
    moved = status_changes.change(after, [thread.id], ada.id, until=until_then, unread=0)
    db.session.commit()
    allowed = after in STATUS_MOVES[before]
    shown = fresh(thread)
    assert list(moved) == ([thread.id] if allowed else [])
    assert shown.status == (after if allowed else before)
    assert shown.revision == revision + allowed
    assert shown.snoozed_until == (until_then if allowed else None)
    assert db.session.scalar(select(func.count(StatusChange.id))) == allowed


def test_nothing_happens_to_none(app: Flask) -> None:
    assert list(status_changes.change(ThreadStatus.CLOSED, [])) == []
