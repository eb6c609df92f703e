"""What follows from what happened: each hook acts once, and what raises stops no other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from jobs import signal_hooks as jobs
from tests import factories
from tests.conversations import CAROL
from webapp import queue
from webapp.carriers.base import InboundMessage
from webapp.db import db, now
from webapp.models.event import Event
from webapp.models.message import Message
from webapp.models.signal import DoneHook, Signal, SignalState
from webapp.services import hooks, signals, sweep
from webapp.services.inbox.receiving import receive
from webapp.services.numbers import numbers

KIND = signals.NUMBER_ADDED


@pytest.fixture
def acted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What two hooks did; the second raises while `fails` stands in the signal's data."""
    done: list[str] = []

    def second(data: Mapping[str, Any]) -> None:
        if data["fails"] in ("always", str(len(done))):
            raise ValueError("it does not work")
        done.append("second")

    both = {"first": lambda _: done.append("first"), "second": second}
    monkeypatch.setattr(hooks, "HOOKS", {KIND: both})
    return done


def emitted(fails: str = "never") -> int:
    signals.emit(KIND, fails=fails)
    db.session.commit()
    return db.session.scalars(select(Signal.id)).one()


def left() -> list[Signal]:
    db.session.rollback()
    return list(db.session.scalars(select(Signal)))


def test_each_hook_acts_once_and_the_signal_is_gone(acted: list[str]) -> None:
    signal = emitted()
    jobs.act(signal)
    jobs.act(signal)
    assert acted == ["first", "second"]
    assert left() == []
    assert db.session.scalar(select(func.count()).select_from(DoneHook)) == 0


def test_one_that_raises_stops_no_other_and_is_tried_again(acted: list[str]) -> None:
    signal = emitted(fails="1")
    jobs.act(signal)
    assert acted == ["first"]
    (waits,) = left()
    assert (waits.attempts, waits.reason) == (1, "second: ValueError('it does not work')")
    assert hooks.due() == []
    db.session.execute(update(Signal).values(next_try_at=now() - timedelta(seconds=1), data={"fails": "no"}))
    assert sweep.look()[queue.ACT_ON_SIGNALS] == [signal]
    db.session.commit()
    jobs.act(signal)
    assert acted == ["first", "second"]
    assert left() == []


def test_one_that_always_raises_is_given_up_and_the_audit_says_so(acted: list[str]) -> None:
    signal = emitted(fails="always")
    for _ in range(len(hooks.WAITS) + 2):
        jobs.act(signal)
    (failed,) = left()
    assert (failed.state, failed.attempts) == (SignalState.FAILED, len(hooks.WAITS))
    told = db.session.scalars(select(Event).where(Event.kind == "signal.failed")).one()
    assert told.data["hooks"] == ["second"]
    assert acted == ["first"]


def test_what_is_not_committed_never_happened(acted: list[str]) -> None:
    signals.emit(KIND, fails="never")
    db.session.rollback()
    assert left() == []


def test_every_declared_kind_has_a_hook_and_every_hook_a_declared_kind() -> None:
    assert set(hooks.HOOKS) == signals.KINDS
    assert signals.KINDS > signals.FOR_WORKFLOWS.keys()
    with pytest.raises(KeyError):
        signals.emit("number.painted")


def test_a_number_that_is_added_reads_what_waited_for_it(app: Flask) -> None:
    sms = InboundMessage("in-1", CAROL, factories.OUR_NUMBER, "Is anybody there?", now())
    assert receive.receive(sms, {}) is None
    db.session.commit()
    form = numbers.NumberForm(factories.OUR_NUMBER, "", "")
    numbers.add(form, factories.user())
    db.session.commit()
    jobs.act(db.session.scalars(select(Signal.id)).one())
    assert db.session.scalars(select(Message.text)).all() == ["Is anybody there?"]
