"""The calls of a batch as CSV: each of them, also those that were tried again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from flask import Flask

from tests import calls
from tests.calls import CAROL, DAVE, Operator, batch, call_of, dispatch, tell
from webapp.carriers.calls import CallEvent
from webapp.db import db
from webapp.services.batches import lifecycle, retry
from webapp.services.batches.calls import calls_csv


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    yield calls.operator(monkeypatch)
    db.session.rollback()


def test_each_call_has_a_line(operator: Operator) -> None:
    made = batch([CAROL, DAVE])
    dispatch()
    tell(call_of(CAROL), CallEvent.BUSY)
    tell(call_of(DAVE), CallEvent.ANSWERED)
    tell(call_of(DAVE), CallEvent.COMPLETED, seconds=31, price=0.5, currency="EUR")
    assert retry.retry_failed(lifecycle.get(made.id, lock=True), made.created_by) == 1
    dispatch()
    tell(call_of(CAROL), CallEvent.REJECTED, sentence="They declined the call.")
    lines = list(csv.DictReader(io.StringIO("".join(calls_csv.lines(made)).removeprefix("\ufeff"))))
    told = [(one["row"], one["attempt"], one["outcome"], one["seconds"], one["reason"]) for one in lines]
    assert told == [
        ("2", "1", "busy", "", ""),
        ("2", "2", "rejected", "", "They declined the call."),
        ("3", "1", "answered", "31", ""),
    ]
    assert lines[2]["phone"] == DAVE
    assert (lines[2]["price"], lines[2]["currency"]) == ("0.5", "EUR")
    assert lines[2]["first_message"] == "Hello Person 3, this is Bright Smile."
    assert lines[2]["answered_at"] and not lines[0]["answered_at"]
