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
    searched = select(Thread).where(contact_search.matches(Thread.contact_id, "2025550"))
    assert "ix_contact_search" in _plan("EXPLAIN", searched, postgresql.dialect())


# Left to its planner, hundreds of conversations were looked for by reading all of them.
@pytest.mark.parametrize("whole_app", ["postgresql"], indirect=True)
def test_conversations_of_whom_a_search_finds_are_looked_up_by_their_keys(app: Flask) -> None:
    number_id = factories.number().id
    rows = [{"phone": phone, "name": "Ada", "attributes": {}} for phone in factories.phones(3000, "3")]
    people = db.session.scalars(insert(Contact).returning(Contact.id), rows)
    db.session.execute(insert(Thread), [{"contact_id": one, "number_id": number_id} for one in people])
    db.session.execute(text("ANALYZE thread, contact"))
    searched = select(Thread).where(contact_search.matches(Thread.contact_id, "ada"))
    plan = _plan("EXPLAIN", searched, postgresql.dialect())
    assert "uq_thread_contact_id_number_id" in plan
    assert "Seq Scan on thread" not in plan


def _plan(explain: str, query: ClauseElement, dialect: Dialect) -> str:
    statement = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    rows = db.session.connection().execute(text(f"{explain} {statement}"))
    return " ".join(str(row[-1]) for row in rows)
