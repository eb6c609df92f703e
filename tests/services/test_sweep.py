"""What the workers rehearse before they fork asks for everything, and does nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from jobs import schedule
from jobs import sweep as jobs
from jobs.batches import start_due
from tests import factories
from tests.conversations import CAROL, DAVE
from webapp import queue
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.message import Message, MessageState
from webapp.models.recipient import RecipientStatus as S
from webapp.models.webhook_event import WebhookEvent
from webapp.services import sweep
from webapp.services.batches import lifecycle
from webapp.services.calls import leases
from webapp.services.inbox.receiving import text_parts, waiting_texts
from webapp.services.numbers import numbers
from webapp.services.recipients import moving


def test_a_rehearsal_asks_what_a_sweep_asks_and_changes_nothing(app: Flask) -> None:
    batch = factories.batch([CAROL])
    factories.sent(batch, CAROL, state=MessageState.SENDING).claimed_at = now() - timedelta(minutes=5)
    unreadable = {"sms": {"to": batch.number.e164, "nonsense": 1}}
    db.session.add(
        WebhookEvent(
            key="k", kind="inbound", carrier_id="c", payload=unreadable, state="waiting", received_at=now()
        )
    )
    db.session.commit()
    rehearsed = _statements(sweep.rehearse)
    db.session.commit()
    assert not [one for one in rehearsed if not one.startswith("SELECT")]
    assert db.session.scalars(select(Message.state)).one() == MessageState.SENDING
    assert queue.redis().dbsize() == 0


def test_a_sweep_with_nothing_to_do_asks_nothing_else(app: Flask) -> None:
    def nothing() -> None:
        sweep.give_up_abandoned()
        leases.over()
        leases.end_legs()
        sweep.wake_what_is_due()
        sweep.read_waiting_texts()
        text_parts.due()

    assert _statements(nothing) == _statements(sweep.rehearse)


def test_every_job_is_found_by_the_sweep_or_comes_by_itself() -> None:
    by_itself = {one.job for one in schedule.TABLE}
    found = {*sweep.FOR_EACH, *sweep.FOR_ALL}
    assert set(queue.JOBS) - found - by_itself == {queue.LOOK_AGAIN}, "whom it misses waits as before"


def waits(payload: dict[str, Any], carrier_id: str) -> WebhookEvent:
    """A text that came before its number was added."""
    waiting = {"kind": "inbound", "state": "waiting", "carrier_id": carrier_id, "received_at": now()}
    event: WebhookEvent = factories.add(WebhookEvent(key=f"inbound:{carrier_id}", payload=payload, **waiting))
    return event


def text_from(sender: str, text: str = "Hello") -> dict[str, Any]:
    moment = "2026-11-23T10:00:00+00:00"
    return {
        "sms": {
            "carrier_id": sender,
            "sender": sender,
            "to": factories.OUR_NUMBER,
            "text": text,
            "at": moment,
        }
    }


UNREADABLE: dict[str, dict[str, Any]] = {
    "other fields": {"sms": {"to": factories.OUR_NUMBER, "nonsense": 1}},
    "no moment": {"sms": {**text_from(DAVE)["sms"], "at": "yesterday"}},
    "a text that is none": {"sms": {**text_from(DAVE)["sms"], "text": None}},
    "a sender that is too long": {"sms": {**text_from(DAVE)["sms"], "sender": {"a": 1}}},
}


@pytest.mark.parametrize("payload", UNREADABLE.values(), ids=UNREADABLE)
def test_a_text_that_cannot_be_read_is_set_aside_and_keeps_nothing_else_from_going_on(
    app: Flask, payload: dict[str, Any]
) -> None:
    factories.batch([CAROL])
    bad, good = waits(payload, "bad"), waits(text_from(CAROL), "good")
    db.session.commit()
    jobs.sweep()
    assert queue.redis().exists(queue.waiting_key(queue.DISPATCH))
    assert [str(one.state) for one in (bad, good)] == ["unreadable", "applied"]
    assert db.session.scalars(select(Message.text)).all() == ["Hello"]
    assert waiting_texts.unreadable().texts == 1


def test_a_text_that_cannot_be_read_is_no_obstacle_to_adding_its_number(app: Flask) -> None:
    waits(UNREADABLE["a text that is none"], "bad")
    waits(text_from(CAROL), "good")
    db.session.commit()
    form = numbers.NumberForm(factories.OUR_NUMBER, "", "")
    numbers.add(form, factories.user())
    db.session.commit()
    jobs.sweep()
    assert db.session.scalars(select(Message.text)).all() == ["Hello"]


def test_what_could_not_be_read_is_read_once_it_can_be(app: Flask) -> None:
    factories.number()
    bad = waits({"sms": {}} | UNREADABLE["no moment"], "bad")
    db.session.commit()
    jobs.sweep()
    bad.payload = text_from(DAVE)
    waiting_texts.try_again()
    db.session.commit()
    jobs.sweep()
    assert (str(bad.state), waiting_texts.unreadable().texts) == ("applied", 0)


@pytest.mark.parametrize("step", ["abandoned", "finish"])
def test_one_that_raises_keeps_no_other_from_its_end(
    app: Flask, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    sick = factories.batch([CAROL])
    well = factories.batch([DAVE], number_id=sick.number_id, created_by=sick.created_by)
    for batch, phone in ((sick, CAROL), (well, DAVE)):
        factories.sent(batch, phone, state=MessageState.SENDING).claimed_at = now() - timedelta(minutes=5)
        moving.move_all(batch.id, S.QUEUED, S.SENDING)
    db.session.commit()
    as_ever = lifecycle.finish_if_done

    def finish(batch_id: int) -> None:
        if batch_id == sick.id:
            raise ValueError("injected")
        as_ever(batch_id)

    monkeypatch.setattr(lifecycle, "finish_if_done", finish)
    jobs.sweep()
    states = dict(map(tuple, db.session.execute(select(Batch.id, Batch.state))))
    assert states == {sick.id: BatchState.PAUSED, well.id: BatchState.FINISHED}
    assert db.session.get_one(Batch, sick.id).pause_reason.startswith("Outbound failed on this batch")


def test_a_scheduled_batch_that_cannot_be_started_is_paused_with_the_reason(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = factories.batch([CAROL], state=BatchState.SCHEDULED, scheduled_at=now())
    db.session.commit()

    def withhold(*_: object) -> bool:
        raise ValueError("injected")

    monkeypatch.setattr(lifecycle.approval, "withhold", withhold)
    start_due(batch.id)
    state, why = db.session.execute(select(Batch.state, Batch.pause_reason)).one()
    assert (state, why.startswith("Outbound failed on this batch")) == (BatchState.PAUSED, True)


def _statements(work: Callable[[], None]) -> list[str]:
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return found
