"""Who was talked with by staff need not be called back any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories
from tests.calls import CAROL, Operator, call_of, dispatch, number, pick_up, say, single, tell
from tests.staff_calls import BEA, E, legs, on_duty, staff_picks_up, staff_presses, taken, tell_leg
from webapp.carriers.calls import CallEvent
from webapp.db import db, now
from webapp.models.callback import Callback
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.services.calls import called_back
from webapp.services.inbox import in_person
from webapp.services.threads import callbacks

AGENT = Source(SourceKind.AGENT, "Desk")


def promised(thread: Thread, hours: int = 0) -> Callback:
    made = callbacks.add(thread, now() + timedelta(hours=hours), "Why", AGENT)
    made.created_at = now() - timedelta(days=1)
    db.session.commit()
    return made


def is_done(*found: Callback) -> list[bool]:
    db.session.rollback()
    return [db.session.get_one(Callback, one.id).done_at is not None for one in found]


@pytest.mark.parametrize(("event", "done"), [(E.HUMAN, True), (E.MACHINE, False), (E.BUSY, False)])
def test_a_call_in_person_that_reached_them(operator: Operator, event: CallEvent, done: bool) -> None:
    thread = factories.thread(CAROL, number().id)
    bea = on_duty("Bea", BEA)
    now_due, next_month = promised(thread), promised(thread, 24 * 30)
    in_person.start(thread, bea)
    dispatch()
    [leg] = legs()
    staff_picks_up(leg)
    staff_presses(leg, "1")
    dispatch()
    tell(call_of(CAROL), event)
    tell(call_of(CAROL), E.COMPLETED, seconds=60)
    assert is_done(now_due, next_month) == [done, False]
    assert db.session.get_one(Callback, now_due.id).done_by == (bea.id if done else None)


def test_a_call_that_staff_took_and_not_what_was_promised_in_it(operator: Operator) -> None:
    leg = taken()
    thread = db.session.scalars(select(Thread)).one()
    before = promised(thread, 2)
    within = callbacks.add(thread, now(), "Cut off", AGENT)
    within.created_at = now() + timedelta(seconds=1)
    db.session.commit()
    tell_leg(leg, E.COMPLETED)
    tell(call_of(CAROL), E.COMPLETED, seconds=90)
    assert is_done(before, within) == [True, False]


def test_a_talk_with_an_agent_does_none(operator: Operator) -> None:
    single(CAROL, number())
    thread = db.session.scalars(select(Thread)).one()
    open_one = promised(thread)
    dispatch()
    pick_up()
    say("Hello")
    tell(call_of(CAROL), E.COMPLETED, seconds=9)
    assert is_done(open_one) == [False]
    called_back.settle(call_of(CAROL))
    assert is_done(open_one) == [False]
