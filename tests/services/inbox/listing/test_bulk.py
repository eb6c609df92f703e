"""Many conversations at once: those that are ticked, or a whole view as it was when it was looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of
from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.label import ContactLabel
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.inbox import reply
from webapp.services.inbox.listing import bulk, put_away
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View
from webapp.services.threads import callbacks, opening


@pytest.fixture
def ada(app: Flask) -> User:
    factories.number()
    found = factories.user()
    db.session.commit()
    return found


@pytest.fixture
def threads(ada: User) -> list[Thread]:
    return [thread_of(they_write("Hello?", sender)) for sender in (CAROL, DAVE)]


def test_what_is_ticked(threads: list[Thread]) -> None:
    carol, dave = threads
    chosen = bulk.ticked([bulk.mark(carol), bulk.mark(dave), "x-1", "7", f"{10**20}-1", "²-3"])
    assert chosen == {one.id: put_away.read_up_to(one) for one in threads}


@pytest.mark.parametrize("values", [[], ["nonsense"]])
def test_nothing_is_no_choice(app: Flask, values: list[str]) -> None:
    with pytest.raises(Fault, match="Choose conversations first"):
        bulk.ticked(values)


def test_a_whole_view_without_what_came_since(ada: User, threads: list[Thread]) -> None:
    made_at = now()
    they_write("Are you there?", DAVE)
    assert bulk.count(InboxFilter(View.NEEDS)) == 2
    they_write("I am new", "+12025550199")
    chosen, news = bulk.everything(InboxFilter(View.NEEDS), made_at)
    assert (list(chosen), news) == ([threads[0].id], 2)
    they_write("One more thing", CAROL)
    assert put_away.close(chosen, ada) == (0, 1)


def test_a_view_without_those_to_whom_we_wrote_since(ada: User, threads: list[Thread]) -> None:
    """A batch that has begun meanwhile makes conversations in which nothing came in."""
    made_at = now()
    reply.reply(threads[0], "See you", ada.id, reply.new_key())
    reply.reply(opening.open_one(threads[0].number_id, "+12025550199"), "Hello", ada.id, reply.new_key())
    db.session.commit()
    chosen, news = bulk.everything(InboxFilter(View.ALL), made_at)
    assert (set(chosen), news) == ({one.id for one in threads}, 1)


def test_as_many_as_may_be_chosen_at_once(threads: list[Thread], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_MOST", 1)
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    assert bulk.count(InboxFilter(View.ALL)) == 2
    assert len(bulk.everything(InboxFilter(View.ALL), now())[0]) == 1
    assert [len(some) for some in bulk.slices({3: 0, 1: 0})] == [1, 1]


@pytest.mark.parametrize("search", ["", "+1202555011"])
def test_every_view_can_be_chosen_whole(ada: User, threads: list[Thread], search: str) -> None:
    callbacks.add_by_hand(threads[0], f"{now() + timedelta(days=1):%Y-%m-%dT%H:%M}", "", ada)
    db.session.commit()
    for view in View:
        criteria = InboxFilter(view, search=search, user_id=ada.id)
        many = bulk.count(criteria)
        if many:
            assert len(bulk.everything(criteria, now())[0]) == many
        else:
            with pytest.raises(Fault, match="Nothing stands in this view"):
                bulk.everything(criteria, now())


def test_all_are_assigned(ada: User, threads: list[Thread]) -> None:
    chosen = {one.id: 0 for one in threads}
    assert bulk.assign(chosen, ada.id, ada) == (2, 0)
    assert bulk.assign(chosen, ada.id, ada) == (0, 0)
    with pytest.raises(Fault, match="someone of your team"):
        bulk.assign(chosen, 999, ada)
    assert set(db.session.scalars(select(Thread.assignee_id))) == {ada.id}
    assert bulk.assign(chosen, None, ada) == (2, 0)


def test_their_contacts_get_a_label(ada: User, threads: list[Thread]) -> None:
    assert bulk.label({one.id: 0 for one in threads}, " VIP ", ada) == (2, 0)
    assert db.session.scalars(select(ContactLabel.name)).all() == ["VIP", "VIP"]
    with pytest.raises(Fault, match="Write the label"):
        bulk.label({threads[0].id: 0}, " ", ada)
