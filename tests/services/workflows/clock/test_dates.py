"""Workflows around a date of a contact: on their clock, every year, and wherever the date is moved to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import event, select, update
from time_machine import travel

from jobs import workflows as jobs
from tests.services.workflows.stage import (
    act,
    ada,
    contact,
    flow,
    live,
    on_time,
    ours,
    refusals,
    run,
    runs,
    step,
)
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.models.workflow import Workflow
from webapp.models.workflow_date import WorkflowDate
from webapp.rules.workflow.document import Again, WhoAndWhen
from webapp.services import signals
from webapp.services.contacts import attributes, details
from webapp.services.workflows.clock import dates
from webapp.services.workflows.editing import publishing

SHOP = Source(SourceKind.API, "shop")
HOME = ZoneInfo("America/New_York")
WAIT = step(1, "wait", amount="9", unit="weeks")


def day(ahead: int) -> str:
    return (now().astimezone(HOME).date() + timedelta(days=ahead)).isoformat()


def this_hour() -> str:
    """It began less than an hour ago, on that day: a moment that is long over starts nothing."""
    return f"{now().astimezone(HOME):%H}:00"


def book(value: str, phone: str = "+12025550111", name: str = "visit") -> Contact:
    carol = contact(phone)
    attributes.put(carol, name, value, SHOP)
    db.session.commit()
    act()
    return carol


def reminder(**settings: str) -> Workflow:
    box = WhoAndWhen(number_id=ours().id, again=Again.EVERY)
    known = {"attribute": "visit", "days": "2", "side": "before", "at": "10:00", **settings}
    workflow = live(flow("date", WAIT, box=box, **known), name=f"Reminder {len(settings)}")
    on_time(workflow)
    return workflow


def due_of(workflow: Workflow) -> datetime | None:
    return db.session.scalar(select(WorkflowDate.due_at).where(WorkflowDate.workflow_id == workflow.id))


def come(workflow: Workflow) -> None:
    """Its next moment comes."""
    mine = WorkflowDate.workflow_id == workflow.id
    db.session.execute(update(WorkflowDate).where(mine).values(due_at=now() - timedelta(minutes=1)))
    on_time(workflow)


def test_dates_that_are_known_when_it_is_published(app: Flask) -> None:
    book(day(10))
    workflow = reminder()
    expected = datetime.combine(
        datetime.fromisoformat(day(8)).date(), datetime.min.time().replace(hour=10), HOME
    )
    assert (due_of(workflow), runs()) == (expected, [])
    assert db.session.get_one(Workflow, workflow.id).next_at == expected


def test_it_starts_when_the_time_has_come_and_once(app: Flask) -> None:
    book(day(2))
    workflow = reminder(at=this_hour())
    on_time(workflow)
    on_time(workflow)
    assert [one.event["date"] for one in runs()] == [day(2)]
    assert (due_of(workflow), db.session.get_one(Workflow, workflow.id).next_at) == (None, None)


def test_it_follows_a_date_that_is_changed(app: Flask) -> None:
    workflow = reminder()
    book(day(10))
    before = due_of(workflow)
    book(day(20))
    after = due_of(workflow)
    assert before is not None and after is not None
    assert (after - before).days in (9, 10)
    attributes.remove(contact(visit=day(20)), "visit", SHOP)
    act()
    assert due_of(workflow) is None


def test_only_what_is_about_the_attribute_is_locked(app: Flask) -> None:
    reminder()
    reminder(attribute="birthday", yearly="")
    carol = contact(city="Boston")
    db.session.commit()
    locked: list[str] = []

    def note(*words: Any) -> None:
        if "WHERE workflow.id = " in words[2]:
            locked.append(words[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        for name, times in (("city", 0), ("visit", 1)):
            dates.changed({"contact": carol.id, "name": name})
            assert len(locked) == times
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_run_whose_date_is_moved_ends_and_starts_anew(app: Flask) -> None:
    workflow = reminder(at=this_hour())
    book(day(2))
    on_time(workflow)
    assert run().state == "waiting"
    book(day(30))
    assert (run().state, run().reason) == ("stopped", "Their visit has changed.")
    book(day(2))
    assert len(runs()) == 1, "that day has started it before"
    book(day(1))
    assert "was over" in refusals()[0]


def test_every_year(app: Flask) -> None:
    book(f"1980{day(0)[4:]}" if day(0)[5:] != "02-29" else "1980-02-29", name="visit")
    workflow = reminder(days="0", yearly="1", at=this_hour())
    on_time(workflow)
    assert len(runs()) == 1
    following = due_of(workflow)
    assert following is not None
    assert 360 < (following - now()).days < 367


def test_what_is_no_date_or_over_is_refused_with_the_reason(app: Flask) -> None:
    book("next week")
    book("2020-01-01", "+12025550122")
    reminder()
    assert refusals() == [
        "Their visit is “next week”, which is no date like 2026-03-09.",
        "Its time for “2020-01-01” was over: it would have been 30 December 2019, 15:00 UTC.",
    ]


def test_who_has_moved_to_another_zone_is_reached_on_their_clock(app: Flask) -> None:
    carol = book(day(10))
    workflow = reminder(at="10:00")
    before = due_of(workflow)
    assert before is not None
    carol = db.session.get_one(Contact, carol.id)
    carol.timezone = "America/Los_Angeles"
    come(workflow)
    after = due_of(workflow)
    assert after is not None
    assert ((after - before), runs()) == (timedelta(hours=3), [])


@pytest.mark.parametrize("by", ["staff", "list"])
def test_who_turns_out_to_be_farther_east_is_reached_no_later(app: Flask, by: str) -> None:
    """In Auckland ten o'clock is long before it is in Los Angeles: the visit would have been over."""
    carol = book(day(10), "+13105550111")
    workflow = reminder(at="10:00")
    before = due_of(workflow)
    assert before is not None
    carol = db.session.get_one(Contact, carol.id)
    if by == "staff":
        details.locate(carol, "Auckland", ada().id)
    else:
        carol.timezone = "Pacific/Auckland"
        signals.emit(signals.CONTACTS_IMPORTED, attributes=[], zones=True)
    db.session.commit()
    act()
    jobs.start_due()
    after = due_of(workflow)
    assert after is not None
    assert timedelta(hours=17) < before - after < timedelta(hours=22)


def test_what_was_booked_while_it_was_paused_is_read_when_it_goes_on(app: Flask) -> None:
    workflow = reminder()
    publishing.pause(workflow.id, ada())
    book(day(10))
    publishing.resume(workflow.id, ada())
    on_time(workflow)
    assert due_of(workflow) is not None


def test_one_day_of_theirs_starts_it_once_although_they_moved_to_another_zone(
    app: Flask,
) -> None:
    with travel("2026-12-01T23:10:00Z", tick=False) as clock:  # 18:10 in New York
        carol = book("2026-12-03")
        workflow = reminder(at="18:00")
        assert len(runs()) == 1
        db.session.get_one(Contact, carol.id).timezone = "America/Chicago"
        db.session.commit()
        publishing.publish(workflow.id, workflow.revision, ada())
        db.session.commit()
        clock.move_to("2026-12-02T00:10:00Z")  # 18:10 in Chicago
        on_time(workflow)
        on_time(workflow)
        assert len(runs()) == 1
