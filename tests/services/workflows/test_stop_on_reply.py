"""Whenever they write while a workflow texts them, no text of it leaves after that."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from sqlalchemy import event, select, update

from tests.conversations import they_write
from tests.length import length
from tests.services.workflows.stage import ada, contact, flow, live, sms, step
from webapp.db import db, now
from webapp.models.message import Message
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRun
from webapp.services.workflows import by_hand
from webapp.services.workflows.running import advancing

PEOPLE = 3
STATEMENTS = 30
"""A step of three runs takes fewer: a reply at a later one comes after it."""
_serial = count(2_000_000)

ACTS = some.one_of(
    some.tuples(some.just("step"), some.integers(1, STATEMENTS), some.integers(0, PEOPLE - 1)),
    some.tuples(some.just("write"), some.just(0), some.integers(0, PEOPLE - 1)),
    some.tuples(some.just("leave"), some.just(0), some.just(0)),
    some.tuples(some.just("advance"), some.just(0), some.just(0)),
)
Act = tuple[str, int, int]


class Life:
    """Three people in a workflow of three texts. `over`: how many had left when each of them wrote."""

    def __init__(self, app: Flask, workflow: Workflow) -> None:
        self.app = app
        self.phones = [f"+1202{next(_serial)}" for _ in range(PEOPLE)]
        by_hand.start(workflow.id, [contact(phone).id for phone in self.phones], ada(), self.phones[0])
        db.session.commit()
        theirs = WorkflowRun.contact_id.in_([contact(phone).id for phone in self.phones])
        self.runs = db.session.scalars(select(WorkflowRun.id).where(theirs)).all()
        self.over = dict[str, int]()
        db.session.rollback()

    def step(self, at: int, who: int) -> None:
        """Their runs advance; when the `at`th statement of that is about to be said, one of them writes."""
        waiting = threading.Thread(target=self._write_there, args=(who,))
        with _before_statement(at, waiting):
            self.advance()
        if not waiting.ident:
            waiting.start()
        waiting.join(20)
        assert not waiting.is_alive()
        self._note(who)

    def _write_there(self, who: int) -> None:
        with self.app.app_context():
            they_write("I am here already", self.phones[who])

    def write(self, _: int, who: int) -> None:
        they_write("I am here already", self.phones[who])
        self._note(who)

    def _note(self, who: int) -> None:
        self.over.setdefault(self.phones[who], self.left()[self.phones[who]])

    def advance(self, *_: int) -> None:
        """The time of each has come."""
        mine = (WorkflowRun.id.in_(self.runs), WorkflowRun.state == "waiting")
        db.session.execute(update(WorkflowRun).where(*mine).values(due_at=now()))
        db.session.commit()
        advancing.advance(self.runs)
        db.session.commit()

    def leave(self, *_: int) -> None:
        queued = (Message.phone.in_(self.phones), Message.state == "queued")
        db.session.execute(update(Message).where(*queued).values(state="sent", claimed_at=now()))
        db.session.commit()

    def left(self) -> Counter[str]:
        db.session.rollback()
        gone = (Message.phone.in_(self.phones), Message.direction == "out", Message.state == "sent")
        found = Counter(db.session.scalars(select(Message.phone).where(*gone)))
        db.session.rollback()
        return found


@contextmanager
def _before_statement(at: int, start: threading.Thread) -> Iterator[None]:
    ours, said = threading.get_ident(), count(1)

    def look(*_: object) -> None:
        if threading.get_ident() == ours and next(said) == at:
            start.start()
            start.join(0.05)  # it has written, or waits for what this transaction holds

    event.listen(db.engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", look)


@pytest.fixture
def workflow(app: Flask) -> Workflow:
    waits = (step(number, "wait", amount="1", unit="days") for number in (2, 4))
    made = live(flow("hand", sms(1, "One"), next(waits), sms(3, "Two"), next(waits), sms(5, "Three")))
    db.session.rollback()
    return made


@settings(
    max_examples=length(4, 150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=some.lists(ACTS, min_size=1, max_size=6))
@example(acts=[("advance", 0, 0), ("leave", 0, 0), ("step", 12, 1), ("advance", 0, 0), ("leave", 0, 0)])
def test_no_text_leaves_after_they_wrote(app: Flask, workflow: Workflow, acts: Sequence[Act]) -> None:
    life = Life(app, workflow)
    for name, at, who in [*acts, ("advance", 0, 0), ("advance", 0, 0), ("leave", 0, 0)]:
        getattr(life, name)(at, who)
        left = life.left()
        assert {phone: left[phone] for phone in life.over} == life.over


@pytest.mark.parametrize("at", range(1, STATEMENTS, length(9, 1)))
def test_at_each_statement_of_the_second_step(app: Flask, workflow: Workflow, at: int) -> None:
    """The wait is over, and its text is queued in the next step: there, and there."""
    life = Life(app, workflow)
    life.advance()
    life.leave()
    life.advance()
    began = time.monotonic()
    life.step(at, 1)
    assert time.monotonic() - began < 10, "neither waited for the other in vain"
    for _ in range(3):
        life.advance()
        life.leave()
    assert life.left() == {life.phones[0]: 3, life.phones[1]: 1, life.phones[2]: 3}
