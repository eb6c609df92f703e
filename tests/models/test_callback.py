"""A callback is of a thread, and open until it is done."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db, now
from webapp.models.callback import Callback
from webapp.models.source import SourceKind


def test_it_knows_its_thread_and_is_open_at_first(app: Flask) -> None:
    thread = factories.thread()
    factories.add(Callback(thread_id=thread.id, due_at=now(), source=SourceKind.AGENT))
    db.session.expire_all()
    callback = db.session.scalars(select(Callback).where(Callback.done_at.is_(None))).one()
    assert (callback.thread.id, callback.text) == (thread.id, "")
