"""Asking for a trial: queued after the commit, seen by one user, bounded, given up in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import factories, model_desks
from tests.conversations import they_write, thread_of
from tests.services.agents.trials.tries import ask, pass_time
from tests.simulator.model.server import ModelServer
from webapp import queue
from webapp.db import db, now
from webapp.errors import Fault, NotFound
from webapp.models.agent import Agent
from webapp.models.trial import Trial, TrialKind
from webapp.models.user import User
from webapp.services import sweep as sweeps
from webapp.services.agents import model_uses, store, trying
from webapp.services.agents.trials import asking
from webapp.services.agents.trying import Person
from webapp.services.agents.turns import thinking
from webapp.services.team import people


@pytest.fixture
def desk(app: Flask, model: ModelServer) -> Agent:
    return model_desks.at_work(model)[2]


@pytest.fixture
def eve(app: Flask) -> User:
    return factories.user("Eve")


def test_it_waits_in_the_thinkers_queue_and_the_sweep_finds_it(desk: Agent, eve: User) -> None:
    queue.redis().flushall()
    trial = ask(desk, eve)
    assert queue.redis().exists(queue.waiting_key(queue.TRY_OUT, trial.id))
    assert queue.redis().llen("rq:queue:think") == 1
    assert sweeps.look()[queue.TRY_OUT] == [trial.id]
    trial.started_at = now()
    db.session.commit()
    assert sweeps.look()[queue.TRY_OUT] == [], "it is taken up"


def test_an_archived_agent_needs_the_thinker_while_it_is_tried(desk: Agent, eve: User) -> None:
    store.archive(desk.id, eve)
    db.session.commit()
    assert model_uses.needed()[0] is False
    ask(desk, eve)
    assert model_uses.needed()[0] is True
    pass_time()
    assert model_uses.needed()[0] is False


def test_only_who_asked_sees_it(desk: Agent, eve: User) -> None:
    trial, grace = ask(desk, eve), factories.user("Grace")
    assert asking.of(trial.id, desk.id, TrialKind.TALK, eve) is trial
    for wrong in (
        (trial.id, desk.id, TrialKind.TALK, grace),
        (trial.id, desk.id, TrialKind.TESTS, eve),
        (trial.id, desk.id + 1, TrialKind.TALK, eve),
        (trial.id + 1, desk.id, TrialKind.TALK, eve),
    ):
        with pytest.raises(NotFound):
            asking.of(*wrong)


def test_what_no_process_takes_up_or_ends_is_said_in_a_sentence(desk: Agent, eve: User) -> None:
    trial = ask(desk, eve)
    assert (asking.is_over(trial), asking.fault(trial)) == (False, "")
    pass_time()
    db.session.refresh(trial)
    assert (asking.is_over(trial), asking.fault(trial)) == (True, thinking.NOT_TAKEN_UP)
    trial.started_at = now()
    assert asking.fault(trial) == asking.TOO_LONG
    trial.ended_at = now()
    assert (asking.is_over(trial), asking.fault(trial)) == (True, "")


def test_a_user_waits_for_two_at_once_and_asks_so_often_in_an_hour(
    desk: Agent, eve: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(desk, eve)
    ask(desk, eve)
    with pytest.raises(Fault, match="still being thought about"):
        ask(desk, eve)
    ask(desk, factories.user("Grace"))
    pass_time()
    monkeypatch.setattr(asking, "MOST_AN_HOUR", 3)
    ask(desk, eve)
    with pytest.raises(Fault, match="within an hour"):
        ask(desk, eve)
    db.session.execute(update(Trial).values(asked_at=now() - timedelta(hours=2)))
    db.session.commit()
    ask(desk, eve)


def test_it_points_to_a_contact_or_to_a_conversation_never_to_both(desk: Agent, eve: User) -> None:
    thread = thread_of(they_write("Hello", "+12025550122"))
    known = trying.known_person("+12025550122", {})
    assert known is not None
    assert (ask(desk, eve).contact_id, ask(desk, eve, person=known).contact_id) == (None, thread.contact_id)
    pass_time()
    replayed = asking.replay(desk, thread, 1, eve)
    assert (replayed.contact_id, replayed.thread_id) == (None, thread.id)
    with pytest.raises(NotFound):
        asking.replay(desk, thread, 9, eve)


def test_all_of_it_goes_with_a_user_who_is_deactivated(desk: Agent, eve: User) -> None:
    grace = factories.user("Grace")
    ask(desk, eve)
    kept = ask(desk, grace).id
    people.deactivate(eve, grace)
    db.session.commit()
    assert db.session.scalars(select(Trial.id)).all() == [kept]


def test_someone_made_up_is_no_contact(desk: Agent, eve: User) -> None:
    assert ask(desk, eve, person=Person(name="Hedy")).contact_id is None
