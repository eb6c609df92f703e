"""Reading a list of people, before anything is imported of it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import intake as jobs
from tests.services.contacts.imports.lists import LIST, imported, someone, take
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services.contacts.imports import columns, store


@pytest.fixture
def ada(app: Flask) -> User:
    """Who brings the lists along."""
    return someone()


def test_it_says_who_is_new_and_who_is_known_and_makes_no_one(ada: User) -> None:
    one = take(LIST, ada)
    assert (one.reading, one.rows_read) == (Work.DONE, 5)
    assert (one.new, one.known, one.repeated, one.unread) == (3, 0, 1, 1)
    assert [(row.row_no, row.reason) for row in store.unread(one)] == [(4, "“12ab” is not a phone number.")]
    assert [str(each.holds) for each in columns.kept(one.shown)] == ["text", "text", "text", "date"]
    assert db.session.scalars(select(Contact)).all() == []
    imported(LIST, ada)
    assert (take(LIST, ada).new, take(LIST, ada).known) == (0, 3)


def test_another_column_is_read_from_the_beginning(ada: User) -> None:
    one = take("Mobile,Work phone\n+12025550111,+12025550122\n,+12025550133\n", ada)
    store.choose_phones(store.locked(one.id), 1, "US")
    db.session.commit()
    jobs.import_contacts(one.id)
    one = store.get(one.id)
    assert (one.new, one.unread, one.rows_read) == (2, 0, 2)


def test_a_file_that_cannot_be_used_says_why(ada: User) -> None:
    one = take(b"\x00\x01\x02", ada, "list.pdf")
    assert one.reading == Work.FAILED and one.reading_fault
