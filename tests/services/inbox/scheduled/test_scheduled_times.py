"""When a text is sent later: what is offered, on whose clock, and which typed times are refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests import closing, factories
from webapp.db import now
from webapp.errors import Fault
from webapp.services.inbox.scheduled import scheduled_times
from webapp.services.inbox.scheduled.scheduled_times import OWN, Chosen, Clock

ROME = Clock("Europe/Rome", True)


@pytest.mark.parametrize(
    ("at", "offered"),
    [
        ("2026-11-30T08:10", ["Later today 30 11:00", "Tomorrow morning 1 09:00"]),
        ("2026-11-30T08:00", ["Later today 30 10:00", "Tomorrow morning 1 09:00"]),
        ("2026-11-30T18:01", ["Tomorrow morning 1 09:00"]),
        ("2026-11-30T23:30", ["Tomorrow morning 1 09:00"]),
        ("2026-12-04T20:00", ["Tomorrow morning 5 09:00", "Monday morning 7 09:00"]),
        ("2026-12-05T20:00", ["Tomorrow morning 6 09:00", "Monday morning 7 09:00"]),
        ("2026-12-06T20:00", ["Tomorrow morning 7 09:00"]),
        (
            "2027-03-27T20:00",
            ["Tomorrow morning 28 09:00", "Monday morning 29 09:00"],
        ),  # the clock goes forward
    ],
)
def test_what_is_offered_is_said_on_that_clock(at: str, offered: list[str]) -> None:
    zone = ZoneInfo(ROME.zone)
    moment = datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC)
    found = scheduled_times._choices(moment, ROME)
    local = [(one.word, one.at.astimezone(zone)) for one in found]
    assert [f"{word} {one.day} {one:%H:%M}" for word, one in local] == offered


@pytest.mark.parametrize(
    ("phone", "said", "zone", "theirs"),
    [
        ("+447700900111", "", "Europe/London", True),
        ("+447700900111", "Asia/Tokyo", "Asia/Tokyo", True),
        ("+18005550111", "", "Europe/Berlin", False),  # belongs to no place
        ("+18005550111", "America/Denver", "America/Denver", True),
    ],
)
def test_times_are_theirs_where_that_is_certain(
    app: Flask, phone: str, said: str, zone: str, theirs: bool
) -> None:
    thread, ada = factories.thread(phone), factories.user(timezone="Europe/Berlin")
    thread.contact.timezone = said
    assert scheduled_times.clock_for(thread, ada) == Clock(zone, theirs)


def test_only_tomorrow_is_offered_where_nothing_is_open(app: Flask) -> None:
    thread, ada = factories.thread("+447700900111"), factories.user()
    closing.close(ada, "Europe/London")
    kept = scheduled_times.clock_for(thread, ada)
    assert "Later today" not in [one.word for one in scheduled_times.choices(thread, kept)]
    assert scheduled_times.opens_at(thread, now()) is not None
    closing.open_again(ada)
    assert scheduled_times.opens_at(thread, now()) is None


def test_a_time_is_read_on_the_clock_that_was_shown(app: Flask) -> None:
    day = (now() + timedelta(days=3)).date()
    at = scheduled_times.read(Chosen(OWN, f"{day}T09:30", "Europe/Rome"), ROME)
    local = at.astimezone(ZoneInfo("Europe/Rome"))
    assert (local.date(), local.hour, local.minute) == (day, 9, 30)
    assert scheduled_times.field(at, ROME) == f"{day}T09:30"
    assert scheduled_times.read(Chosen(scheduled_times.value(at), "", "Asia/Tokyo"), ROME) == at


SOON = f"{now() + timedelta(days=2):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("when", "at", "zone", "field"),
    [
        (OWN, "", "Europe/Rome", "later_at"),
        (OWN, "soon", "Europe/Rome", "later_at"),
        (OWN, "2020-01-01T10:00", "Europe/Rome", "later_at"),
        (OWN, "9999-12-31T23:59", "Europe/Rome", "later_at"),
        (OWN, SOON, "Asia/Tokyo", "later_at"),
        ("", "", "Europe/Rome", "later_when"),
        ("tomorrow", "", "Europe/Rome", "later_when"),
        (SOON, "", "Europe/Rome", "later_when"),
        (f"{SOON}+00:00", SOON, "Europe/Rome", "later_when"),
        ("2020-01-01T10:00+00:00", "", "Europe/Rome", "later_when"),
        ("9999-12-31T23:59-14:00", "", "Europe/Rome", "later_when"),
    ],
)
def test_what_is_no_time_to_come_is_refused(when: str, at: str, zone: str, field: str) -> None:
    with pytest.raises(Fault) as fault:
        scheduled_times.read(Chosen(when, at, zone), ROME)
    assert fault.value.field == field
