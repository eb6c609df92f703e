"""What a workflow queued before it was paused waits with it, and leaves when it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import calls
from tests.calls import CAROL, Operator, dispatch
from tests.conversations import they_write
from tests.services.workflows.stage import act, ada, contact, flow, live, ours, sms, step
from webapp.db import db
from webapp.models.entry import Entry, Origin
from webapp.models.workflow import Workflow
from webapp.rules.workflow.document import WhoAndWhen
from webapp.services.outbox import paused
from webapp.services.threads import enqueue, opening
from webapp.services.workflows import by_hand
from webapp.services.workflows.editing import publishing

CALL = step(1, "place_call", first_message="Hello, this is Bright Smile Dental.")
Way = Callable[[Workflow], Any]


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    made = calls.operator(monkeypatch)
    calls.number()
    yield made
    db.session.rollback()


def queued(*steps: Any) -> Workflow:
    """A run has done its steps; what it queued is still here, whatever they write."""
    workflow = live(flow("hand", *steps, box=WhoAndWhen(number_id=ours().id, stop_on_reply=False)))
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()
    return workflow


def pause(workflow: Workflow) -> None:
    publishing.pause(workflow.id, ada())
    db.session.commit()


def told() -> list[tuple[str, str, bool]]:
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.scalars(select(Entry).where(Entry.direction == "out").order_by(Entry.id))
    return [(str(one.state), one.reason, one.not_before is not None) for one in rows]


def resume(workflow: Workflow) -> None:
    publishing.resume(workflow.id, ada())


def publish(workflow: Workflow) -> None:
    publishing.publish(workflow.id, workflow.revision, ada())


@pytest.mark.parametrize("way", [resume, publish])
@pytest.mark.parametrize("begun", [sms(1), CALL], ids=["a text", "a call"])
def test_it_waits_and_goes_on(operator: Operator, begun: Any, way: Way) -> None:
    workflow = queued(begun)
    pause(workflow)
    dispatch()
    assert told() == [("queued", paused.WHY, True)]
    way(workflow)
    db.session.commit()
    assert told() == [("queued", "", False)]
    dispatch()
    assert told()[0][0] not in ("queued", "skipped")


def test_a_reply_does_not_let_it_go(operator: Operator) -> None:
    pause(queued(sms(1)))
    dispatch()
    they_write("Hello?")
    dispatch()
    assert told() == [("queued", paused.WHY, True)]


def test_it_stands_in_the_way_of_no_one_else(operator: Operator) -> None:
    pause(queued(sms(1)))
    live(flow("hand", sms(1, "Another")), "Other")
    by_hand.start(db.session.scalar(select(func.max(Workflow.id))) or 0, [contact().id], ada(), "other")
    act()
    thread = opening.open_one(ours().id, CAROL)
    enqueue.put(thread, "From Ada", Origin.STAFF, ada().id)
    db.session.commit()
    for _ in range(3):
        dispatch()
    states = [state for state, _, _ in told()]
    assert states[0] == "queued"
    assert all(state != "queued" for state in states[1:])


def test_what_must_not_leave_at_all_does_not_wait(operator: Operator) -> None:
    pause(queued(sms(1)))
    they_write("please take me off your list, I never asked for this")
    dispatch()
    [(state, reason, _)] = told()
    assert state == "skipped"
    assert reason != paused.WHY
