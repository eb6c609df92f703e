"""26: each name is found by what staff type, among the contacts and in the inbox."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests import factories
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.thread import Thread
from webapp.services.contacts.segments.selection import Selection
from webapp.services.inbox.listing import listing
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View
from webapp.services.privacy import record

CASES = [
    line.split("|") for line in Path(__file__).with_name("26-search.txt").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("name", "typed"), CASES)
def test_each_name_is_found_by_what_staff_type(app: Flask, name: str, typed: str) -> None:
    number = factories.number()
    people = [Contact(phone="+12025550111", name=name), Contact(phone="+12025550112", name="Noor Zuse")]
    db.session.add_all(people)
    db.session.flush()
    db.session.add_all(Thread(contact_id=one.id, number_id=number.id) for one in people)
    db.session.commit()
    assert [one.name for one in record.page(Selection(typed)).rows] == [name]
    shown = listing.page(InboxFilter(View.ALL, search=typed)).rows
    assert [row.thread.contact.name for row in shown] == [name]
