"""Migration 0029: agents come, nothing that was there changes; and back, with data on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from tests import desks
from tests.conversations import they_write, thread_of
from tests.models import test_services_migration as before
from tests.models.upgrading import application
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.batch import Batch, RepliesBy
from webapp.models.entry import Entry
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.threads import notes

pytestmark = pytest.mark.long  # this update is finished: test_migrations goes through it

BEFORE, HERE = "0028", "0029"
TABLES = ("number", "batch", "entry", "thread", "contact", "user")


@pytest.fixture
def old(url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application with a database of the revision before, in which there is something."""
    app = application(tmp_path, url)
    with app.app_context():
        upgrade(revision=before.BEFORE)
        before._fill()
        count_on()
        upgrade(revision=BEFORE)
        yield app
        db.session.rollback()
        db.engine.dispose()


def count_on() -> None:
    """PostgreSQL does not notice ids that were given."""
    if db.engine.dialect.name == "postgresql":
        for table in TABLES:
            newest = f'(SELECT max(id) FROM "{table}")'  # noqa: S608
            db.session.execute(text(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), {newest})"))
        db.session.commit()


def everything() -> dict[str, list[dict[str, object]]]:
    found = {
        name: [
            dict(sorted(row.items()))
            for row in db.session.execute(text(f'SELECT * FROM "{name}" ORDER BY id')).mappings()  # noqa: S608
        ]
        for name in TABLES
    }
    db.session.rollback()
    return found


def test_what_was_there_has_no_agent(old: Flask) -> None:
    upgrade()
    thread, batch = db.session.scalars(select(Thread)).one(), db.session.scalars(select(Batch)).one()
    assert (thread.agent_id, thread.agent_state, thread.assignee_id) == (None, AgentState.NONE, None)
    assert (batch.replies_by, batch.agent_id, batch.context) == (RepliesBy.NUMBER, None, "")


def test_and_back(old: Flask) -> None:
    first = everything()
    upgrade(revision=HERE)
    downgrade(revision=BEFORE)
    assert everything() == first


def test_back_from_agents_at_work_leaves_messages_and_nothing_else(old: Flask) -> None:
    upgrade()
    ada, number = db.session.scalars(select(User)).one(), db.session.get_one(Number, 1)
    number.services["sms"].agent_id = desks.agent(ada).id
    db.session.commit()
    thread = thread_of(they_write("Can I talk to a real person?", to=number.e164))
    desks.answer()
    notes.add(db.session.get_one(Thread, thread.id), "She rang.", ada.id)
    db.session.commit()
    kinds = set(db.session.scalars(select(Entry.kind)))
    assert kinds == {"sms", "handoff", "note"}
    db.session.rollback()
    downgrade(revision=BEFORE)
    left = everything()
    assert {row["kind"] for row in left["entry"]} == {"sms"}
    assert len(left["entry"]) == len(before.ENTRIES) + 2
    upgrade()
    assert db.session.scalars(select(Thread.agent_state)).first() == AgentState.NONE
