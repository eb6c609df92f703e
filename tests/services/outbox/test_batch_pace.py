"""A batch that starts its calls more slowly than its number."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from tests import calls, factories
from tests.calls import Operator, batch, claimed, dispatch, number
from webapp.db import db, now
from webapp.models.batch import Batch
from webapp.services.outbox import batch_pace


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    yield calls.operator(monkeypatch)
    db.session.rollback()


def test_without_a_pace_of_its_own_all_may_start() -> None:
    made = Batch()
    assert batch_pace.room(made, None, 7) == 7
    batch_pace.started(made, None, 7)
    assert made.next_start_at is None


def test_what_started_makes_the_next_wait() -> None:
    made = Batch()
    assert batch_pace.room(made, 0.5, 7) == 1
    batch_pace.started(made, 0.5, 1)
    assert made.next_start_at
    assert timedelta(seconds=1.5) < made.next_start_at - now() < timedelta(seconds=2.1)
    assert batch_pace.room(made, 0.5, 7) == 0


def test_after_a_pause_there_is_no_burst() -> None:
    made = Batch(next_start_at=now() - timedelta(hours=1))
    assert batch_pace.room(made, 10.0, 100) == 3, "a quarter of a second is made up for, and this one"
    assert batch_pace.room(made, 10.0, 2) == 2


def test_a_claim_takes_as_many_as_the_batch_may_start(operator: Operator) -> None:
    ours = number(at_once=20)
    made = batch(factories.phones(4), ours, pace=0.5)
    assert len(claimed()) == 1
    assert claimed() == []
    db.session.refresh(made)
    made.next_start_at = now() - timedelta(seconds=1)
    db.session.commit()
    assert len(claimed()) == 1
    other = batch(factories.phones(3, last="9"), ours)
    assert {one.batch_id for one in claimed()} == {other.id}, "others of the number are not held up"


def test_starts_keep_its_pace(operator: Operator) -> None:
    batch(factories.phones(4), number(at_once=20), pace=2.0)
    started: list[float] = []
    place = operator.place

    def timed(call: calls.PlaceCall) -> str:
        started.append(time.monotonic())
        return place(call)

    operator.place = timed  # type: ignore[method-assign]
    dispatch()
    assert len(started) == 4
    assert max(started) - min(started) > 0.5, "a slow machine takes from the second and a half"
