"""Who answers a call by a text is not called again by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from tests import calls, factories
from tests.calls import CAROL, DAVE, Operator, batch, call_of, dispatch, standing, tell
from tests.conversations import they_write
from webapp.carriers.calls import CallEvent
from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.recipient import Recipient


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    yield calls.operator(monkeypatch)
    db.session.rollback()


def their_time_comes() -> None:
    past = now() - timedelta(seconds=1)
    db.session.execute(update(Recipient).values(not_before=past))
    db.session.execute(update(Batch).values(wakes_at=past))
    db.session.commit()


@pytest.mark.parametrize(
    ("before", "text", "to", "expected"),
    [
        (False, "Sorry, I missed you. What is it about?", "", "skipped"),
        (True, "Sorry, I missed you. What is it about?", "", "calling"),
        (False, "I'm driving and will get back to you later.", "", "calling"),
        (False, "Sorry, I missed you. What is it about?", "+12025550177", "calling"),
    ],
)
def test_who_writes_to_that_number_after_the_call(
    operator: Operator, before: bool, text: str, to: str, expected: str
) -> None:
    made = batch([CAROL, DAVE], retries=1, retry_minutes=90)
    factories.number("+12025550177")
    db.session.commit()
    if before:
        they_write(text, CAROL)
    dispatch()
    for phone in (CAROL, DAVE):
        tell(call_of(phone), CallEvent.NO_ANSWER)
    if not before:
        they_write(text, CAROL, **({"to": to} if to else {}))
    their_time_comes()
    dispatch()
    assert standing(made) == [expected, "calling"]


def test_a_batch_in_which_no_one_else_waits_is_finished(operator: Operator) -> None:
    made = batch([CAROL], retries=1, retry_minutes=90)
    dispatch()
    tell(call_of(CAROL), CallEvent.NO_ANSWER)
    they_write("What is it about?", CAROL)
    their_time_comes()
    dispatch()
    db.session.refresh(made)
    assert (standing(made), made.state) == (["skipped"], BatchState.FINISHED)
