"""A search of the inbox finds everyone whom it fits, the latest conversation first, be they few or many."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from tests import factories
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.thread import Thread
from webapp.services.contacts import contact_search
from webapp.services.contacts.segments.selection import Selection
from webapp.services.inbox.listing import listing
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View
from webapp.services.privacy import record

PEOPLE = 240


@pytest.fixture(params=["few", "many"])
def inbox(request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Thread]:
    """Conversations, the latest first; every third person is an Ada, and when one was added says nothing."""
    monkeypatch.setattr(contact_search, "FEW", PEOPLE if request.param == "few" else 5)
    numbers = [factories.number().id, factories.number("+12025550177").id]
    names = ["Ada Lovelace", "Grace Hopper", "Özil Riese"]
    rows = [
        {"phone": phone, "name": names[at % 3], "attributes": {}}
        for at, phone in enumerate(factories.phones(PEOPLE))
    ]
    people = list(db.session.scalars(insert(Contact).returning(Contact.id), rows))
    random.Random(3).shuffle(people)
    start = now() - timedelta(days=1)
    talks = [
        {
            "contact_id": person,
            "number_id": numbers[at % 2],
            "last_at": start + timedelta(seconds=(at + 1) // 2),  # two at once, and a page ends between them
            "last_inbound_at": start + timedelta(seconds=at) if at % 5 else None,
            "needs_reply": at % 7 == 0,
        }
        for at, person in enumerate(people)
    ]
    db.session.execute(insert(Thread), talks)
    db.session.commit()
    return list(db.session.scalars(select(Thread).order_by(Thread.last_at.desc(), Thread.id.desc())))


def found(criteria: InboxFilter) -> Iterator[int]:
    """The ids of conversations on all pages, one after the other."""
    page = listing.page(criteria)
    yield from (row.thread.id for row in page.rows)
    if page.next:
        yield from found(InboxFilter(criteria.view, criteria.number_id, criteria.search, page.next))


# A server's own time zone is none of a page's business.
def test_pages_go_on_where_the_last_ended(inbox: list[Thread]) -> None:
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL TIME ZONE 'America/New_York'"))
    assert list(found(InboxFilter(View.ALL))) == [one.id for one in inbox]
    assert list(found(InboxFilter(View.ALL, search="20"))) == [one.id for one in inbox]


def test_everybody_is_found(inbox: list[Thread]) -> None:
    adas = [one.id for one in inbox if one.contact.name.startswith("Ada")]
    assert len(adas) == PEOPLE // 3
    assert list(found(InboxFilter(View.ALL, search=" ada "))) == adas
    assert list(found(InboxFilter(View.ALL, search="lovelace"))) == adas


def test_a_view_and_a_number_narrow_a_search_down(inbox: list[Thread]) -> None:
    number = inbox[0].number_id
    those = [one for one in inbox if one.contact.name.startswith("Ö") and one.number_id == number]
    assert list(found(InboxFilter(View.ALL, number, "özi"))) == [one.id for one in those]
    assert list(found(InboxFilter(View.NEEDS, number, "Ö"))) == [one.id for one in those if one.needs_reply]
    replied = sorted((one for one in those if one.last_inbound_at), key=_replied, reverse=True)
    assert list(found(InboxFilter(View.REPLIED, number, "RIESE"))) == [one.id for one in replied]


def test_digits_are_looked_for_in_phones(inbox: list[Thread]) -> None:
    those = [one.id for one in inbox if "0020" in one.contact.phone]
    assert those
    assert list(found(InboxFilter(View.ALL, search="0020"))) == those
    assert list(found(InboxFilter(View.ALL, search="20"))) == [one.id for one in inbox]


def test_nobody_is_found_whom_it_does_not_fit(inbox: list[Thread]) -> None:
    assert list(found(InboxFilter(View.ALL, search="zuse"))) == []


def test_contacts_are_all_found_too(inbox: list[Thread]) -> None:
    adas = [one.contact_id for one in inbox if one.contact.name.startswith("Ada")]
    page = record.page(Selection("ada"))
    shown = [one.id for one in page.rows]
    while page.next:
        page = record.page(Selection("ada"), page.next)
        shown += [one.id for one in page.rows]
    assert shown == sorted(adas, reverse=True)


def _replied(thread: Thread) -> tuple[object, int]:
    return thread.last_inbound_at, thread.id
