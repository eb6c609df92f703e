"""Whatever raises while messages are sent and recorded, each has its record, and none leaves twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tests import factories
from tests.services.outbox.trouble import raise_for, reason_of, run, standing
from tests.simulator.server import Simulator
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.recipient import Recipient
from webapp.models.webhook_event import WebhookEvent
from webapp.services.outbox import claim, due, lane, record, recorder
from webapp.services.outbox.claimed_entry import Outcome, SendResult
from webapp.services.outbox.dispatcher import Dispatcher


@pytest.mark.parametrize("fault", ["no_id", "same_id"])
def test_what_the_carrier_took_is_recorded_whatever_it_is_called(
    simulator: Simulator, dispatcher: Dispatcher, fault: str
) -> None:
    people = factories.phones(70, "9999")
    batch = factories.batch(people)
    simulator.control.fault(fault)
    assert run(dispatcher, simulator) == people
    assert standing(batch) == {"sent": 70}


def test_an_id_that_an_earlier_message_has_is_not_taken_from_it(
    simulator: Simulator, dispatcher: Dispatcher
) -> None:
    simulator.control.fault("same_id")
    people = factories.phones(3, "9999")
    first = factories.batch(people[:1])
    run(dispatcher, simulator)
    second = factories.batch(people[1:], number_id=first.number_id, created_by=first.created_by)
    assert run(dispatcher, simulator) == people
    assert (standing(first), standing(second)) == ({"sent": 1}, {"sent": 2})


def of(phone: str) -> Callable[[Sequence[Any]], bool]:
    """Whether outcomes, or steps of recipients, have to do with a phone."""

    def concerns(things: Sequence[Any]) -> bool:
        ids = {getattr(one, "claimed", one).recipient_id for one in things}
        return bad in ids

    bad = db.session.scalars(select(Recipient.id).where(Recipient.phone == phone)).one()
    return concerns


STEPS: dict[str, tuple[Any, str, dict[str, int]]] = {
    "all of it": (record, "record", {"sent": 20}),
    "what the message says": (record, "_taken", {"sent": 19, "unknown": 1}),
    "what its recipient says": (record.moving, "follow", {"sent": 19, "sending": 1}),
    "what follows": (record, "follow", {"sent": 20}),
}


@pytest.mark.parametrize("step", STEPS)
def test_an_outcome_that_cannot_be_recorded_leaves_no_other_behind(
    simulator: Simulator, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    simulator.control.fault("lost")
    people = factories.phones(20, "9999")
    batch = factories.batch(people)
    module, name, expected = STEPS[step]
    raise_for(monkeypatch, module, name, of(people[4]))
    assert run(dispatcher, simulator) == people
    assert standing(batch) == expected


def test_a_report_that_waited_and_cannot_be_read_keeps_no_outcome_back(app: Flask) -> None:
    batch = factories.batch(factories.phones(2))
    entries = claim.claim(due.senders()[0], 2)
    for uuid, payload in (("out-0", {"report": {"nonsense": 1}}), ("out-1", {}), ("out-1", {"report": None})):
        hook = {"kind": "status", "carrier_id": uuid, "payload": payload, "state": "waiting"}
        factories.add(WebhookEvent(key=f"{uuid} {payload}", **hook))
    db.session.commit()
    recorder.write_down([Outcome(one, SendResult.ACCEPTED, f"out-{n}") for n, one in enumerate(entries)])
    assert standing(batch) == {"sent": 2}
    assert set(map(str, db.session.scalars(select(WebhookEvent.state)))) == {"ignored"}


@pytest.mark.long
def test_an_outcome_whose_batch_raises_is_recorded_and_the_batch_is_paused(
    simulator: Simulator, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = factories.phones(80, "9999")
    batch = factories.batch(people)
    raise_for(monkeypatch, record.lifecycle, "finish_if_done", lambda batch_id: True)
    sent = run(dispatcher, simulator)
    assert standing(batch).keys() <= {"sent", "queued"}
    assert standing(batch)["sent"] == len(sent)
    assert db.session.get_one(Batch, batch.id, populate_existing=True).state == BatchState.PAUSED


def test_a_fault_of_our_own_while_sending_is_unknown_and_the_others_leave(
    simulator: Simulator, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = factories.phones(20, "9999")
    batch = factories.batch(people)
    raise_for(monkeypatch, lane.deliver, "deliver", lambda _carrier, entry: entry.phone == people[3])
    assert run(dispatcher, simulator) == sorted(set(people) - {people[3]})
    assert standing(batch) == {"sent": 19, "unknown": 1}
    assert "may or may not" in reason_of(people[3])


@pytest.mark.parametrize("step", ["_delays", "submit"])
def test_what_cannot_be_sent_off_waits_again(
    simulator: Simulator, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(lane, "REST", 0.1)
    people = factories.phones(20)
    batch = factories.batch(people)
    left = iter([True] * 3)
    raising = lambda *_: next(left, False)  # noqa: E731
    if step == "_delays":
        raise_for(monkeypatch, lane.Lane, "_delays", raising)
    else:
        raise_for(
            monkeypatch, lane.ThreadPoolExecutor, "submit", raising, RuntimeError("can't start new thread")
        )
    assert run(dispatcher, simulator) == people
    assert standing(batch) == {"delivered": 20}


def test_a_database_that_is_away_sets_nothing_aside(
    simulator: Simulator, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.services.outbox.dispatcher.LEAVE_ALONE", 0.01)
    monkeypatch.setattr(recorder.time, "sleep", lambda _seconds: None)
    people = factories.phones(10)
    batch = factories.batch(people)
    away = OperationalError("SELECT", {}, Exception("database is locked"))
    claims, records = iter([True] * 3), iter([True] * 3)
    raise_for(monkeypatch, claim, "claim", lambda *_: next(claims, False), away)
    raise_for(monkeypatch, record, "record", lambda *_: next(records, False), away)
    assert run(dispatcher, simulator) == people
    assert standing(batch) == {"delivered": 10}
