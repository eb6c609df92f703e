"""A call whose agent asks a model: it waits a little, says that it takes a moment, and goes on without."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from jobs import spoken as jobs
from tests import calls, factories, model_desks
from tests.calls import CAROL, Operator, call_of, dispatch, number, pick_up, say, single
from tests.model_desks import PARKING
from tests.simulator.model.server import ModelServer
from webapp import queue
from webapp.agents.base import Decision, HandoffKind
from webapp.agents.base import Handoff as Handoff_
from webapp.db import db, now
from webapp.models.agent_turn import AgentTurn
from webapp.models.call import Call
from webapp.models.call_question import CallQuestion
from webapp.models.handoff import Handoff
from webapp.models.hold import Hold
from webapp.models.opt_out import OptOut
from webapp.rules.callflow.events import PlayedOut
from webapp.rules.callflow.talking import TOO_SLOW
from webapp.services import sweep
from webapp.services.calls import conversing, questions, stepping_in
from webapp.services.calls.asking import Thought
from webapp.services.calls.conversing import Waiting
from webapp.services.privacy import retention

MOMENT = ["One moment, please.", "Wait"]


@pytest.fixture
def call(operator: Operator, model: ModelServer) -> Call:
    """Carol is called by an agent that asks a model, and has picked up."""
    ada, ours = factories.user(), number()
    desk = model_desks.agent(model_desks.known_model(model, ada).id, ada)
    made = single(CAROL, ours, agent_id=desk.id)
    dispatch()
    pick_up()
    return made


def asks(what: str = "where can I park?") -> Waiting:
    waiting = say(what)
    assert isinstance(waiting, Waiting)
    return waiting


def goes_on(waiting: Waiting) -> list[object]:
    heard = conversing.go_on(waiting)
    db.session.commit()
    assert not isinstance(heard, Waiting)
    return calls.spoken(heard)


def decides(waiting: Waiting) -> None:
    jobs.decide(waiting.question_id)
    db.session.rollback()


def test_its_answer_is_said_when_it_comes_in_time(call: Call) -> None:
    waiting = asks()
    assert not questions.is_decided(waiting.question_id)
    decides(waiting)
    assert questions.is_decided(waiting.question_id)
    assert goes_on(waiting) == [PARKING, "Listen", 2]
    [turn] = db.session.scalars(select(AgentTurn)).all()
    assert (turn.entry_id, turn.outcome) == (call.id, "sent")
    assert turn.tokens


def test_an_agent_that_is_stopped_while_it_thinks_says_goodbye_instead(call: Call) -> None:
    waiting = asks()
    decides(waiting)
    stepping_in.take_over(call.id, factories.user("Bea"))
    db.session.commit()
    assert goes_on(waiting)[0] == "A colleague will call you back."


def test_who_repeats_the_question_meanwhile_waits_for_the_same_answer(call: Call) -> None:
    waiting = asks()
    assert say("where can I park?") == waiting
    decides(waiting)
    first = goes_on(waiting)
    assert goes_on(waiting) == first
    assert len(db.session.scalars(select(CallQuestion)).all()) == 1


def test_late_it_is_said_that_it_takes_a_moment(call: Call) -> None:
    waiting = asks()
    assert goes_on(waiting) == [*MOMENT, 2]
    assert goes_on(waiting) == [*MOMENT, 2], "once"
    again = say(PlayedOut())
    assert isinstance(again, Waiting)
    assert again.filled
    decides(again)
    assert goes_on(again) == [PARKING, "Listen", 3]


def test_too_late_the_call_goes_on_with_staff(call: Call) -> None:
    goes_on(asks())
    for _ in range(2):
        filled = say(PlayedOut())
        goes_on(filled)
    last = say(PlayedOut())
    assert goes_on(last)[-2:] == ["Listen", 5]
    assert db.session.scalars(select(Handoff.reason)).all() == [TOO_SLOW]
    decides(last)
    assert goes_on(last)[-1] == 5, "what comes then is not said any more"


def test_a_model_that_fails_leaves_the_call_to_staff(call: Call, model: ModelServer) -> None:
    model.mood("error_500")
    waiting = asks()
    decides(waiting)
    assert "colleague" in str(goes_on(waiting)[0])
    [turn] = db.session.scalars(select(AgentTurn)).all()
    assert (turn.outcome, turn.handoff) == ("failed", "fault")
    assert "500" in turn.reason


def test_a_question_is_taken_up_once_and_in_time(call: Call) -> None:
    waiting = asks()
    assert questions.begin(waiting.question_id)
    db.session.commit()
    assert questions.begin(waiting.question_id) is None
    late = update(CallQuestion).values(started_at=None, asked_at=now() - questions.IN_TIME)
    db.session.execute(late)
    assert questions.begin(waiting.question_id) is None


def test_the_sweep_finds_what_was_lost(call: Call) -> None:
    waiting = asks()
    queue.redis().flushall()
    assert questions.due() == []
    db.session.execute(update(CallQuestion).values(asked_at=now() - timedelta(seconds=5)))
    assert questions.due() == [waiting.question_id]
    sweep.wake_what_is_due()
    db.session.commit()
    assert queue.redis().exists(queue.waiting_key(queue.ASK_IN_CALL, waiting.question_id))


def test_who_hangs_up_is_not_thought_about(call: Call) -> None:
    waiting = asks()
    calls.tell(call_of(CAROL), calls.CallEvent.COMPLETED)
    assert questions.begin(waiting.question_id) is None
    assert goes_on(waiting) == [1]


def test_questions_are_kept_for_a_day(call: Call) -> None:
    asks()
    assert sum(retention.tidy()) == 0
    db.session.execute(update(CallQuestion).values(asked_at=now() - timedelta(days=2)))
    db.session.commit()
    assert sum(retention.tidy()) == 1
    db.session.commit()
    assert db.session.scalars(select(CallQuestion)).all() == []


WISH = "I would rather be spared your attention"
"""Only a model takes it for a wish for no more calls."""


def test_a_wish_that_only_the_model_understands_counts_after_they_have_hung_up(
    call: Call, model: ModelServer
) -> None:
    waiting = asks(WISH)
    work = questions.begin(waiting.question_id)
    db.session.commit()
    assert work is not None
    calls.tell(call_of(CAROL), calls.CallEvent.COMPLETED)
    questions.end(work, Thought(Decision(opt_out=True)))
    db.session.commit()
    assert db.session.scalars(select(OptOut.phone)).all() == [CAROL]


def test_so_does_one_that_was_understood_before_and_not_fetched(call: Call) -> None:
    waiting = asks(WISH)
    work = questions.begin(waiting.question_id)
    assert work is not None
    questions.end(work, Thought(Decision(handoff=Handoff_(HandoffKind.HOLD, "They sound annoyed."))))
    db.session.commit()
    assert db.session.scalars(select(Hold)).all() == []
    calls.tell(call_of(CAROL), calls.CallEvent.COMPLETED)
    assert db.session.scalars(select(Hold.phone)).all() == [CAROL]
