"""Made-up calls: what is said and done in them, as the flow and the agents decide it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db, now
from webapp.models.agent_turn import AgentTurn
from webapp.models.call import Call, CallState
from webapp.models.callback import Callback
from webapp.models.entry import Entry
from webapp.models.task_record import TaskRecord
from webapp.rules.callflow.outcomes import Outcome
from webapp.services.agents import store
from webapp.services.calls import outcomes, transcript
from webapp.services.demo import agents, calls, marks
from webapp.services.demo.answers import Answerer
from webapp.services.demo.stage import Conversation, Stage
from webapp.services.demo.story import DENTAL, PEOPLE, PhoneCall

THEN = now() - timedelta(hours=3)
FIRST = {"first_message": "Hello Ada, can you make it?", "voicemail_message": "Please call us back."}
Place = Callable[[PhoneCall], Call]


class Desk:
    """Riverside Dental, where Ada is called, or calls."""

    def __init__(self) -> None:
        self.stage = Stage(factories.user(), {DENTAL: factories.number(DENTAL)})
        agent = agents.make(self.stage.by)["reminder_desk"]
        self.by = Answerer(agent, store.current(agent).definition)
        self.one: Conversation = self.stage.conversation(PEOPLE["Ada"], DENTAL, THEN)

    def calls(self, *said: str, outcome: Outcome = Outcome.ANSWERED) -> Call:
        return calls.placed(self.stage, self.one, PhoneCall("Ada", said, outcome), self.by, THEN, **FIRST)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk()


def test_what_is_said_is_what_flow_and_agent_decide(desk: Desk) -> None:
    call = desk.calls("I need to move my appointment", "next Thursday", "at 10am", "no", "yes", "bye")
    said = [one.text for one in transcript.of(call.id)]
    assert said[1:4] == [
        "I need to move my appointment",
        "No problem, let us find another time. Which day suits you?",
        "next Thursday",
    ]
    assert said[-1] == "Thank you for your time. Goodbye."
    assert (call.state, call.outcome) == (CallState.ENDED, outcomes.of_conversation(call))
    assert call.ended_at is not None and transcript.of(call.id)[-1].at <= call.ended_at < now()
    record = db.session.scalars(select(TaskRecord)).one()
    turns = db.session.scalars(select(AgentTurn).where(AgentTurn.entry_id == call.id)).all()
    assert (record.state, record.fields["time"]) == ("done", "10:00")
    assert record.id in {turn.record_id for turn in turns}


@pytest.mark.parametrize(
    ("outcome", "last"),
    [
        (Outcome.VOICEMAIL, "Please call us back. To stop these calls,"),
        (Outcome.BUSY, ""),
        (Outcome.NO_ANSWER, ""),
    ],
)
def test_who_does_not_pick_up_says_nothing(desk: Desk, outcome: Outcome, last: str) -> None:
    call = desk.calls(outcome=outcome)
    said = [one.text for one in transcript.of(call.id)]
    assert bool(said) == bool(last) and all(one.startswith(last) for one in said[-1:])
    assert (call.outcome, bool(call.answered_at)) == (outcome, bool(last))
    assert desk.one.thread.last_text == FIRST["first_message"]


def test_who_calls_and_asks_for_a_person_is_promised_a_callback_that_is_due(desk: Desk) -> None:
    told = PhoneCall("Ada", ("can I talk to a person", "yes please", "no thanks"))
    call = calls.came_in(desk.stage, desk.one, told, desk.by, THEN)
    callback = db.session.scalars(select(Callback)).one()
    assert call.ended_at is not None and call.ended_at < callback.due_at < now()
    assert desk.one.thread.needs_reply and desk.one.thread.agent_state == "handed_off"
    assert call.id in marks.of(Entry) and marks.of(Callback) == {callback.id}
