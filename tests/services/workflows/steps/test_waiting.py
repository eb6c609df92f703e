"""Waiting: for a while, until a day on their clock, until hours open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests import closing
from tests.services.workflows.stage import act, ada, contact, due, errors, flow, later, live, run, step, steps
from webapp.db import db, now
from webapp.services import settings
from webapp.services.workflows import by_hand

END = step(9, "add_label", label="Later")


def begin(kind: str, attributes: dict[str, str] | None = None, **values: str) -> None:
    workflow = live(flow("hand", step(1, kind, **values), END))
    by_hand.start(workflow.id, [contact(**(attributes or {})).id], ada(), "key")
    act()


@pytest.mark.parametrize(
    ("amount", "unit", "span"),
    [
        ("30", "minutes", timedelta(minutes=30)),
        ("2", "hours", timedelta(hours=2)),
        ("3", "days", timedelta(days=3)),
        ("1", "weeks", timedelta(weeks=1)),
    ],
)
def test_for_a_while(app: Flask, amount: str, unit: str, span: timedelta) -> None:
    begin("wait", amount=amount, unit=unit)
    moment = due()
    assert moment is not None
    assert abs(moment - now() - span) < timedelta(seconds=30)
    later(seconds=span.total_seconds() + 1)
    assert steps() == [("s1", "done"), ("s9", "done")]


def test_until_a_day_and_time_on_their_clock(app: Flask) -> None:
    visit = (now() + timedelta(days=10)).date()
    begin(
        "wait_until",
        {"visit": f"{visit}T15:30"},
        date="{{contact.visit}}",
        days="1",
        side="before",
        at="18:00",
    )
    moment = due()
    assert moment is not None
    assert moment.date() in (visit - timedelta(days=1), visit)
    assert moment.astimezone(ZoneInfo("America/New_York")).hour == 18


def test_a_day_that_is_over_is_not_waited_for(app: Flask) -> None:
    begin("wait_until", {"visit": "2020-01-01"}, date="{{contact.visit}}", at="18:00")
    assert steps() == [("s1", "done"), ("s9", "done")]


@pytest.mark.parametrize(
    ("visit", "sentence"),
    [
        ("next week", "“next week” is no date like 2026-03-09."),
        ("", "There is no value for “{{contact.visit}}”, so it is not known when."),
        ("9999-12-31", "“9999-12-31” is too far away."),
    ],
)
def test_what_is_no_day(app: Flask, visit: str, sentence: str) -> None:
    begin("wait_until", {"visit": visit}, date="{{contact.visit}}", days="10", side="after")
    assert (run().state, run().reason) == ("failed", sentence)


def test_without_a_day_the_next_time_of_day(app: Flask) -> None:
    begin("wait_until", at="06:00")
    moment = due()
    assert moment is not None
    assert now() < moment <= now() + timedelta(days=1, minutes=1)


def test_until_they_can_be_reached(app: Flask) -> None:
    contact()
    closing.close(ada())
    begin("wait_hours")
    assert (run().awaits, steps()) == ("hours", [("s1", "waiting")])
    settings.put("keep_hours", False)
    db.session.commit()
    one = run()
    one.due_at = datetime(2020, 1, 1, tzinfo=UTC)
    db.session.commit()
    act()
    assert steps() == [("s1", "done"), ("s9", "done")]


def test_in_their_hours_nothing_is_waited_for(app: Flask) -> None:
    begin("wait_hours")
    assert steps() == [("s1", "done"), ("s9", "done")]
    assert errors() == []
