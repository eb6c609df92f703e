"""Many conversations at once: one that raises keeps no other waiting, and none is answered twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update

from jobs import think as answering_job
from jobs.agent_turns import think
from jobs.signals import act_on_due
from tests import desks, factories
from tests.conversations import they_write, thread_of, we_write
from tests.desks import HOURS, PARKING
from webapp import queue
from webapp.db import db, now
from webapp.models.answering import Answering
from webapp.models.message import Message
from webapp.models.signal import Signal
from webapp.models.thread import Thread
from webapp.services.agents.turns import concluding, thinking

PHONES = factories.phones(6, "0")


@pytest.fixture
def threads(app: Flask) -> list[int]:
    """The ids of six conversations whose answers are due."""
    desks.at_work()
    found = [thread_of(they_write(question(nth), phone)).id for nth, phone in enumerate(PHONES)]
    db.session.rollback()
    act_on_due()
    desks.pass_time()
    return found


def question(nth: int) -> str:
    return "Where can I park?" if nth % 2 else "When are you open?"


def answers() -> dict[int, list[str]]:
    """What each conversation was answered."""
    db.session.rollback()
    found = dict[int, list[str]]()
    for thread_id, text in db.session.execute(
        select(Message.thread_id, Message.text).where(Message.origin == "agent")
    ):
        found.setdefault(thread_id, []).append(text)
    db.session.rollback()
    return found


def expected(threads: list[int]) -> dict[int, list[str]]:
    return {thread_id: [PARKING if nth % 2 else HOURS] for nth, thread_id in enumerate(threads)}


def statements(work: Callable[[], object]) -> int:
    """How many it takes."""
    said = list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(said)


def test_each_gets_its_own_answer_once_and_shows_it(threads: list[int]) -> None:
    think(*threads)
    think(*threads)
    assert answers() == expected(threads)
    for thread in db.session.scalars(select(Thread)):
        assert (thread.last_text, thread.last_direction) == (expected(threads)[thread.id][0], "out")
        assert not thread.needs_reply
    assert desks.outcomes() == ["sent"] * len(PHONES)


def test_many_take_few_statements_more_than_one(threads: list[int]) -> None:
    """SQLite writes each message and each turn by a statement of its own."""
    one = statements(lambda: think(threads[0]))
    others = len(threads) - 1
    assert statements(lambda: think(*threads[1:])) <= one + 2 * (others - 1) + 2


def test_many_signals_take_few_statements_more_than_one(app: Flask) -> None:
    desks.at_work()
    they_write("When are you open?", PHONES[0])
    one = statements(act_on_due)
    for phone in PHONES[1:]:
        they_write("When are you open?", phone)
    db.session.rollback()
    assert statements(act_on_due) <= one + 10
    assert db.session.scalars(select(Signal)).all() == []
    assert len(db.session.scalars(select(Answering).where(Answering.answer_at.is_not(None))).all()) == len(
        PHONES
    )


def test_what_is_overtaken_is_answered_anew_and_the_others_as_they_were(
    app: Flask, threads: list[int]
) -> None:
    claims = thinking.claim(threads)
    db.session.commit()
    thoughts = [thinking.think(one) for one in thinking.read(claims)]
    db.session.commit()
    they_write("Oh, I meant: where can I park?", PHONES[0])
    by = factories.user("grace@example.org").id
    we_write(db.session.get_one(Thread, threads[1]), "I am here.", by)
    db.session.execute(update(Answering).where(Answering.thread_id == threads[2]).values(lease="another"))
    db.session.commit()
    assert concluding.conclude(thoughts) == [threads[0]]
    db.session.commit()
    wanted = expected(threads)
    assert answers() == {thread_id: wanted[thread_id] for thread_id in threads[3:]}


def break_one(thread_id: int) -> None:
    """What is known of its contact cannot be read: each try raises."""
    db.session.get_one(Thread, thread_id).contact.attributes = ["broken"]  # type: ignore[assignment]
    db.session.commit()


def timers() -> int:
    """How many conversations wait for an answer."""
    return db.session.scalar(select(func.count()).where(Answering.answer_at.is_not(None))) or 0


def test_one_that_raises_stops_none_of_the_others(threads: list[int]) -> None:
    break_one(threads[3])
    with pytest.raises(AttributeError):
        think(*threads)
    assert answers() == {}
    answering_job.answer_due()
    wanted = expected(threads)
    del wanted[threads[3]]
    assert answers() == wanted
    row = desks.timer_of(db.session.get_one(Thread, threads[3]))
    assert row.leased_until is not None
    assert row.leased_until > now() + timedelta(seconds=30)
    assert row.tries == 1


def test_signals_that_raise_together_are_tried_one_by_one(app: Flask) -> None:
    desks.at_work()
    for phone in PHONES:
        they_write("When are you open?", phone)
    first = db.session.scalars(select(Signal).order_by(Signal.id)).first()
    assert first is not None
    first.data = {}
    db.session.commit()
    act_on_due()
    left = db.session.scalars(select(Signal)).all()
    assert [(one.id, one.attempts) for one in left] == [(first.id, 1)]
    assert (
        len(db.session.scalars(select(Answering).where(Answering.answer_at.is_not(None))).all())
        == len(PHONES) - 1
    )


def test_one_whose_time_is_over_goes_on_behind_the_others(
    threads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering_job, "SLICE", -1)
    answering_job.answer_due()
    assert queue.waits(queue.THINK, True)
    monkeypatch.undo()
    answering_job.answer_due()
    assert answers() == {}, "what waits does it"
    answering_job.answer_due(True)
    assert answers() == expected(threads)
    assert not queue.waits(queue.THINK, True)
