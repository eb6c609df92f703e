"""The inbox narrowed to texts, to calls, and to how the newest call ended."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.conversations import they_write
from webapp.db import db
from webapp.services import overview
from webapp.services.inbox.listing import kind_filters, listing
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View

PEOPLE = dict(zip(("carol", "dave", "erin", "finn", "gus", "hal"), factories.phones(6), strict=True))


@pytest.fixture
def inbox(app: Flask) -> None:
    """Carol wrote; Dave was busy, then talked; Erin's call was missed; Finn's was, before he wrote and was
    called; Gus is on the phone, and what became of a call to Hal no one knows."""
    ours = factories.number().id
    for name in ("carol", "finn"):
        they_write("Hello", PEOPLE[name])
    ended = [("dave", "busy", "out"), ("dave", "answered", "out"), ("erin", "no_answer", "in"),
             ("finn", "no_answer", "in"), ("finn", "voicemail", "out")]  # fmt: skip
    for name, outcome, direction in ended:
        factories.call(PEOPLE[name], ours, "ended", outcome=outcome, direction=direction)
    factories.call(PEOPLE["gus"], ours, "answered")
    factories.call(PEOPLE["hal"], ours, "unknown", lease_until=None)
    db.session.commit()


KINDS = [
    ("", "carol dave erin finn gus hal"),
    ("sms", "carol finn"),
    ("call", "dave erin finn gus hal"),
    ("missed", "erin"),
    ("live", "gus"),
    ("answered", "dave"),
    ("busy", ""),
    ("voicemail", "finn"),
    ("no_answer", "erin"),
]


@pytest.mark.parametrize(("kind", "names"), KINDS)
@pytest.mark.parametrize("search", ["", "202"])
def test_whom_it_leaves(inbox: None, kind: str, names: str, search: str) -> None:
    page = listing.page(InboxFilter(View.ALL, kind=kind, search=search))
    phones = {row.thread.contact.phone for row in page.rows}
    assert phones == {PEOPLE[name] for name in names.split()}


def test_every_outcome_is_offered_and_nothing_else_narrows(app: Flask) -> None:
    assert kind_filters.WORDS["no_answer"] == "Last call: no answer"
    assert kind_filters.fits("nonsense") == kind_filters.fits("") == []


def test_the_first_page_counts_calls(inbox: None) -> None:
    assert (overview.present().missed, overview.present().on_the_phone) == (0, 1)
    erin = factories.thread(PEOPLE["erin"], listing.page(InboxFilter(View.ALL)).rows[0].thread.number_id)
    erin.needs_reply = True
    db.session.commit()
    assert overview.present().missed == 1


def test_a_batch_has_the_conversations_of_those_it_reached(inbox: None) -> None:
    number = listing.page(InboxFilter(View.ALL)).rows[0].thread.number_id
    batch = factories.batch([PEOPLE["dave"], PEOPLE["erin"]], number_id=number)
    factories.sent(batch, PEOPLE["dave"])
    db.session.commit()
    for kind, names in (("", {"dave"}), ("answered", {"dave"}), ("busy", set())):
        page = listing.page(InboxFilter(View.ALL, kind=kind, batch_id=batch.id))
        assert {row.thread.contact.phone for row in page.rows} == {PEOPLE[name] for name in names}
    assert listing.page(InboxFilter(View.ALL, batch_id=batch.id + 1)).rows == []
    assert (kind_filters.batch_name(batch.id), kind_filters.batch_name(batch.id + 1)) == (batch.name, None)
