"""The end of a turn: what is sent, kept and flagged, and what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import desks, factories
from tests.conversations import CAROL, fresh, they_send, they_write, thread_of, we_write
from tests.desks import DESK, HOURS
from webapp.agents.base import Decision, HandoffKind
from webapp.agents.stored import Caps, WorkingHours
from webapp.db import db, now
from webapp.models.agent import AgentState
from webapp.models.entry import Origin
from webapp.models.handoff import Handoff
from webapp.models.hold import Hold
from webapp.models.message import Message
from webapp.rules.hours.hours import DAY
from webapp.services.agents.turns import concluding, planning, switch, thinking
from webapp.services.agents.turns.planning import Plan
from webapp.services.gate import gate

CLOSED = WorkingHours("UTC", (0, 1), (0, 1), (0, 1))


def handoff() -> Handoff:
    return db.session.scalars(select(Handoff).order_by(Handoff.id.desc())).first() or Handoff()


def test_thanks_need_no_answer_and_no_reply(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("thank you so much"))
    desks.answer()
    assert (desks.said(), desks.outcomes(), fresh(thread).needs_reply) == ([], ["silent"], False)


def test_what_staff_alone_can_see_waits_for_them_whatever_is_said_beside_it(app: Flask) -> None:
    ada = desks.at_work()[0]
    picture = ("image", "https://media.example/1.jpg", "")
    thread = thread_of(they_send(picture))
    they_write("thank you so much")
    desks.answer()
    assert fresh(thread).needs_reply
    they_send(picture, text="When are you open?")
    desks.answer()
    assert len(desks.said()) == 1 and fresh(thread).needs_reply, "it is answered, and still waits for staff"
    we_write(fresh(thread), "Seen, thank you.", ada.id)
    switch.resume(thread.id, ada)
    db.session.commit()
    they_write("Where can I park?")
    desks.answer()
    assert (desks.outcomes(), fresh(thread).needs_reply) == (["silent", "sent", "sent"], False)


def test_a_link_that_is_not_on_the_list_is_not_sent(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("What is your website?"))
    desks.answer()
    assert desks.outcomes() == ["filtered"]
    assert desks.said() == ["I am passing this on to a colleague, who will answer you here."]
    assert "evil.example/x" in handoff().reason
    assert fresh(thread).agent_state == AgentState.HANDED_OFF


def test_a_task_is_asked_field_by_field_and_is_kept_with_its_turn(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("I need an appointment"))
    desks.answer()
    assert desks.timer_of(thread).memory["task"]["asked"] == "name"
    they_write("Carol Ray")
    desks.answer()
    assert desks.said() == ["Name?", "Noted, Carol Ray."]
    assert desks.turns()[-1].decision["runs"] is True
    assert desks.turns()[-1].record_id is not None
    assert desks.timer_of(thread).memory["task"] is None


def test_the_caps_of_a_day(app: Flask) -> None:
    desks.at_work(caps=Caps(day=2, thread=30))
    for text in ("When are you open?", "Where can I park?", "Are dogs welcome?"):
        thread = thread_of(they_write(text))
        desks.answer()
    assert len(desks.said()) == 2
    assert (handoff().code, handoff().reason) == (
        "machine", "The agent has answered 2 times within a day, as often as it may.",
    )  # fmt: skip
    assert fresh(thread).needs_reply


def test_answers_of_another_day_count_in_all_only(app: Flask) -> None:
    desks.at_work(caps=Caps(day=2, thread=2))
    they_write("When are you open?")
    desks.answer()
    db.session.execute(
        update(Message).where(Message.origin == Origin.AGENT).values(created_at=now() - timedelta(days=2))
    )
    db.session.commit()
    they_write("Where can I park?")
    desks.answer()
    assert len(desks.said()) == 2
    they_write("When are you open?")
    desks.answer()
    assert handoff().reason == "The agent has answered 2 times here, as often as it may."


@pytest.mark.parametrize(
    "texts",
    [
        ("When are you open?", "I am out of the office until Monday."),
        ("When are you open?", HOURS),
        ("When are you open?", "When are you open?"),
    ],
    ids=["out of office", "echo", "the same again"],
)
def test_a_machine_is_paused_and_flagged(app: Flask, texts: tuple[str, str]) -> None:
    desks.at_work()
    for text in texts:
        thread = thread_of(they_write(text))
        desks.answer()
    assert desks.said() == [HOURS]
    assert handoff().code == HandoffKind.MACHINE
    assert fresh(thread).agent_state == AgentState.HANDED_OFF


def test_away_is_said_once_and_staff_answer(app: Flask) -> None:
    desks.at_work(hours=CLOSED, away="We are closed until tomorrow.")
    for text in ("When are you open?", "Hello? Where can I park?"):
        thread = thread_of(they_write(text))
        desks.answer()
    if now().hour == 0 and now().minute < 2:  # a minute after midnight it is open
        pytest.skip("the agent is at work at this very minute")
    assert desks.said() == ["We are closed until tomorrow."]
    assert desks.outcomes() == ["away", "silent"]
    assert (fresh(thread).needs_reply, fresh(thread).agent_state) == (True, AgentState.ON)
    assert desks.timer_of(thread).answer_at is None


def test_what_came_while_it_was_closed_is_answered_with_the_next_text(app: Flask) -> None:
    ada, _, desk = desks.at_work(hours=CLOSED, away="We are closed.")
    if now().hour == 0 and now().minute < 2:
        pytest.skip("the agent is at work at this very minute")
    they_write("When are you open?")
    desks.answer()
    open_all_day = WorkingHours("UTC", (0, DAY), (0, DAY), (0, DAY))
    desks.change(db.session.merge(desk), ada, hours=open_all_day)
    they_write("Hello?")
    desks.answer()
    assert desks.said() == ["We are closed.", HOURS]


def thought(text: str, **plan: object) -> thinking.Thought:
    """What a worker makes of a text, with another plan."""
    thread = thread_of(they_write(text))
    desks.hear()
    desks.pass_time()
    claim = desks.claim(thread.id)
    assert claim is not None
    reading = desks.read(claim)
    assert reading is not None
    db.session.commit()
    made = thinking.think(reading)
    return replace(made, plan=replace(made.plan, **plan))  # type: ignore[arg-type]


def test_an_engine_that_hears_a_wish_holds_everything_back(app: Flask) -> None:
    desks.at_work()
    wish = planning._holds(Decision(say="Bye", opt_out=True))
    one = replace(thought("When are you open?"), plan=wish)
    assert not concluding.conclude([one])
    db.session.commit()
    hold = db.session.scalars(select(Hold)).one()
    assert (hold.text, desks.said(), handoff().code) == ("When are you open?", [], HandoffKind.HOLD)
    assert gate.ask(CAROL, gate.Asking(Origin.AGENT, gate.Channel.SMS)).obstacle
    they_write("Where can I park?")
    desks.answer()
    assert desks.said() == []


def test_what_is_tried_again_waits_a_little_and_keeps_its_count(app: Flask) -> None:
    desks.at_work()
    one = thought("When are you open?", again=True)
    assert not concluding.conclude([one])
    db.session.commit()
    row = desks.timer_of(db.session.get_one(desks.Thread, one.reading.claim.thread_id))
    assert row.answer_at is not None
    assert (row.answer_at > now(), row.lease, row.tries) == (True, None, 1)
    desks.answer()
    assert desks.said() == [HOURS]


def test_a_number_whose_sms_is_off_hands_off_with_what_to_do(app: Flask) -> None:
    _, number, _ = desks.at_work()
    one = thought("When are you open?")
    factories.sms_of(number).active = False
    db.session.commit()
    assert not concluding.conclude([one])
    db.session.commit()
    assert (desks.said(), desks.outcomes()) == ([], ["failed"])
    assert "SMS is switched off for Front desk" in handoff().reason


def test_a_plan_without_words_still_keeps_its_turn(app: Flask) -> None:
    desks.at_work()
    plan = Plan(planning.TurnOutcome.SILENT, "Nothing.", settles=False)
    one = replace(thought("When are you open?"), plan=plan)
    assert not concluding.conclude([one])
    db.session.commit()
    (turn,) = desks.turns()
    assert (turn.outcome, turn.reason, turn.entry_id) == ("silent", "Nothing.", None)
    assert fresh(db.session.get_one(desks.Thread, turn.thread_id)).needs_reply
    assert DESK.segments == 1
