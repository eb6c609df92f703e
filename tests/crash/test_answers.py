"""What the crash proof asks of agents' answers finds what it is for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests import desks, factories
from tests.conversations import CAROL, they_write, thread_of
from tests.crash import answers
from tests.crash import desks as crash_desks
from tests.crash.record import CarriersRecord, ours
from tests.crash.talks import Held
from webapp.db import db, now
from webapp.models.agent_turn import AgentTurn
from webapp.models.event import Event
from webapp.models.message import Message, MessageState
from webapp.models.thread import Thread
from webapp.services.agents.turns import holding, switch

NUMBER = next(iter(crash_desks.NUMBERS))
ASKED = "When are you open?"


@pytest.fixture
def thread(app: Flask) -> Thread:
    """Carol has asked when we are open, and the agent has answered; the carrier has it."""
    ada = factories.user()
    desk = desks.agent(ada)
    factories.sms_of(factories.number(NUMBER)).agent_id = desk.id
    db.session.commit()
    found = thread_of(they_write(ASKED, to=NUMBER))
    desks.answer()
    answer().state, answer().claimed_at = MessageState.SENT, now()
    db.session.commit()
    return found


def answer() -> Message:
    return db.session.query(Message).filter_by(origin="agent").one()


def broken(held: list[Held] | None = None, asked: int = 0, at: float = 2.0) -> dict[str, list[str]]:
    """What the carrier took at a time (it was asked at 1), against the database."""
    db.session.rollback()
    accepted = [
        {"client_ref": row.client_ref, "to": CAROL[1:], "at": at, "text": row.text}
        for row in ours().sent.values()
    ]
    hook = {"message_uuid": "1", "phone": CAROL[1:], "at": 1.0, "text": ASKED}
    carrier = CarriersRecord(accepted, [], [hook])
    found = answers.audit(carrier, ours(), answers.read(), held or [], {CAROL: asked}, [])
    return {promise: offenders for promise, offenders in found.items() if offenders}


@pytest.mark.long
def test_an_answer_keeps_every_promise(thread: Thread) -> None:
    assert broken() == {}


def test_a_second_answer_to_the_same_text_is_found(thread: Thread) -> None:
    turn = db.session.query(AgentTurn).one()
    copy = {one.name: getattr(turn, one.name) for one in AgentTurn.__table__.columns if one.name != "id"}
    copy["entry_id"] = factories.add(_twin(answer())).id
    factories.add(AgentTurn(**copy))
    db.session.commit()
    assert len(broken()["answered twice"]) == 2  # by our record, and by the carrier's


def _twin(of: Message) -> Message:
    return Message(
        thread_id=of.thread_id, number_id=of.number_id, phone=of.phone, direction="out", origin="agent",
        state=MessageState.SENT, text=of.text, client_ref="again", claimed_at=now(),
    )  # fmt: skip


@pytest.mark.long
def test_an_answer_before_the_question_is_found(thread: Thread) -> None:
    assert "answered twice" in broken(at=0.5)


@pytest.mark.long
def test_an_answer_to_something_else_is_found(thread: Thread) -> None:
    answer().text = crash_desks.FACTS["Where can I park?"]
    db.session.commit()
    assert "not an answer to what they asked" in broken()


def test_a_question_that_no_one_saw_to_is_found(thread: Thread) -> None:
    they_write("Where can I park?", to=NUMBER)
    desks.hear()
    row = holding.answering(thread.id)
    holding.stop(row)
    db.session.commit()
    assert list(broken()) == ["neither answered nor waiting for staff"]


def test_an_answer_that_was_taken_back_is_found_unless_it_waits_for_staff(thread: Thread) -> None:
    answer().state = MessageState.CANCELED
    db.session.commit()
    assert list(broken()) == ["neither answered nor waiting for staff"]
    switch.take_over(thread.id, factories.user())
    db.session.get_one(Thread, thread.id).needs_reply = True
    db.session.commit()
    assert broken() == {}


def test_a_claim_while_a_person_has_the_word_is_found(thread: Thread) -> None:
    claimed = answer().claimed_at.timestamp()
    assert broken([Held(thread.id, claimed - 60, claimed - 30)]) == {}
    took_over(thread, claimed - 61)
    (found,) = broken([Held(thread.id, claimed - 60)])["answered after a person took over"]
    assert "60.0 s after it: thread.taken_over -61.0, written" in found


def took_over(thread: Thread, at: float, kind: str = "thread.taken_over") -> None:
    """An event, at a time (epoch seconds)."""
    factories.add(Event(kind=kind, thread_id=thread.id, at=datetime.fromtimestamp(at, UTC)))
    db.session.commit()


def test_who_gave_it_back_a_second_time_had_not_the_word(thread: Thread) -> None:
    """The request had not been answered in time, and was carried out after they took over again."""
    claimed = answer().claimed_at.timestamp()
    took_over(thread, claimed - 61)
    took_over(thread, claimed - 30, "thread.given_back")
    assert broken([Held(thread.id, claimed - 60)]) == {}
    took_over(thread, claimed - 20, "thread.replied")
    assert list(broken([Held(thread.id, claimed - 60)])) == ["answered after a person took over"]


def test_a_turn_without_an_end_is_found(thread: Thread) -> None:
    holding.answering(thread.id).answer_at = now()
    db.session.commit()
    assert list(broken()) == ["an agent's turn without an end"]


def test_a_model_that_is_asked_too_often_is_found(thread: Thread) -> None:
    assert broken(asked=8) == {}
    assert list(broken(asked=9)) == ["model asked too often"]
