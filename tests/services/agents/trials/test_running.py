"""Trials in the process that asks models: over real HTTP, against the simulated model."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from jobs.trials import try_out
from tests import desks, factories, model_desks
from tests.conversations import they_write, thread_of
from tests.model_desks import PARKING
from tests.services.agents.trials.tries import ask, pass_time, played
from tests.simulator.model.server import ModelServer
from webapp.agents.llm import sentences
from webapp.db import db, now
from webapp.models.agent import Agent
from webapp.models.agent_turn import AgentTurn
from webapp.models.language_model import LanguageModel
from webapp.models.message import Message
from webapp.models.trial import Trial
from webapp.models.user import User
from webapp.services.agents import trying
from webapp.services.agents.evals import evals
from webapp.services.agents.trials import asking, kept, running
from webapp.services.agents.trying import Person

TESTS = """test: Parking
says: Is there parking?
contains: behind the house

test: Wrong
says: Is there parking?
contains: on the moon
"""


@pytest.fixture
def desk(app: Flask, model: ModelServer) -> Agent:
    return model_desks.at_work(model, priced=True)[2]


@pytest.fixture
def eve(app: Flask) -> User:
    return factories.user("Eve")


def test_a_text_is_answered_with_why_and_nothing_is_sent(desk: Agent, eve: User, model: ModelServer) -> None:
    trial = played(ask(desk, eve, person=Person(name="Hedy", row={"dentist": "Dr Quill"})))
    talk = kept.talk(trial)
    assert talk is not None
    last = talk.turns[-1]
    assert (last.text, last.why and last.why.outcome, talk.answers) == (PARKING, "sent", 1)
    assert (asking.is_over(trial), asking.fault(trial), trial.requests) == (True, "", 1)
    assert trial.tokens
    assert trial.price
    assert "Dr Quill" in model.prompts()
    for table in (Message, AgentTurn):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    played(trial)
    assert len(model.requests()) == 1, "it is not asked twice"


def away(_: ModelServer) -> None:
    db.session.execute(update(LanguageModel).values(base_url="http://127.0.0.1:9/v1"))
    db.session.commit()


def untested(_: ModelServer) -> None:
    db.session.execute(update(LanguageModel).values(output_mode="", test_sentence=""))
    db.session.commit()


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (away, sentences.UNREACHABLE),
        (untested, "It has not been tested yet."),
        (lambda model: model.mood("busy"), sentences.BUSY),
    ],
)
def test_a_model_that_fails_says_why(
    desk: Agent, eve: User, model: ModelServer, act: Callable[[ModelServer], None], sentence: str
) -> None:
    trial = ask(desk, eve)
    act(model)
    talk = kept.talk(played(trial))
    assert talk is not None
    why = talk.turns[-1].why
    assert why is not None
    assert why.outcome == "failed"
    assert sentence in why.because


def test_what_was_given_up_or_is_gone_is_not_asked_any_more(
    desk: Agent, eve: User, model: ModelServer
) -> None:
    trial = ask(desk, eve)
    pass_time()
    assert played(trial).started_at is None
    db.session.execute(delete(Trial))
    db.session.commit()
    try_out(trial.id)
    assert model.requests() == []


def test_one_that_is_erased_while_it_is_thought_about_leaves_nothing(
    desk: Agent, eve: User, model: ModelServer
) -> None:
    trial_id = ask(desk, eve).id
    work = running.begin(trial_id)
    db.session.commit()
    assert work is not None
    db.session.execute(delete(Trial))
    db.session.commit()
    running.end(trial_id, running.perform(work, lambda result: running.tell(trial_id, result)))
    db.session.commit()
    assert db.session.scalars(select(Trial)).all() == []


def test_the_database_is_not_held_while_the_model_thinks(
    desk: Agent, eve: User, model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_then: list[bool] = []
    ask_model = running.Metered.decide

    def watched(self: running.Metered, *given: object) -> object:
        self.beat()
        open_then.append(db.session().in_transaction())
        return ask_model(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(running.Metered, "decide", watched)
    evals.save(desk.id, TESTS, eve)
    db.session.commit()
    thread = thread_of(they_write("Is there parking?"))
    for trial in (
        ask(desk, eve),
        asking.tests(desk, TESTS, False, eve),
    ):
        db.session.commit()
        played(trial)
    replayed = asking.replay(desk, thread, 1, eve)
    db.session.commit()
    played(replayed)
    assert open_then == [False] * 4


def test_tests_come_in_one_after_the_other(desk: Agent, eve: User, monkeypatch: pytest.MonkeyPatch) -> None:
    trial = asking.tests(desk, TESTS, False, eve)
    db.session.commit()
    notes: list[int] = []
    tell = running.tell

    def told(trial_id: int, result: running.Result) -> None:
        notes.append(len(result.get("cases", ())))
        tell(trial_id, result)

    monkeypatch.setattr(running, "tell", told)
    trial = played(trial)
    assert notes == [0, 1, 1, 2], "before each answer, and after each test"
    results = kept.results(trial, desk)
    assert results.sentence == "1 of 2 tests pass."
    assert results.cases[1].failed[0].came == f"the answer “{PARKING}”"
    assert trial.requests == 2


def test_tests_end_in_time_and_say_so(desk: Agent, eve: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(running.SECONDS, running.TrialKind.TESTS, -1.0)
    trial = asking.tests(desk, TESTS, False, eve)
    db.session.commit()
    sentence = kept.results(played(trial), desk).sentence
    assert sentence == "0 of 2 tests pass; 2 were not played, for want of time."


def test_a_conversation_is_played_again(desk: Agent, eve: User, model: ModelServer) -> None:
    thread = thread_of(they_write("Is there parking?"))
    model_desks.answer()
    they_write("HELP")
    said = desks.said()
    trial = asking.replay(desk, thread, 1, eve)
    db.session.commit()
    again = kept.replay(played(trial))
    assert [one.again.asked for one in again.exchanges] == [True, False]
    assert again.exchanges[0].again.text == PARKING
    assert (again.different, again.unplayed) == (0, 0)
    assert desks.said() == said


def test_what_raises_says_so(desk: Agent, eve: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(trying, "answered", broken)
    trial = played(ask(desk, eve))
    assert asking.is_over(trial)
    assert asking.fault(trial) == "It could not be tried (ZeroDivisionError). The log says more."
    assert trial.ended_at
    assert trial.ended_at <= now()
