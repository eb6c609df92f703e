"""When the clock starts a workflow: over clock changes, in short months, on 29 February."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from webapp.rules.workflow import schedule
from webapp.rules.workflow.schedule import Around, Cron, NoSchedule

NEW_YORK = "America/New_York"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "after", "then"),
    [
        ("0 9 * * 1-5", "2026-03-06T10:00", "2026-03-09T09:00"),
        ("*/15 * * * *", "2026-03-06T10:00", "2026-03-06T10:15"),
        ("0 9,17 * * *", "2026-03-06T10:00", "2026-03-06T17:00"),
        ("0 9 1 * *", "2026-03-06T10:00", "2026-04-01T09:00"),
        ("0 9 29 2 *", "2026-03-06T10:00", "2028-02-29T09:00"),
        ("0 9 13 * fri", "2026-03-06T10:00", "2026-03-13T09:00"),
        ("0 9 20 * fri", "2026-03-06T10:00", "2026-03-13T09:00"),
        ("0 9 */2 * fri", "2026-03-06T10:00", "2026-03-13T09:00"),
        ("30 8 * jan sun", "2026-03-06T10:00", "2027-01-03T08:30"),
        ("0 0 * * 7", "2026-03-06T10:00", "2026-03-08T00:00"),
        ("5/20 10 * * *", "2026-03-06T10:06", "2026-03-06T10:25"),
    ],
)
def test_a_cron_text(text: str, after: str, then: str) -> None:
    assert Cron.read(text).next(utc(after), "UTC") == utc(then)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0 9 * *", "A cron text has five parts: minute, hour, day, month and weekday."),
        ("0 9 31 2 *", "“0 9 31 2 *” never comes: there is no such day."),
        ("61 9 * * *", "“61” is no minute: it goes from 0 to 59."),
        ("0 9 * * soon", "“soon” is no weekday."),
        ("0 9 5-2 * *", "“5-2” is no day: it goes from 1 to 31."),
        ("*/0 9 * * *", "“*/0” is no minute: it goes from 0 to 59."),
        ("mon 9 * * *", "“mon” is no minute."),
        ("@daily 1 2 3 4", "“@daily” is no minute."),
    ],
)
def test_a_cron_text_that_is_none(text: str, sentence: str) -> None:
    with pytest.raises(NoSchedule) as refused:
        Cron.read(text)
    assert refused.value.sentence == sentence


def test_days_weeks_and_months() -> None:
    friday, ten = utc("2026-03-06T15:30"), time(10)
    assert schedule.daily(ten, friday, NEW_YORK) == utc("2026-03-07T15:00")
    assert schedule.daily(ten, utc("2026-03-08T03:00"), NEW_YORK) == utc("2026-03-08T14:00"), "summer time"
    assert schedule.weekly("monday", ten, friday, NEW_YORK) == utc("2026-03-09T14:00")
    assert schedule.monthly(31, ten, utc("2026-02-01T00:00"), "UTC") == utc("2026-02-28T10:00")
    assert schedule.monthly(6, ten, friday, "UTC") == utc("2026-04-06T10:00")


def test_a_time_that_the_clock_jumps_over_comes_at_the_jump() -> None:
    assert schedule.daily(time(2, 30), utc("2026-03-08T05:30"), NEW_YORK) == utc("2026-03-08T07:00")


@pytest.mark.parametrize(
    ("around", "value", "after", "due"),
    [
        (Around(-2, time(10)), "2026-03-12T15:30", "2026-03-01T00:00", "2026-03-10T14:00"),
        (Around(0, time(10)), "2026-03-12", "2027-03-01T00:00", "2026-03-12T14:00"),
        (Around(-1, time(10)), "2026-03-12T02:30:00Z", "2026-03-01T00:00", "2026-03-10T14:00"),
        (Around(3, time(10)), "2026-03-12", "2026-03-01T00:00", "2026-03-15T14:00"),
        (Around(0, time(10), True), "1980-07-04", "2026-03-01T00:00", "2026-07-04T14:00"),
        (Around(0, time(10), True), "1980-07-04", "2026-07-04T14:00", "2027-07-04T14:00"),
        (Around(0, time(10), True), "1980-02-29", "2026-01-01T00:00", "2026-02-28T15:00"),
        (Around(0, time(10), True), "1980-02-29", "2028-01-01T00:00", "2028-02-29T15:00"),
        (Around(-2, time(10), True), "1980-01-01", "2026-06-01T00:00", "2026-12-30T15:00"),
        (Around(-30, time(10), True), "2028-05-01", "2026-03-01T00:00", "2028-04-01T14:00"),
        (Around(-30, time(10), True), "2028-05-01", "2028-04-01T14:00", "2029-04-01T14:00"),
        (Around(-1500, time(10), True), "2020-05-01", "2026-03-01T00:00", "2026-03-23T14:00"),
        (Around(0, time(10), True), "9999-12-31", "2026-03-01T00:00", "9999-12-31T15:00"),
        (Around(0, time(10)), "next week", "2026-03-01T00:00", None),
        (Around(-10, time(10)), "0001-01-01", "2026-03-01T00:00", None),
    ],
)
def test_around_a_date(around: Around, value: str, after: str, due: str | None) -> None:
    assert around.due(value, NEW_YORK, utc(after)) == (utc(due) if due else None)
