"""A call to us that no one took is followed by one text, where the team has written one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import desks, factories
from tests.calls import DAVE, Operator, call_of, number, say, spoken, tell
from tests.services.threads.test_reopening import because, put_off
from tests.staff_calls import on_duty
from webapp.carriers.calls import CallEvent, PickedUp, RecordingMade
from webapp.db import db
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.opt_out import OptOutSource
from webapp.models.status_change import Because
from webapp.models.thread import Thread
from webapp.rules.hours import duty
from webapp.rules.hours.hours import Span
from webapp.services import settings
from webapp.services.calls import answering, missed, recorded
from webapp.services.contacts import blocking
from webapp.services.opt_outs import register
from webapp.services.threads import callbacks

TEXT = "Sorry that we missed your call. Write to us here."


def they_call(name: str = "in-1", seconds: int = 2, message: bool = False) -> None:
    answering.answer(PickedUp(name, "", f"CON-{name}", "", DAVE, factories.OUR_NUMBER, "tiny"))
    db.session.commit()
    call = call_of(DAVE)
    if message:
        made = RecordingMade(str(call.client_ref), call.turn, True, "f-1", "https://x.nexmo.com/f", 44, 7)
        recorded.receive(made)
        db.session.commit()
    tell(call_of(DAVE), CallEvent.COMPLETED, ref="", seconds=seconds)


def texts() -> list[str]:
    return list(db.session.scalars(select(Message.text)))


@pytest.fixture(autouse=True)
def ours(operator: Operator) -> None:
    number()
    settings.put("missed_call_text", TEXT)
    db.session.commit()


def test_one_text_a_day_goes_back() -> None:
    they_call()
    assert texts() == [TEXT]
    settings.put("missed_call_text", "Sorry that we missed you.")
    they_call("in-2")
    assert texts() == [TEXT]
    [message] = db.session.scalars(select(Message))
    assert (message.state, message.origin, message.direction) == ("queued", "missed_call", "out")


def test_one_goes_back_to_those_who_left_a_message_too() -> None:
    they_call(message=True)
    assert (call_of(DAVE).outcome, missed.is_missed(call_of(DAVE)), texts()) == ("voicemail", True, [TEXT])


def test_an_end_that_is_told_late_makes_no_message_of_a_caller_who_hung_up_at_once() -> None:
    answering.answer(PickedUp("in-1", "", "CON-1", "", DAVE, factories.OUR_NUMBER, "tiny"))
    db.session.commit()
    call = call_of(DAVE)
    assert call.answered_at
    began = call.answered_at
    call.answered_at = began - timedelta(minutes=5)
    db.session.commit()
    tell(call_of(DAVE), CallEvent.COMPLETED, ref="", seconds=4, at=began - timedelta(minutes=5, seconds=-4))
    assert call_of(DAVE).outcome == "no_answer"


@pytest.mark.parametrize(
    ("said", "waits"),
    [("", True), ("When are you open?", False), ("stop calling me", False), ("#0", True)],
)
def test_a_call_that_an_agent_took_waits_for_no_one(said: str, waits: bool) -> None:
    ours = db.session.scalars(select(Number)).one()
    ours.services["call"].agent_id = desks.agent(factories.user("Ada")).id
    answering.answer(PickedUp("in-1", "", "CON-1", "", DAVE, factories.OUR_NUMBER, "tiny"))
    db.session.commit()
    if said:
        say(said, DAVE)
    tell(call_of(DAVE), CallEvent.COMPLETED, ref="", seconds=9)
    assert (call_of(DAVE).outcome, thread_of_dave().needs_reply) == ("answered", waits)


def test_whose_line_was_lost_is_called_back() -> None:
    ours = db.session.scalars(select(Number)).one()
    ours.services["call"].agent_id = desks.agent(factories.user("Ada")).id
    answering.answer(PickedUp("in-1", "", "CON-1", "", DAVE, factories.OUR_NUMBER, "tiny"))
    db.session.commit()
    say("When are you open?", DAVE)
    tell(call_of(DAVE), CallEvent.COMPLETED, ref="", seconds=9, by_carrier=True)
    [callback] = callbacks.open_ones(thread_of_dave().id)
    assert callback.text.startswith("The line was lost")


def thread_of_dave() -> Thread:
    return db.session.get_one(Thread, call_of(DAVE).thread_id)


def test_none_where_none_is_written() -> None:
    settings.put("missed_call_text", "")
    they_call()
    assert texts() == []


def test_none_to_those_who_have_opted_out() -> None:
    factories.thread(DAVE, call_number())
    register.record(DAVE, OptOutSource.STAFF, "they said so", None)
    db.session.commit()
    they_call()
    assert texts() == []


def test_none_to_those_who_are_blocked() -> None:
    blocking.block(factories.thread(DAVE, call_number()).contact, factories.user())
    db.session.commit()
    they_call()
    assert texts() == []


def call_number() -> int:
    return db.session.scalars(select(Number.id)).one()


def test_outside_duty_hours_callers_hear_so_first() -> None:
    settings.put("call_away", "You reach us on weekdays.")
    bea = on_duty("Bea", "")
    bea.duty = duty.to_json({})
    db.session.commit()
    heard = answering.answer(PickedUp("in-1", "", "CON-1", "", DAVE, factories.OUR_NUMBER, "tiny"))
    assert spoken(heard)[0].startswith("Nobody can take"), "no one has hours: nothing is said of them"
    db.session.rollback()
    bea.duty = duty.to_json({duty.DAYS[(answering.now().weekday() + 3) % 7]: Span(0, 60)})
    db.session.commit()
    heard = answering.answer(PickedUp("in-1", "", "CON-1", "", DAVE, factories.OUR_NUMBER, "tiny"))
    assert spoken(heard)[0] == "You reach us on weekdays."


def test_a_call_opens_a_conversation_that_is_closed_unless_they_are_blocked() -> None:
    they_call()
    thread = put_off(thread_of_dave())
    they_call("in-2")
    assert (thread_of_dave().status, because(thread)) == ("open", [Because.CALLED])
    put_off(thread)
    blocking.block(thread.contact, factories.user(email="bea@example.org"))
    they_call("in-3")
    assert thread_of_dave().status == "closed"
