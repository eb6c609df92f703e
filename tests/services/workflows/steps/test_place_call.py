"""A call: placed once, as far as the gate lets it, and what became of it is a branch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import calls, closing
from tests.calls import CAROL, Operator, call_of, dispatch, tell
from tests.conversations import they_write
from tests.services.workflows.stage import (
    Branch,
    act,
    ada,
    contact,
    errors,
    flow,
    later,
    leave,
    live,
    ours,
    run,
    step,
    steps,
)
from webapp.carriers.base import CarrierError
from webapp.carriers.calls import CallEvent
from webapp.db import db
from webapp.models.call import Call
from webapp.models.entry import Origin
from webapp.models.opt_out import OptOutSource
from webapp.services import settings
from webapp.services.contacts import labels
from webapp.services.opt_outs import register
from webapp.services.threads import enqueue, opening
from webapp.services.workflows import by_hand

BRANCHES = [
    Branch(key, steps=(step(number, "add_label", label=key),))
    for number, key in enumerate(
        ("answered", "voicemail", "no_answer", "busy", "failed", "not_placed"), start=11
    )
]


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    yield calls.operator(monkeypatch)
    db.session.rollback()


def begin(**settings: Any) -> None:
    calls.number()
    said = {"first_message": "Hello {{contact.first_name}}.", **settings}
    workflow = live(flow("hand", step(1, "place_call", *BRANCHES, **said)))
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()


def labels_of_run() -> list[str]:
    return [one.name for one in labels.of(run().contact_id)]


@pytest.mark.parametrize(
    ("events", "label"),
    [
        ((CallEvent.ANSWERED, CallEvent.COMPLETED), "answered"),
        ((CallEvent.MACHINE, CallEvent.COMPLETED), "voicemail"),
        ((CallEvent.NO_ANSWER,), "no_answer"),
        ((CallEvent.BUSY,), "busy"),
        ((CallEvent.REJECTED,), "busy"),
        ((CallEvent.FAILED,), "failed"),
    ],
)
def test_the_outcome_is_a_branch(operator: Operator, events: tuple[CallEvent, ...], label: str) -> None:
    begin()
    dispatch()
    assert (len(operator.placed), run().awaits, call_of(CAROL).first_message) == (1, "call", "Hello Carol.")
    for event in events:
        tell(call_of(CAROL), event)
    act()
    assert (run().state, labels_of_run()) == ("done", [label])


def test_a_call_that_the_carrier_does_not_take(operator: Operator) -> None:
    operator.fault = CarrierError("No such phone.", permanent=True)
    begin()
    dispatch()
    later(minutes=6)
    assert (run().state, labels_of_run()) == ("done", ["failed"])


def test_while_it_goes_on_it_is_looked_at_again(operator: Operator) -> None:
    begin()
    dispatch()
    later(minutes=6)
    assert (run().state, steps()) == ("waiting", [("s1", "waiting")])
    assert len(operator.placed) == 1


def test_one_that_opted_out_is_not_called(operator: Operator) -> None:
    begin()
    register.record(CAROL, OptOutSource.STAFF, "They rang us.")
    act()
    dispatch()
    assert (operator.placed, run().state, call_of(CAROL).state) == ([], "stopped", "skipped")


def test_one_on_hold_is_not_called(operator: Operator) -> None:
    calls.number()
    contact()
    they_write("please take me off your list, I never asked for this")
    begin_again()
    assert labels_of_run() == ["not_placed"]
    assert db.session.scalars(select(Call)).all() == []


def test_outside_hours_the_call_waits(operator: Operator) -> None:
    calls.number()
    contact()
    settings.put("answer_hours", 0)
    closing.close(ada())
    begin_again()
    assert (run().awaits, steps(), db.session.scalars(select(Call)).all()) == (
        "hours",
        [("s1", "waiting")],
        [],
    )


def test_one_who_was_reached_often_enough_is_not_called(operator: Operator) -> None:
    calls.number()
    settings.put("cap_count", 1)
    enqueue.put(opening.open_one(ours().id, CAROL), "Hi", Origin.API)
    leave()
    begin_again()
    assert labels_of_run() == ["not_placed"]
    assert "may be reached once" in errors()[0]


def test_the_call_of_a_run_that_is_stopped_is_taken_back(operator: Operator) -> None:
    begin()
    they_write("I am here")
    dispatch()
    assert (operator.placed, call_of(CAROL).state, run().state) == ([], "canceled", "stopped")


def begin_again() -> None:
    workflow = live(flow("hand", step(1, "place_call", *BRANCHES, first_message="Hello.")))
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()
