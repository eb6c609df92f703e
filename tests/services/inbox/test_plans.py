"""The lists are read through their indexes, so that a million conversations do not slow them down."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from tests import factories
from tests.plans import plan
from webapp.db import db, inline_literal
from webapp.models.contact import Contact
from webapp.models.thread import Thread
from webapp.services.contacts import contact_search
from webapp.services.inbox.listing import inbox_filter
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View


# On SQLite alone: PostgreSQL plans by the size of a table, and this one is empty.
@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("criteria", "index"),
    [
        (InboxFilter(View.NEEDS), "ix_thread_needs_reply"),
        (InboxFilter(View.REPLIED), "ix_thread_replied"),
        (InboxFilter(View.ALL), "ix_thread_last"),
        (InboxFilter(View.HANDED_OFF), "ix_thread_handed_off"),
        (InboxFilter(View.AGENT), "ix_thread_with_agent"),
        (InboxFilter(View.MINE, user_id=1), "ix_thread_assignee"),
        (InboxFilter(View.UNASSIGNED), "ix_thread_unassigned"),
        (InboxFilter(View.SNOOZED), "ix_thread_snoozed"),
        (InboxFilter(View.CLOSED), "ix_thread_closed"),
        (InboxFilter(View.CLOSED, number_id=1), "ix_thread_number_closed"),
        (InboxFilter(View.NEEDS, number_id=1), "ix_thread_number_needs_reply"),
        (InboxFilter(View.REPLIED, number_id=1), "ix_thread_number_replied"),
        (InboxFilter(View.ALL, number_id=1), "ix_thread_number"),
    ],
)
def test_each_view_has_its_index(app: Flask, criteria: InboxFilter, index: str) -> None:
    read = " ".join(plan(inbox_filter.wanted(criteria, 41)))
    assert index in read
    assert "TEMP B-TREE" not in read


# Each page of the app counts them.
def test_those_that_are_handed_off_are_counted_in_their_index(app: Flask) -> None:
    db.session.execute(text("SET LOCAL enable_seqscan = off" if is_postgresql() else "SELECT 1"))
    handed_off = Thread.agent_state == inline_literal("handed_off")
    assert "ix_thread_handed_off" in " ".join(plan(select(Thread.id).where(handed_off).limit(1000)))


def is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


# On PostgreSQL alone: SQLite's search has a table of its own.
@pytest.mark.parametrize("whole_app", ["postgresql"], indirect=True)
def test_whole_phones_are_not_looked_up_in_the_index_of_searches(app: Flask) -> None:
    phones = factories.phones(3000, "3")
    rows = [{"phone": phone, "name": "Ada", "attributes": {}} for phone in phones]
    db.session.execute(insert(Contact), rows)
    db.session.execute(text("SET LOCAL enable_seqscan = off"))  # the table is small
    query = select(Contact.id).where(Contact.phone.in_(phones[:40]))
    read = " ".join(plan(query))
    assert "uq_contact_phone" in read
    assert "ix_contact_search" not in read
    searched = select(Contact.id).where(contact_search.holds("2025550"))
    assert "ix_contact_search" in " ".join(plan(searched))


# Left to their planners, hundreds of conversations were looked for by reading all of a view, or of the list.
def test_conversations_of_the_few_whom_a_search_finds_are_looked_up_by_their_keys(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact_search, "FEW", 5000)
    _people_who_wrote()
    for criteria in (InboxFilter(view, number_id, "ada") for view in View for number_id in (None, 1)):
        read = " ".join(plan(inbox_filter.wanted(criteria, 41)))
        assert "(contact_id=?)" in read or "uq_thread_contact_id_number_id" in read, criteria
        assert "ix_thread_" not in read, criteria
        assert "Seq Scan on thread" not in read, criteria
        assert "SCAN thread" not in read, criteria


# Left to their planners, or to an index, everyone who fits might be looked up for the sake of one page.
def test_many_are_met_on_the_way_through_the_list(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contact_search, "FEW", 1000)
    _people_who_wrote()
    read = " ".join(plan(inbox_filter.wanted(InboxFilter(View.ALL, search="ada"), 41)))
    assert "ix_thread_last" in read
    assert "contact_search" not in read
    assert "Sort" not in read and "TEMP B-TREE" not in read


def _people_who_wrote() -> None:
    number_id = factories.number().id
    rows = [{"phone": phone, "name": "Ada", "attributes": {}} for phone in factories.phones(3000, "3")]
    people = db.session.scalars(insert(Contact).returning(Contact.id), rows)
    db.session.execute(insert(Thread), [{"contact_id": one, "number_id": number_id} for one in people])
    db.session.execute(text("ANALYZE thread"))
    db.session.execute(text("ANALYZE contact"))
