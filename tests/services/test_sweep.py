"""What the workers rehearse before they fork asks for everything, and does nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from jobs import sweep as jobs
from tests import factories
from tests.conversations import CAROL
from webapp import queue
from webapp.db import db, now
from webapp.models.event import WebhookEvent
from webapp.models.thread import Message, MessageState
from webapp.services import sweep


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
        sweep.wake_what_is_due()
        sweep.read_waiting_texts()

    assert _statements(nothing) == _statements(sweep.rehearse)


def test_a_text_that_cannot_be_read_keeps_nothing_else_from_going_on(app: Flask) -> None:
    batch = factories.batch([CAROL])
    unreadable = {"sms": {"to": batch.number.e164, "nonsense": 1}}
    db.session.add(
        WebhookEvent(
            key="k", kind="inbound", carrier_id="c", payload=unreadable, state="waiting", received_at=now()
        )
    )
    db.session.commit()
    with pytest.raises(KeyError):
        jobs.sweep()
    assert queue.redis().exists(queue.waiting_key(queue.DISPATCH))


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
