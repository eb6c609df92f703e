"""The list of those to call back."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests import factories
from webapp.db import db, now
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.services.inbox.listing import call_back, listing
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View
from webapp.services.threads import callbacks, opening

DESK = Source(SourceKind.AGENT, "Desk", 7)
PHONES = factories.phones(33)


def conversations(phones: list[str]) -> list[Thread]:
    number = factories.number()
    return [opening.open_one(number.id, phone) for phone in phones]


def called_back(**criteria: object) -> listing.Page:
    return listing.page(InboxFilter(view=View.CALL_BACK, **criteria))  # type: ignore[arg-type]


def test_the_first_due_comes_first_a_page_at_a_time(app: Flask) -> None:
    ada, start = factories.user(), now()
    threads = conversations(PHONES)
    made = [
        callbacks.add(one, start + timedelta(minutes=30 - index), "", DESK)
        for index, one in enumerate(threads)
    ]
    callbacks.add(threads[0], start + timedelta(days=1), "Another one", DESK)
    callbacks.finish(made[5].id, ada.id)
    db.session.commit()
    assert (call_back.count(99), call_back.count(5)) == (32, 6)
    first = called_back()
    rows = [*first.rows, *called_back(before=first.next).rows]
    wanted = [one.id for one in reversed(threads) if one is not threads[5]]
    assert [row.thread.id for row in rows] == wanted
    assert [row.overdue for row in rows[:4]] == [True, True, True, False]
    assert (first.call_back, len(first.rows)) == (32, listing.PAGE)


def test_it_is_narrowed_by_number_and_search(app: Flask) -> None:
    one, other = conversations(PHONES[:2])
    for thread in (one, other):
        callbacks.add(thread, now(), "", DESK)
    other.contact.name = "Zoe Quill"
    db.session.commit()
    assert [row.thread.id for row in called_back(search="quill").rows] == [other.id]
    assert called_back(number_id=999).rows == []
    assert called_back(before="nonsense").rows
