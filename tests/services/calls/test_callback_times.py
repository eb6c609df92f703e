"""When a colleague calls back: within the hour, at the next duty, or at the agent's hours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from tests import desks, factories
from tests.calls import CAROL, Operator, call_of, dispatch, number, pick_up, say, single
from tests.staff_calls import on_duty
from webapp.agents.stored import WorkingHours
from webapp.db import db, now
from webapp.models.callback import Callback
from webapp.rules.hours import duty
from webapp.rules.hours.hours import Span
from webapp.services.calls import callback_times


def asks_for_a_person(**changes: Any) -> Any:
    desk = desks.agent(factories.user("Ada"), **changes)
    single(CAROL, number(), agent_id=desk.id)
    dispatch()
    pick_up()
    return say("#0")


def due() -> Callback:
    return db.session.scalars(select(Callback)).one()


def test_someone_on_duty_without_a_phone_calls_within_the_hour(operator: Operator) -> None:
    on_duty("Bea", "")
    assert "my colleagues cannot take the call" in asks_for_a_person()[0]
    assert say("yes")[0] == "A colleague will call you back within the hour."
    assert timedelta(minutes=58) < due().due_at - now() <= timedelta(hours=1)


def test_the_next_duty_is_promised_on_their_clock(operator: Operator) -> None:
    user = on_duty("Bea", "")
    tomorrow = now() + timedelta(days=1)
    user.duty = duty.to_json({duty.DAYS[tomorrow.weekday()]: Span(9 * 60, 17 * 60)})
    db.session.commit()
    asks_for_a_person()
    assert " at " in say("yes")[0]
    assert (due().due_at.hour, due().due_at.minute) == (9, 0)
    assert due().due_at.date() == tomorrow.date()


def test_an_agents_hours_say_when_where_no_one_has_duty(operator: Operator) -> None:
    begins = now() + timedelta(hours=3)
    opens = begins.hour * 60 + begins.minute
    span = (opens, opens + 1)
    asks_for_a_person(hours=WorkingHours("UTC", span, span, span))
    assert " at " in say("yes")[0]
    assert (due().due_at.hour, due().due_at.minute) == (begins.hour, begins.minute)
    assert callback_times.of(call_of(CAROL), desks.DESK, {}).words == "", "this one has no hours"


def test_without_any_hours_no_time_is_promised(operator: Operator) -> None:
    asks_for_a_person()
    assert say("yes")[0] == "A colleague will call you back."
    assert timedelta(minutes=58) < due().due_at - now() <= timedelta(hours=1)
