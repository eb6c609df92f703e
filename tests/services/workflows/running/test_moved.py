"""A day that runs wait for is moved, or their contact is: they wait for the new moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests import closing
from tests.services.workflows.stage import act, ada, contact, due, flow, later, live, run, step, steps
from webapp.db import now
from webapp.models.source import Source, SourceKind
from webapp.services.contacts import attributes, details
from webapp.services.workflows import by_hand

VISIT = (now() + timedelta(days=10)).date()
EVENING = {"date": "{{contact.visit}}", "days": "1", "side": "before", "at": "18:00"}


def begin(kind: str, **typed: str) -> None:
    workflow = live(flow("hand", step(1, kind, **typed)))
    by_hand.start(workflow.id, [contact(visit=VISIT.isoformat()).id], ada(), "key")
    act()


def move_to(value: str) -> None:
    attributes.put(run().contact, "visit", value, Source(SourceKind.PERSON, "Ada", ada().id))
    act()


def local(zone: str = "America/New_York") -> datetime:
    moment = due()
    assert moment is not None
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@pytest.mark.parametrize("kind", ["wait_until", "wait_reply"])
def test_their_day_is_moved_and_then_they_are(app: Flask, kind: str) -> None:
    begin(kind, **EVENING)
    move_to((VISIT + timedelta(days=5)).isoformat())
    assert local() == datetime.combine(VISIT + timedelta(days=4), datetime.min.time()).replace(hour=18)
    move_to("not yet known")
    assert local().date() == VISIT + timedelta(days=4)
    move_to(VISIT.isoformat())
    details.locate(run().contact, "Europe/Berlin")
    act()
    assert local("Europe/Berlin") == datetime.combine(VISIT, datetime.min.time()) - timedelta(hours=6)


def test_a_day_that_is_moved_to_the_past_is_not_waited_for(app: Flask) -> None:
    begin("wait_until", **EVENING)
    move_to("2020-01-01")
    assert steps() == [("s1", "done")] and run().steps[0].output == {"passed": "yes"}


def test_a_day_that_was_taken_away_does_not_come(app: Flask) -> None:
    begin("wait_until", **EVENING)
    move_to((VISIT + timedelta(days=1)).isoformat())
    attributes.remove(run().contact, "visit", Source(SourceKind.PERSON, "Ada", ada().id))
    later(days=20)
    assert run().reason.startswith("There is no value for “{{contact.visit}}”")


def test_what_waits_for_a_while_waits_on(app: Flask) -> None:
    begin("wait", amount="3", unit="days")
    before = due()
    move_to((VISIT + timedelta(days=5)).isoformat())
    assert due() == before


def test_hours_are_those_of_where_they_are_now(app: Flask) -> None:
    contact()
    closing.close(ada())
    begin("wait_hours")
    before = due()
    details.locate(run().contact, "Asia/Tokyo")
    act()
    assert run().awaits == "hours" and due() != before
