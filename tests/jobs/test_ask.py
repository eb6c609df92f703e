"""Many conversations ask a model at once: none waits for the slowest, and one that raises stops no other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from jobs import ask
from tests import desks, factories, model_desks
from tests.calls import wait_for
from tests.conversations import they_write, thread_of
from tests.simulator.model.server import ModelServer
from webapp import queue
from webapp.db import db
from webapp.models.answering import Answering
from webapp.models.thread import Thread
from webapp.services.agents.turns import concluding
from webapp.services.agents.turns.thinking import Thought

PHONES = factories.phones(6, "0")
Work = Callable[[], Thought]


@pytest.fixture
def askers() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(len(PHONES)) as pool:
        yield pool


@pytest.fixture
def threads(app: Flask, model: ModelServer) -> list[int]:
    """The ids of six conversations that are due, of an agent that asks a model."""
    model_desks.at_work(model)
    found = [thread_of(they_write("Is there parking?", phone)).id for phone in PHONES]
    desks.hear()
    desks.pass_time()
    db.session.rollback()
    return found


def answered() -> list[int]:
    """The ids of the conversations that were answered, once for each answer."""
    db.session.rollback()
    found = [turn.thread_id for turn in desks.turns() if turn.outcome == "sent"]
    db.session.rollback()
    return sorted(found)


def test_each_is_asked_for_once_and_answered(
    threads: list[int], askers: ThreadPoolExecutor, model: ModelServer
) -> None:
    ask.ask_models(threads, askers.submit)
    ask.ask_models(threads, askers.submit)
    assert answered() == threads
    assert len(model.requests()) == len(threads)
    assert not any(queue.waits(queue.ASK_MODEL, one) for one in threads)


def test_many_take_few_transactions_more_than_one(threads: list[int], askers: ThreadPoolExecutor) -> None:
    commits = list[object]()
    note = commits.append
    event.listen(db.engine, "commit", note)
    try:
        ask.ask_models(threads[:1], askers.submit)
        one = len(commits)
        ask.ask_models(threads[1:], askers.submit)
    finally:
        event.remove(db.engine, "commit", note)
    assert len(commits) - one <= one + 2, "those of a moment are concluded together"
    assert answered() == threads


def test_none_waits_for_the_slowest(threads: list[int], app: Flask, askers: ThreadPoolExecutor) -> None:
    go_on, asked = threading.Event(), list[Work]()

    def submit(work: Work) -> Future[Thought]:
        asked.append(work)
        return askers.submit(lambda: go_on.wait(20) and work()) if len(asked) == 1 else askers.submit(work)  # type: ignore[arg-type, return-value]

    def in_context() -> None:
        with app.app_context():
            ask.ask_models(threads, submit)

    thinker = threading.Thread(target=in_context)
    thinker.start()
    wait_for(lambda: len(answered()) == len(threads) - 1)
    go_on.set()
    thinker.join(20)
    assert answered() == threads


def test_one_that_cannot_be_read_stops_no_other(threads: list[int], askers: ThreadPoolExecutor) -> None:
    broken = threads.pop(2)
    db.session.get_one(Thread, broken).contact.attributes = ["broken"]  # type: ignore[assignment]
    db.session.commit()
    ask.ask_models([*threads, broken], askers.submit)
    assert answered() == threads
    assert desks.timer_of(db.session.get_one(Thread, broken)).leased_until is not None


def test_one_whose_thought_raises_or_is_not_concluded_stops_no_other(
    threads: list[int], askers: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stubborn, conclude = threads.pop(3), concluding.conclude

    def fails(thoughts: list[Thought]) -> list[int]:
        if any(one.reading.claim.thread_id == stubborn for one in thoughts):
            raise ValueError("It cannot be concluded.")
        return conclude(thoughts)

    monkeypatch.setattr(concluding, "conclude", fails)
    first = list[Future[Thought]]()

    def submit(work: Work) -> Future[Thought]:
        first.append(askers.submit(work) if first else askers.submit(lambda: int("nothing")))  # type: ignore[arg-type, return-value]
        return first[-1]

    ask.ask_models([*threads, stubborn], submit)
    assert answered() == threads[1:]
    assert db.session.scalar(select(func.count()).where(Answering.lease.is_not(None))) == 2


def test_what_is_overtaken_is_asked_again(threads: list[int], askers: ThreadPoolExecutor) -> None:
    def submit(work: Work) -> Future[Thought]:
        they_write("I mean: at night.", PHONES[0])
        db.session.commit()
        return askers.submit(work)

    ask.ask_models(threads[:1], submit)
    assert answered() == []
    assert queue.waits(queue.ASK_MODEL, threads[0])
