"""A callback is open until someone has done it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests import factories
from webapp.db import db, now
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.source import Source, SourceKind
from webapp.services.threads import callbacks

DESK = Source(SourceKind.AGENT, "Reminder desk", 7)


def test_what_is_due_comes_first_and_is_done_once(app: Flask) -> None:
    thread, ada = factories.thread(), factories.user()
    later = callbacks.add(thread, now() + timedelta(hours=1), "x" * 900, DESK)
    first = callbacks.add(thread, now() - timedelta(hours=1), " The roof ", DESK)
    db.session.commit()
    assert callbacks.open_ones(thread.id) == [first, later]
    assert (callbacks.due(), len(callbacks.due(now() + timedelta(hours=2)))) == ([first], 2)
    assert (first.text, len(later.text)) == ("The roof", callbacks.LONGEST_TEXT)
    callbacks.finish(first.id, ada.id)
    db.session.commit()
    assert callbacks.open_ones(thread.id) == [later]
    with pytest.raises(Conflict):
        callbacks.finish(first.id, ada.id)
    with pytest.raises(NotFound):
        callbacks.finish(99, ada.id)


def test_one_is_added_by_hand_on_the_clock_of_who_types_it(app: Flask) -> None:
    thread, ada = factories.thread(), factories.user(timezone="Asia/Tokyo")
    tomorrow = (now() + timedelta(days=1)).astimezone(ZoneInfo("Asia/Tokyo"))
    made = callbacks.add_by_hand(thread, f"{tomorrow:%Y-%m-%d}T15:30", " The roof ", ada)
    local = made.due_at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert (local.date(), local.hour, local.minute) == (tomorrow.date(), 15, 30)
    assert (made.text, made.source_name, made.source_id) == ("The roof", "Ada", ada.id)


@pytest.mark.parametrize(
    ("at", "text", "field"),
    [
        ("", "", "at"), ("soon", "", "at"), ("2020-01-01T10:00", "", "at"), ("9999-12-31T23:59", "", "at"),
        (f"{now() + timedelta(days=2):%Y-%m-%dT%H:%M}", "x" * 501, "about"),
    ],
)  # fmt: skip
def test_what_is_no_time_to_come_is_refused(app: Flask, at: str, text: str, field: str) -> None:
    with pytest.raises(Fault) as fault:
        callbacks.add_by_hand(factories.thread(), at, text, factories.user())
    assert fault.value.field == field


def test_one_is_moved_and_canceled_only_where_it_is_and_once(app: Flask) -> None:
    thread, ada = factories.thread(), factories.user()
    one = callbacks.add(thread, now(), "", DESK)
    db.session.commit()
    at = f"{now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    with pytest.raises(NotFound):
        callbacks.move(one.id, at, ada, thread.id + 1)
    assert callbacks.move(one.id, at, ada, thread.id).due_at > now() + timedelta(days=1)
    assert list(callbacks.first_of([thread.id, 99])) == [thread.id]
    callbacks.cancel(one.id, ada.id, thread.id)
    db.session.commit()
    assert (one.canceled, one.done_by, callbacks.open_ones(thread.id)) == (True, ada.id, [])
    for act in (callbacks.cancel, callbacks.finish):
        with pytest.raises(Conflict):
            act(one.id, ada.id)
