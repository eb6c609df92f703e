"""Workflows on a schedule: each turn once, for those with the label who meet the conditions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from jobs import workflows as jobs
from tests.services.workflows.stage import act, contact, flow, live, on_time, ours, refusals, runs, step
from webapp.db import db, now
from webapp.models.source import Source, SourceKind
from webapp.models.workflow import Workflow
from webapp.rules.workflow.document import Again, Comparison, Conditions, Document, Operator, WhoAndWhen
from webapp.services.contacts import labels
from webapp.services.workflows import starting
from webapp.services.workflows.clock import schedules
from webapp.services.workflows.starting import Refused
from webapp.services.workflows.triggers.base import Happened

SHOP = Source(SourceKind.API, "shop")
END = step(1, "end")


def people(count: int, *labeled: int) -> None:
    for number in range(count):
        one = contact(f"+120255502{number:02d}", f"Person {number}", age=str(number))
        if number in labeled:
            labels.put(one, "Member", SHOP)
    db.session.commit()


def phones() -> list[str]:
    return [one.contact.phone[-2:] for one in runs()]


def every(conditions: Conditions | None = None, **settings: str) -> Workflow:
    box = WhoAndWhen(number_id=ours().id, again=Again.EVERY)
    return live(flow("schedule", END, box=box, conditions=conditions, **settings))


def test_each_contact_once_a_turn(app: Flask) -> None:
    people(3)
    workflow = every()
    assert runs() == [], "the first turn is the next one"
    on_time(workflow)
    assert phones() == ["00", "01", "02"]
    again = db.session.get_one(Workflow, workflow.id)
    assert again.next_at is not None
    assert (again.next_at > now(), again.turn_at, again.cursor) == (True, None, 0)


def test_a_turn_that_was_due_long_before_it_could_begin_is_left_alone(app: Flask) -> None:
    """Else who starts Outbound after three days has everyone texted, and once more by the next turn."""
    people(2)
    workflow = every()
    workflow.next_at = now() - timedelta(hours=13)
    db.session.commit()
    jobs.start_due()
    act()
    assert runs() == []
    (said,) = refusals()
    assert said.startswith("This turn was over: it would have been ")
    again = db.session.get_one(Workflow, workflow.id)
    assert again.next_at is not None
    assert (again.next_at > now(), again.turn_at) == (True, None)
    workflow.next_at = now() - timedelta(hours=11)
    db.session.commit()
    jobs.start_due()
    assert phones() == ["00", "01"]


def test_only_those_with_the_label_who_meet_the_conditions(app: Flask) -> None:
    people(4, 1, 2, 3)
    labels.put(contact("+12025550200", "Person 0", age="9"), "Member", SHOP, suggested=True)
    older = Conditions(comparisons=(Comparison("contact.age", Operator.MORE, "1"),))
    on_time(every(older, label="member"))
    assert (phones(), refusals()) == (["02", "03"], []), "the others are not its contacts"


def test_a_turn_of_many_is_started_in_slices(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "AT_ONCE", 2)
    people(5)
    on_time(every())
    assert phones() == ["00", "01", "02", "03", "04"]


def test_it_rests_when_it_has_started_as_often_as_it_may_in_an_hour(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedules, "AT_ONCE", 2)
    people(4)
    box = WhoAndWhen(number_id=ours().id, again=Again.EVERY, an_hour=2)
    workflow = live(flow("schedule", END, box=box))
    on_time(workflow)
    assert (phones(), refusals()) == (["00", "01"], [])
    rests = db.session.get_one(Workflow, workflow.id)
    assert (rests.turn_at is not None, rests.cursor > 0) == (True, True)
    for one in runs():
        one.started_at -= timedelta(hours=2)
    on_time(workflow)
    assert phones() == ["00", "01", "02", "03"]


@pytest.mark.parametrize(
    ("zone", "turn"),
    [("New York", "2026-03-07T01:30"), ("Kiritimati", "2026-03-05T15:30"), ("", "2026-03-06T20:30")],
)
def test_the_day_of_a_turn_is_that_of_its_own_clock(app: Flask, zone: str, turn: str) -> None:
    """A text that says `{{trigger.day}}`, or a callback on it, had the day before or after."""
    people(1)
    workflow = every(at="20:30", zone=zone)
    workflow.next_at = datetime.fromisoformat(turn).replace(tzinfo=UTC)
    db.session.commit()
    with time_machine.travel(workflow.next_at + timedelta(minutes=1), tick=False):
        jobs.start_due()
    (run,) = runs()
    assert run.event["day"] == "2026-03-06"


def test_once_a_day_is_every_day_also_when_the_clocks_go_forward_or_a_turn_takes_shorter(app: Flask) -> None:
    """A day that has 23 hours, and a start that comes seconds sooner behind its turn than the day before."""
    people(1)
    with time_machine.travel("2026-03-06T14:00:00Z", tick=False) as clock:
        box = WhoAndWhen(number_id=ours().id, again=Again.EVERY, a_day=1)
        workflow = live(flow("schedule", END, box=box, at="10:00", zone="New York"))
        for turn in ("06T15:00:40", "07T15:00:02", "08T14:00:01", "09T14:00:00"):
            clock.move_to(f"2026-03-{turn}Z")
            jobs.start_due()
            act()
        assert (len(runs()), refusals()) == (4, [])
        clock.move_to("2026-03-09T20:00:00Z")
        workflow.next_at = now()
        db.session.commit()
        jobs.start_due()
        assert len(refusals()) == 1, "twice on one day it still is not"


FRIDAY = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("settings", "turn"),
    [
        ({"at": "10:00"}, "2026-03-07T10:00"),
        ({"at": "10:00", "zone": "New York"}, "2026-03-07T15:00"),
        ({"every": "week", "weekday": "monday", "at": "09:00"}, "2026-03-09T09:00"),
        ({"every": "month", "day": "31", "at": "09:00"}, "2026-03-31T09:00"),
        ({"every": "cron", "cron": "0 9 * * 1-5"}, "2026-03-09T09:00"),
    ],
)
def test_when_the_next_turn_is(app: Flask, settings: dict[str, str], turn: str) -> None:
    document: Document = flow("schedule", END, **settings)
    assert schedules.following(document, FRIDAY) == datetime.fromisoformat(turn).replace(tzinfo=UTC)
    act()


def test_one_contact_who_raises_keeps_no_other_from_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    people(3)
    workflow, whole = every(), starting.obstacle

    def raises(workflow: Workflow, document: Document, happened: Happened) -> Refused | None:
        if happened.contact.phone.endswith("01"):
            raise RuntimeError("out of paper")
        return whole(workflow, document, happened)

    monkeypatch.setattr(starting, "obstacle", raises)
    on_time(workflow)
    assert (phones(), refusals()) == (
        ["00", "02"],
        ["Outbound failed on this start (RuntimeError); the log says more."],
    )
    assert db.session.get_one(Workflow, workflow.id).state == "live"
