"""Somebody picked up, or calls us: what is said, however often the carrier asks."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import desks, factories
from tests.calls import (
    CAROL,
    DAVE,
    Operator,
    batch,
    call_of,
    claimed,
    dispatch,
    number,
    single,
    spoken,
    standing,
    tell,
)
from tests.staff_calls import BEA, on_duty
from webapp.carriers.calls import CallEvent, CallReport, PickedUp
from webapp.db import db
from webapp.models.call import Call
from webapp.models.thread import Thread
from webapp.rules.callflow.sentences import shipped
from webapp.services.calls import answering, hanging_up, reports, sentences

REGION = "https://api-us-2.nexmo.com"


def picked_up(call: Call, carrier_id: str = "call-1") -> PickedUp:
    return PickedUp(carrier_id, str(call.client_ref), "CON-1", REGION, "", "", "tiny")


def test_a_call_says_its_first_message(operator: Operator) -> None:
    made = batch([CAROL], language="de", message="Guten Tag, {{first_name}}.")
    dispatch()
    said = spoken(answering.answer(picked_up(call_of(CAROL))))
    db.session.commit()
    assert said[1:] == ["Guten Tag, Person 2.", "Listen", 1]
    call = call_of(CAROL)
    assert (call.state, call.region_url, call.conversation) == ("answered", REGION, "CON-1")
    assert standing(made) == ["talking"]
    assert spoken(answering.answer(picked_up(call))) == said


def test_it_asks_before_the_creation_has_answered(operator: Operator) -> None:
    single()
    claimed()
    assert "Hello." in spoken(answering.answer(picked_up(call_of(CAROL), "call-5")))
    db.session.commit()
    assert (call_of(CAROL).state, call_of(CAROL).carrier_id) == ("answered", "call-5")


def test_what_was_to_be_hung_up_says_nothing(operator: Operator) -> None:
    call = single()
    dispatch()
    hanging_up.hang_up(call.id)
    assert spoken(answering.answer(picked_up(call))) == ["HangUp", 0]


def test_a_call_that_comes_in_stands_in_its_thread_once(operator: Operator) -> None:
    ours = number()
    db.session.commit()
    reports.receive(CallReport("in-1", "", CallEvent.STARTED, carrier="tiny", inbound=True), {})
    told = PickedUp("in-1", "", "CON-2", REGION, DAVE, factories.OUR_NUMBER, "tiny")
    first = answering.answer(told)
    assert "leave a message" in spoken(first)[0]
    assert answering.answer(told) == first
    db.session.commit()
    call = call_of(DAVE)
    assert (call.direction, call.state, call.number_id, call.recipient_id) == (
        "in",
        "answered",
        ours.id,
        None,
    )
    thread = db.session.scalars(select(Thread)).one()
    assert (thread.needs_reply, thread.unread, thread.last_text) == (True, 1, "Called us")
    tell(call, CallEvent.COMPLETED, ref="", seconds=4)
    assert (call_of(DAVE).outcome, call_of(DAVE).seconds) == ("no_answer", 4), "they left no message"


def test_where_calls_are_switched_off_a_message_can_be_left_at_once(operator: Operator) -> None:
    on_duty("Bea", BEA)
    ours = number()
    ours.services["call"].agent_id = desks.agent(factories.user()).id
    ours.services["call"].active = False
    told = PickedUp("in-1", "", "CON-2", REGION, DAVE, factories.OUR_NUMBER, "tiny")
    assert "leave a message" in spoken(answering.answer(told))[0]


def test_a_call_to_no_number_of_ours_is_answered_and_not_kept(operator: Operator) -> None:
    told = PickedUp("in-1", "", "", REGION, DAVE, "+12025550198", "tiny")
    assert spoken(answering.answer(told)) == [shipped("unknown_number", "en"), 0]
    assert db.session.scalars(select(Call)).all() == []


@pytest.mark.parametrize(
    ("ours", "sender", "phone"),
    [
        ("+442079460000", "+07911123456", "+447911123456"),  # the carrier's plus before a national form
        ("+442079460000", "+00447911123456", "+447911123456"),
        (factories.OUR_NUMBER, "+2025550122", DAVE),  # which is none of Egypt
        (factories.OUR_NUMBER, "+12025550122", DAVE),
    ],
)
def test_a_caller_in_national_form_is_who_they_are(
    operator: Operator, ours: str, sender: str, phone: str
) -> None:
    number(e164=ours)
    answering.answer(PickedUp("in-1", "", "", REGION, sender, ours, "tiny"))
    assert db.session.scalars(select(Call.phone)).all() == [phone]


def test_who_hides_their_number_hears_the_teams_own_words_in_the_language_of_the_agent(
    operator: Operator,
) -> None:
    by, ours = factories.user(), number()
    ours.services["call"].agent_id = desks.agent(by, languages=("es", "en")).id
    sentences.put("unknown_number", "es", "No le conocemos.", by)
    hidden = PickedUp("in-1", "", "", REGION, "anonymous", factories.OUR_NUMBER, "tiny")
    assert spoken(answering.answer(hidden)) == ["No le conocemos.", 0]
    assert db.session.scalars(select(Call)).all() == []
