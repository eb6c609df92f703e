"""The gate holds for calls as for texts, whatever keeps us from someone and whichever path leads to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from tests import closing, factories
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
from tests.conversations import they_write, thread_of
from webapp.carriers.calls import CallEvent
from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.services import settings
from webapp.services.opt_outs import holds
from webapp.services.outbox import due
from webapp.services.threads import enqueue

WHO = [Origin.STAFF, Origin.AGENT, Origin.WORKFLOW, Origin.API]


def in_a_call(what: str) -> None:
    """They pick up a call of ours, and say something."""
    single(CAROL, db.session.scalars(select(Number)).one())
    dispatch()
    pick_up()
    say(what)
    hung_up()


def hung_up() -> None:
    """The call that goes on is over."""
    db.session.rollback()
    going_on = db.session.scalars(select(Call).where(Call.lease_until.is_not(None))).one()
    tell(going_on, CallEvent.COMPLETED)


WISHES: dict[str, Callable[[], object]] = {
    "STOP by text": lambda: they_write("STOP"),
    "a wish by text that staff have to decide on": lambda: they_write("please stop texting me, thanks"),
    "stop calling me, in a call": lambda: in_a_call("stop calling me"),
    "9, in a call": lambda: in_a_call("#9"),
}


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("origin", [Origin.BATCH, *WHO])
def test_who_wants_no_more_is_reached_by_no_path(operator: Operator, wish: str, origin: Origin) -> None:
    """Queued before the wish or after it, as a call or as a text."""
    ours = number()
    db.session.commit()
    before = single(CAROL, ours) if "call" not in wish else None
    WISHES[wish]()
    operator.placed.clear()
    operator.sent.clear()
    if origin == Origin.BATCH:
        made = batch([CAROL], ours)
    else:
        single(CAROL, ours, origin=origin)
        enqueue.put(factories.thread(CAROL, ours.id), "Hello.", origin)
        db.session.commit()
    dispatch()
    assert (operator.rang, [one.to for one in operator.sent if one.text == "Hello."]) == ([], [])
    if origin == Origin.BATCH:
        assert standing(made) == ["skipped"]
    if before is not None:
        db.session.refresh(before)
        assert before.state == "skipped"


def test_a_hold_that_staff_dismiss_lets_them_be_called_again(operator: Operator) -> None:
    ours = number()
    db.session.commit()
    in_a_call("wrong number")
    [hold] = holds.waiting()
    holds.dismiss(hold, factories.user())
    db.session.commit()
    operator.placed.clear()
    single(CAROL, ours)
    dispatch()
    assert operator.rang == [CAROL]


@pytest.mark.parametrize("origin", [Origin.BATCH, *WHO])
def test_no_phone_rings_at_night(operator: Operator, origin: Origin) -> None:
    """Also where they wrote a moment ago: a text may answer that, a call does not."""
    ours = number()
    thread_of(they_write("Hello?"))
    closing.close(factories.user())
    made = batch([CAROL], ours) if origin == Origin.BATCH else None
    if made is None:
        single(CAROL, ours, origin=origin)
    dispatch()
    assert operator.rang == []
    if made is None:
        assert (call_of(CAROL).state, call_of(CAROL).not_before is not None) == ("queued", True)
    else:
        assert standing(made) == ["waiting"]


@pytest.mark.parametrize("first", ["a text", "a call"])
def test_the_cap_counts_texts_and_calls_together(operator: Operator, first: str) -> None:
    settings.put("cap_count", 1)
    ours = number()
    if first == "a text":
        earlier = factories.batch([CAROL], number_id=ours.id, name="Earlier")
        earlier.started_at = now()
        factories.sent(earlier, CAROL, days_ago=1)
    else:
        batch([CAROL], ours)
        dispatch()
        pick_up()
        say("okay bye")
        hung_up()
        operator.placed.clear()
    db.session.commit()
    again = batch([CAROL], ours)
    dispatch()
    assert (operator.rang, standing(again)) == ([], ["skipped"])


def test_a_confirmation_follows_an_opt_out_by_text_alone(operator: Operator) -> None:
    number()
    db.session.commit()
    in_a_call("stop calling me")
    waits = select(func.count()).where(Message.state == MessageState.QUEUED)
    assert db.session.scalar(waits) == 0, "it was said"


@pytest.mark.parametrize("origin", [Origin.BATCH, Origin.STAFF])
def test_no_one_looks_again_and_again_for_who_is_on_the_phone(operator: Operator, origin: Origin) -> None:
    ours = number()
    single(CAROL, ours)
    dispatch()
    pick_up()
    if origin == Origin.BATCH:
        batch([CAROL], ours)
    else:
        single(CAROL, ours)
    assert due.senders() == []
    hung_up()
    assert [one.id for one in due.senders()] == [ours.id]
