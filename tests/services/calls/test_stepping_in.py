"""Staff cancel a call that waits, and take one over that an agent holds."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import desks, factories
from tests.calls import CAROL, Operator, call_of, dispatch, number, pick_up, say, single, tell
from webapp.carriers.calls import CallEvent
from webapp.db import db
from webapp.errors import Conflict, NotFound
from webapp.models.call import Call, CallState
from webapp.models.callback import Callback
from webapp.models.event import Event
from webapp.models.opt_out import OptOut
from webapp.models.user import User
from webapp.rules.callflow.events import Silence
from webapp.services import settings
from webapp.services.calls import stepping_in

LEAVES = ["A colleague will call you back.", "Thank you for your time. Goodbye.", "HangUp"]


@pytest.fixture
def ada(operator: Operator) -> User:
    """Carol is called by her agent."""
    settings.put("say_automated", False)
    settings.put("say_automated_in", "")
    made, ours = factories.user(), number()
    single(CAROL, ours, agent_id=desks.agent(made).id, first_message="Hello Carol.")
    return made


def take_over(by: User) -> None:
    stepping_in.take_over(call_of(CAROL).id, by)
    db.session.commit()


def kinds() -> list[str]:
    return list(
        db.session.scalars(select(Event.kind).where(Event.kind.startswith("call.")).order_by(Event.id))
    )


def test_one_that_waits_is_not_placed(ada: User, operator: Operator) -> None:
    call = call_of(CAROL)
    stepping_in.cancel(call.id, ada.id)
    dispatch()
    assert (call_of(CAROL).state, operator.placed, kinds()) == (CallState.CANCELED, [], ["call.canceled"])
    with pytest.raises(Conflict):
        stepping_in.cancel(call.id, ada.id)
    with pytest.raises(NotFound):
        stepping_in.cancel(call.id + 1, ada.id)


@pytest.mark.parametrize("said", ["when are you open", Silence()])
def test_at_its_next_turn_the_agent_promises_a_callback_and_says_goodbye(ada: User, said: str) -> None:
    dispatch()
    pick_up()
    take_over(ada)
    assert stepping_in.taken_over_by(call_of(CAROL)) == ada.name
    heard = say(said)
    assert heard[:-1] == LEAVES
    promised = db.session.scalars(select(Callback)).one()
    assert promised.text == f"{ada.name} took over the call."
    assert kinds() == ["call.taken_over"]


def test_who_hangs_up_before_is_called_back_all_the_same(ada: User) -> None:
    """No one else would know that the one who stepped in had wanted that."""
    dispatch()
    pick_up()
    take_over(ada)
    tell(call_of(CAROL), CallEvent.COMPLETED, seconds=9)
    assert db.session.scalars(select(Callback.text)).all() == [f"{ada.name} took over the call."]


def test_who_hangs_up_after_it_was_promised_is_called_back_once(ada: User) -> None:
    dispatch()
    pick_up()
    take_over(ada)
    say("when are you open")
    tell(call_of(CAROL), CallEvent.COMPLETED, seconds=9)
    assert len(db.session.scalars(select(Callback)).all()) == 1


def test_who_wants_no_more_calls_then_is_opted_out(ada: User) -> None:
    dispatch()
    pick_up()
    take_over(ada)
    say("#9")
    assert db.session.scalars(select(OptOut)).one().phone == CAROL
    assert db.session.scalars(select(Callback)).all() == []


def test_it_is_taken_over_once_and_only_while_an_agent_talks(ada: User) -> None:
    with pytest.raises(Conflict):
        take_over(ada)
    db.session.rollback()
    dispatch()
    pick_up()
    take_over(ada)
    with pytest.raises(Conflict):
        take_over(ada)


def test_without_a_wish_nothing_is_changed(ada: User) -> None:
    dispatch()
    pick_up()
    assert say("when are you open")[0] == desks.HOURS
    call: Call = call_of(CAROL)
    assert stepping_in.taken_over_by(call) == ""
