"""The lists are read through their indexes, so that a million conversations do not slow them down."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import ClauseElement, Dialect, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite

from tests import factories
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.thread import Thread
from webapp.services import contact_search
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
    plan = _plan("EXPLAIN QUERY PLAN", query, sqlite.dialect())
    assert index in plan
    assert "TEMP B-TREE" not in plan


# On PostgreSQL alone: SQLite's search has a table of its own.
@pytest.mark.parametrize("whole_app", ["postgresql"], indirect=True)
def test_whole_phones_are_not_looked_up_in_the_index_of_searches(app: Flask) -> None:
    phones = factories.phones(3000, "3")
    rows = [{"phone": phone, "name": "Ada", "attributes": {}} for phone in phones]
    db.session.execute(insert(Contact), rows)
    db.session.execute(text("SET LOCAL enable_seqscan = off"))  # the table is small
    query = select(Contact.id).where(Contact.phone.in_(phones[:40]))
    plan = _plan("EXPLAIN", query, postgresql.dialect())
    assert "uq_contact_phone" in plan
    assert "ix_contact_search" not in plan
    db.session.execute(text("SET LOCAL enable_indexscan = off"))  # such an index is read as a bitmap
    searched = _plan("EXPLAIN", contact_search.matching("2025550"), postgresql.dialect())
    assert "ix_contact_search" in searched


def _plan(explain: str, query: ClauseElement, dialect: Dialect) -> str:
    statement = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    rows = db.session.connection().execute(text(f"{explain} {statement}"))
    return " ".join(str(row[-1]) for row in rows)
