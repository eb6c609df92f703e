"""The lists are read through their indexes, so that a million conversations do not slow them down."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.dialects import sqlite

from webapp.db import db
from webapp.models.thread import Thread
from webapp.services.inbox import listing
from webapp.services.inbox.listing import View, Wish


# On SQLite alone: PostgreSQL plans by the size of a table, and this one is empty.
@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("wish", "index"),
    [
        (Wish(View.NEEDS), "ix_thread_needs_reply"),
        (Wish(View.REPLIED), "ix_thread_replied"),
        (Wish(View.ALL), "ix_thread_last"),
        (Wish(View.NEEDS, number_id=1), "ix_thread_number_needs_reply"),
        (Wish(View.REPLIED, number_id=1), "ix_thread_number_replied"),
        (Wish(View.ALL, number_id=1), "ix_thread_number"),
    ],
)
def test_each_view_has_its_index(app: Flask, wish: Wish, index: str) -> None:
    moment = Thread.last_inbound_at if wish.view == View.REPLIED else Thread.last_at
    query = select(Thread).where(*listing._narrowed(wish, Thread, moment))
    query = query.order_by(moment.desc(), Thread.id.desc()).limit(41)
    statement = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    plan = " ".join(row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
    assert index in plan
    assert "TEMP B-TREE" not in plan
