"""The conversation of a call, turn by turn, with a carrier that only takes commands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import calls, desks, factories
from tests.calls import (
    CAROL,
    Operator,
    batch,
    call_of,
    dispatch,
    number,
    pick_up,
    say,
    single,
    standing,
    tell,
)
from tests.desks import HOURS
from webapp.carriers.calls import CallEvent
from webapp.db import db, now
from webapp.models.agent_turn import AgentTurn
from webapp.models.batch import RepliesBy
from webapp.models.call import Call, OnVoicemail
from webapp.models.callback import Callback
from webapp.models.handoff import Handoff
from webapp.models.hold import Hold
from webapp.models.opt_out import OptOut
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.rules.callflow.events import Event, Heard, PlayedOut, Silence
from webapp.services import settings
from webapp.services.agents import store
from webapp.services.calls import transcript
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.recipients import tallies

WHO = "This is an automated call from Bright Smile. To stop these calls, say stop or press 9."


@pytest.fixture
def call(operator: Operator) -> Call:
    """Carol is called, by an agent that knows its hours and takes appointments."""
    settings.put("team_name", "Bright Smile")
    ada, ours = factories.user(), number()
    desk = desks.agent(ada)
    made = single(CAROL, ours, agent_id=desk.id, first_message="Hello Carol, this is Bright Smile.")
    dispatch()
    return made


def written() -> list[str]:
    return [f"{turn.who[0]}: {turn.text}" for turn in transcript.of(call_of(CAROL).id)]


def thread() -> Thread:
    return db.session.scalars(select(Thread), execution_options={"populate_existing": True}).one()


def test_it_says_who_calls_and_what_for_and_listens(call: Call) -> None:
    heard = [WHO, "Hello Carol, this is Bright Smile.", "Listen", 1]
    assert pick_up() == heard
    assert pick_up() == heard, "however often it is asked"
    assert written() == [f"a: {WHO} Hello Carol, this is Bright Smile."]


def test_without_the_disclosure_the_first_message_comes_first(call: Call) -> None:
    settings.put("say_automated", False)
    settings.put("say_automated_in", "")
    db.session.commit()
    assert pick_up()[0] == "Hello Carol, this is Bright Smile."


def test_its_agent_answers_and_what_was_said_is_kept(call: Call) -> None:
    pick_up()
    assert say("when are you open") == [HOURS, "Listen", 2]
    assert say("okay thanks, bye") == ["Thank you for your time. Goodbye.", "HangUp", 3]
    assert written()[1:] == [
        "c: when are you open", f"a: {HOURS}", "c: okay thanks, bye", "a: Thank you for your time. Goodbye.",
    ]  # fmt: skip
    tell(call, CallEvent.COMPLETED, seconds=12)
    ended = call_of(CAROL)
    assert (ended.state, ended.outcome, ended.flow["phase"]) == ("ended", "answered", "over")
    assert "answer" not in ended.flow
    [turn] = db.session.scalars(select(AgentTurn)).all()
    assert (turn.entry_id, turn.outcome, turn.read_to) == (call.id, "sent", None)


def test_what_is_told_twice_is_answered_as_before(call: Call) -> None:
    pick_up()
    first = say("when are you open", turn=1)
    assert say("when are you open", turn=1) == first
    assert len(written()) == 3
    say("where can I park")
    assert say("when are you open", turn=1)[-1] == 3, "a turn that is over changes nothing"


def test_a_task_is_carried_out_in_a_call(call: Call) -> None:
    pick_up()
    assert say("I need an appointment") == ["Name?", "Listen", 2]
    assert say("Carol Ray") == ["Noted, Carol Ray.", "Listen", 3]
    [record] = db.session.scalars(select(TaskRecord)).all()
    assert (record.fields, record.thread_id) == ({"name": "Carol Ray"}, call.thread_id)
    [turn, _] = db.session.scalars(select(AgentTurn).order_by(AgentTurn.id.desc())).all()
    assert (turn.record_id, turn.decision["runs"]) == (record.id, True)


def test_the_second_reading_is_tried(call: Call) -> None:
    pick_up()
    heard = Heard("went are your often", ("when are you open",), 0.6)
    assert say(heard)[0] == HOURS


@pytest.mark.parametrize(
    ("said", "evidence"), [("please don't call me again", "please don't call me again"), ("#9", "Pressed 9.")]
)
def test_they_want_no_more_calls(call: Call, said: str, evidence: str) -> None:
    pick_up()
    assert "HangUp" in say(said)
    [out] = db.session.scalars(select(OptOut)).all()
    assert (out.phone, out.source, out.evidence, out.message_id) == (CAROL, "call", evidence, call.id)
    assert call_of(CAROL).hang_up_at is None, "it is said to its end"


def test_a_batch_counts_who_opts_out_in_a_call(operator: Operator) -> None:
    ada, ours = factories.user(), number()
    made = batch([CAROL], ours)
    made.replies_by, made.agent_id = RepliesBy.AGENT, desks.agent(ada).id
    db.session.commit()
    dispatch()
    pick_up()
    say("stop calling me")
    tell(call_of(CAROL), CallEvent.COMPLETED)
    assert standing(made) == ["answered"]
    [out] = db.session.scalars(select(OptOut)).all()
    assert out.phone == CAROL
    assert tallies.counts(made.id)["opted_out"] == 1


def test_who_hangs_up_over_the_question_whether_they_want_no_more_calls_is_on_hold(call: Call) -> None:
    pick_up()
    say("wrong number")
    tell(call, CallEvent.COMPLETED)
    [hold] = db.session.scalars(select(Hold)).all()
    assert (hold.phone, hold.text, hold.message_id) == (CAROL, "wrong number", call.id)


def test_they_want_a_person(call: Call) -> None:
    pick_up()
    assert say("#0")[-2:] == ["Listen", 2]
    [handoff] = db.session.scalars(select(Handoff)).all()
    assert handoff.reason == "They pressed 0, for a person."
    assert thread().needs_reply
    say("yes please")
    [promised] = db.session.scalars(select(Callback)).all()
    assert (promised.thread_id, promised.text) == (call.thread_id, "They pressed 0, for a person.")
    assert promised.source_name == "Desk"


def test_silence_is_asked_about_twice(call: Call) -> None:
    pick_up()
    assert say(Silence())[0] == "Are you still there?"
    assert "I cannot hear you." in say(Silence())[0]
    assert "HangUp" in say(Silence())


@pytest.mark.parametrize(
    "answer", [Silence(), Heard("Okay, thank you very much"), Heard("Hello?"), Heard("")]
)
def test_without_an_agent_the_message_is_all_there_is(operator: Operator, answer: Event) -> None:
    single()
    dispatch()
    pick_up()
    assert say(answer)[:2] == ["Thank you for your time. Goodbye.", "HangUp"]
    assert db.session.scalars(select(Handoff)).all() == []


def test_without_an_agent_staff_are_asked(operator: Operator) -> None:
    single()
    dispatch()
    assert pick_up()[-2:] == ["Listen", 1]
    assert "Shall a colleague call you back?" in " ".join(map(str, say("I have a question")))
    [handoff] = db.session.scalars(select(Handoff)).all()
    assert handoff.reason == "They answered, and no agent holds this call."


LEFT = "Please call us back. To stop these calls, text STOP to this number."


def test_a_voicemail_gets_its_message(operator: Operator) -> None:
    call = single(on_voicemail=OnVoicemail.MESSAGE, voicemail_message="Please call us back.")
    dispatch()
    pick_up()
    tell(call, CallEvent.MACHINE)
    assert calls.hears(CAROL) == ["Listen", 2]
    call.answered_at = now() - timedelta(seconds=5)
    db.session.commit()
    tell(call, CallEvent.BEEP)
    assert calls.hears(CAROL) == [LEFT, 3]
    tell(call, CallEvent.COMPLETED)
    assert call_of(CAROL).outcome == "voicemail"


def test_a_machine_that_is_noticed_before_the_answer_is_believed(operator: Operator) -> None:
    call = single(on_voicemail=OnVoicemail.HANG_UP)
    dispatch()
    tell(call, CallEvent.MACHINE)
    assert pick_up() == ["Listen", 1]
    assert say(Silence()) == ["HangUp", 2]


def test_a_question_that_no_one_asked_is_not_answered(call: Call) -> None:
    pick_up()
    before: Any = calls.hears(CAROL)
    assert say(PlayedOut()) == before


def test_a_call_that_cannot_be_read_any_more_ends_as_the_carrier_says(call: Call) -> None:
    pick_up()
    call_of(CAROL).flow = {"phase": "nonsense"}
    db.session.commit()
    assert say("hello?") == [1]
    tell(call, CallEvent.COMPLETED, seconds=5)
    assert (call_of(CAROL).state, call_of(CAROL).outcome) == ("ended", "answered")


@pytest.mark.parametrize(
    ("said", "out"), [("please stop calling me", True), ("#9", True), ("leave me alone", False)]
)
def test_a_wish_for_no_more_calls_counts_that_comes_after_they_have_hung_up(
    call: Call, said: str, out: bool
) -> None:
    """The carrier tells that the call is over, and then what was said last."""
    pick_up()
    tell(call, CallEvent.COMPLETED)
    assert say(said) == say(said), "told twice"
    assert len(db.session.scalars(select(OptOut)).all()) == out
    assert len(db.session.scalars(select(Hold)).all()) == (not out)
    assert len(written()) == 2
    assert gate.ask(CAROL, Asking("staff", "sms")).obstacle  # type: ignore[arg-type]


def test_what_they_said_while_a_machine_was_noticed_is_heard(operator: Operator) -> None:
    """Detection has changed what the line hears: their words answer what it heard before."""
    call = single(on_voicemail=OnVoicemail.HANG_UP)
    dispatch()
    pick_up()
    tell(call, CallEvent.MACHINE)
    assert calls.hears(CAROL) == ["Listen", 2]
    assert say("stop calling me", turn=1)[1:] == ["HangUp", 3]
    assert db.session.scalars(select(OptOut.evidence)).all() == ["stop calling me"]


def test_a_call_that_was_to_be_tried_again_is_not(operator: Operator) -> None:
    made = batch([CAROL], retries=3, retry_minutes=5, retry_on=("no_answer",), voicemail=OnVoicemail.RETRY)
    dispatch()
    pick_up()
    tell(call_of(CAROL), CallEvent.MACHINE)
    tell(call_of(CAROL), CallEvent.COMPLETED)
    assert standing(made) == ["waiting"]
    say("#9", turn=1)
    assert standing(made) == ["skipped"]


def test_who_says_no_to_the_question_is_not_held_by_a_webhook_that_comes_again(call: Call) -> None:
    pick_up()
    say("wrong number")
    say("no")
    say("wrong number", turn=1)
    tell(call, CallEvent.COMPLETED)
    say("wrong number", turn=1)
    assert db.session.scalars(select(Hold)).all() == []


@pytest.mark.parametrize("of", ["batch", "single"])
def test_a_call_whose_agent_was_archived_before_is_held_by_no_one(operator: Operator, of: str) -> None:
    """It says its message, and ends when they are content: no one asked for a person."""
    ada, ours = factories.user(), number()
    desk = desks.agent(ada)
    if of == "batch":
        made = batch([CAROL], ours)
        made.replies_by, made.agent_id = RepliesBy.AGENT, desk.id
    else:
        single(CAROL, ours, agent_id=desk.id)
    store.archive(desk.id, ada)
    dispatch()
    pick_up()
    assert say("Okay, thank you.")[1:] == ["HangUp", 2]
    assert (call_of(CAROL).agent_id, db.session.scalars(select(Handoff)).all()) == (None, [])
