"""What follows from a made-up text: the agents themselves are asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db, now
from webapp.models.agent import AgentState
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.answering import Answering
from webapp.models.handoff import Handoff, HandoffState
from webapp.models.label import ContactLabel
from webapp.models.message import Message
from webapp.models.task_record import RecordState, TaskRecord
from webapp.services.agents import figures, store
from webapp.services.demo import agents, answers
from webapp.services.demo.answers import Answerer
from webapp.services.demo.stage import Conversation, Stage
from webapp.services.demo.story import DENTAL, PEOPLE
from webapp.services.opt_outs import holds, register

THEN = now() - timedelta(days=3)


class Desk:
    """Ada, who texts with the reminder desk."""

    def __init__(self) -> None:
        self.stage = Stage(factories.user(), {DENTAL: factories.number(DENTAL)})
        self.talk: Conversation = self.stage.conversation(PEOPLE["Ada"], DENTAL, THEN)
        agent = agents.make(self.stage.by)["reminder_desk"]
        self.by = Answerer(agent, store.current(agent).definition)
        self._at = THEN

    def hears(self, text: str) -> str:
        """What is answered, or nothing."""
        self._at += timedelta(minutes=5)
        message = self.stage.hear(self.talk, text, self._at)
        answers.follow(self.stage, self.talk, message, self.by)
        db.session.flush()
        after = select(Message.text).where(Message.id > message.id)
        return db.session.scalar(after.order_by(Message.id.desc()).limit(1)) or ""


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk()


def test_the_agent_answers_and_its_turn_says_why(desk: Desk) -> None:
    assert desk.hears("yes please") == "Thank you, we look forward to seeing you."
    turn = db.session.scalars(select(AgentTurn)).one()
    assert (turn.outcome, turn.agent_id, turn.version) == (TurnOutcome.SENT, desk.by.agent.id, 1)
    assert turn.decision["explanation"]["because"]
    assert (turn.waited, turn.goal_reached, turn.handoff) == (8.0, True, "")
    assert db.session.scalars(select(ContactLabel.name)).all() == ["Comes"]
    assert desk.talk.thread.agent_state == AgentState.ON
    assert not desk.talk.thread.needs_reply


def test_nothing_waits_to_be_answered(desk: Desk) -> None:
    desk.hears("yes please")
    row = db.session.scalars(select(Answering)).one()
    assert (row.answer_at, row.lease) == (None, None)
    assert row.read_to > 0


def test_a_task_is_carried_out_once_they_agree(desk: Desk) -> None:
    for text in ("another day please", "next Friday at 3pm", "no"):
        desk.hears(text)
    assert db.session.scalar(select(TaskRecord.id)) is None
    assert "15:00" in desk.hears("yes")
    record = db.session.scalars(select(TaskRecord)).one()
    assert (record.state, record.fields["time"], record.at) == (RecordState.DONE, "15:00", record.done_at)
    assert figures.of_agent(desk.by.agent.id).tasks_done == 1


def test_a_handoff_waits_until_staff_write(desk: Desk) -> None:
    desk.hears("I want to talk to a real person")
    handoff = db.session.scalars(select(Handoff)).one()
    assert (handoff.state, handoff.code) == (HandoffState.OPEN, "asked")
    assert (desk.talk.thread.agent_state, desk.talk.thread.needs_reply) == (AgentState.HANDED_OFF, True)
    assert desk.hears("Hello?") == ""
    answers.take_over(desk.talk, desk.stage.by.id, now())
    assert (handoff.state, handoff.user_id) == (HandoffState.TAKEN, desk.stage.by.id)
    assert desk.talk.thread.agent_state == AgentState.PAUSED
    assert desk.hears("yes please") == ""


def test_a_stop_opts_out_and_a_wish_holds(desk: Desk) -> None:
    phone = PEOPLE["Ada"].phone
    assert desk.hears("please stop texting me") == ""
    assert holds.active([phone])
    assert "no more" in desk.hears("STOP").lower()
    assert register.active([phone])


def test_a_label_is_set_once(desk: Desk) -> None:
    desk.hears("yes please")
    desk.hears("yes please")
    assert db.session.scalars(select(ContactLabel.name)).all() == ["Comes"]
