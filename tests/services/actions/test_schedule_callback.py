"""A callback is due at a time of the contact's own clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.services.actions.people import carol, carried_out
from webapp.db import db, now
from webapp.models.thread import Thread
from webapp.services.actions import schedule_callback
from webapp.services.threads import callbacks


@pytest.mark.parametrize(
    ("date", "time", "expected"),
    [
        ("2027-03-09", "15:30", "2027-03-09T14:30"),
        ("2027-03-09", "", "2027-03-09T08:00"),
        ("2027-03-09T15:30", "", "2027-03-09T14:30"),
        ("2027-03-09 15:30", "", "2027-03-09T14:30"),
        ("2027-03-09T14:30Z", "", "2027-03-09T14:30"),  # a program says it of no clock of theirs
        ("2027-03-09T23:30:00.000-05:00", "", "2027-03-10T04:30"),
        ("2027-03-09", "14:30Z", "2027-03-09T14:30"),
        ("2027-03-28", "02:30", "2027-03-28T01:00"),  # the clocks go forward: there is no such time
    ],
)
def test_it_is_due_at_their_time(thread: Thread, date: str, time: str, expected: str) -> None:
    carol().timezone = "Europe/Berlin"
    db.session.commit()
    action = ("schedule_callback", {"date": "{{date}}", "time": "{{time|}}", "text": "About {{what}}"})
    assert carried_out(thread, action, date=date, time=time, what="the roof").error == ""
    [callback] = callbacks.open_ones(thread.id)
    assert callback.due_at == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert (callback.text, callback.source_name) == ("About the roof", "Reminder desk")


def test_without_date_and_time_it_is_due_by_day_and_not_overdue_at_once(thread: Thread) -> None:
    carried_out(thread, ("schedule_callback", {}))
    [callback] = callbacks.open_ones(thread.id)
    assert now() + timedelta(minutes=59) < callback.due_at < now() + timedelta(hours=15)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2027-03-09T10:10", "2027-03-09T11:10"),
        ("2027-03-09T18:59", "2027-03-09T19:59"),
        ("2027-03-09T19:30", "2027-03-10T09:00"),
        ("2027-03-09T23:30", "2027-03-10T09:00"),
        ("2027-03-09T03:00", "2027-03-09T09:00"),
    ],
)
def test_within_the_hour_unless_that_is_at_night(moment: str, due: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    soon = schedule_callback._soon(datetime.fromisoformat(moment).replace(tzinfo=berlin))
    assert soon == datetime.fromisoformat(due).replace(tzinfo=berlin)
    assert soon.tzinfo is UTC


@pytest.mark.parametrize("date", ["soon", "2027-02-30", "2027-13-01", "9999-12-31", "0001-01-01"])
def test_what_is_no_date_or_too_far_away_is_a_fault(thread: Thread, date: str) -> None:
    record = carried_out(thread, ("schedule_callback", {"date": "{{date}}", "time": "23:59"}), date=date)
    if record.state == "failed":
        assert record.error.startswith("The callback was not scheduled")
    assert (record.state == "failed") == (callbacks.open_ones(thread.id) == [])
    assert record.state == "failed" or date in ("9999-12-31", "0001-01-01")
