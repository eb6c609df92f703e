"""Tests that are kept with an agent: saved, and played within bounds."""

from __future__ import annotations

from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import desks, factories
from tests.services.agents.evals_of_desks import HOURS, PARKING
from webapp.agents.base import Conversation, Decision
from webapp.agents.definition import Label
from webapp.agents.registry import ENGINES, EngineKind
from webapp.agents.stored import Definition
from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.agent import Agent, EngineName
from webapp.models.agent_turn import AgentTurn
from webapp.models.event import Event
from webapp.models.message import Message
from webapp.models.user import User
from webapp.services.agents import store
from webapp.services.agents.editing import templates
from webapp.services.agents.evals import evals
from webapp.services.agents.store import AgentForm


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user()


@pytest.fixture
def desk(ada: User) -> Agent:
    return desks.agent(ada)


def test_what_is_saved_is_played(desk: Agent, ada: User) -> None:
    assert evals.save(desk.id, HOURS + PARKING.replace("\n", "\r\n"), ada, seen=0)
    results = evals.run(desk)
    assert (results.passed, results.total, results.ok) == (2, 2, True)
    assert results.sentence == "2 of 2 tests pass."
    assert not evals.save(desk.id, HOURS + PARKING, ada, seen=0), "nothing has changed"
    actions = [event.kind for event in db.session.scalars(select(Event).order_by(Event.id))]
    assert actions.count("agent.tests_saved") == 1


def test_a_test_that_fails_says_what_came(desk: Agent, ada: User) -> None:
    evals.save(desk.id, HOURS.replace("nine", "ten"), ada)
    results = evals.run(desk)
    assert results.sentence == "0 of 1 test passes."
    [check] = results.cases[0].failed
    assert (check.expected, check.line) == ("contains: ten", 3)
    assert desks.HOURS in check.came


def test_another_definition_is_played_without_being_saved(desk: Agent, ada: User) -> None:
    evals.save(desk.id, HOURS, ada)
    assert evals.run(desk).ok
    assert not evals.run(desk, Definition()).ok


def test_mistakes_are_told_with_their_lines_and_nothing_is_saved(desk: Agent, ada: User) -> None:
    evals.save(desk.id, HOURS, ada)
    with pytest.raises(Fault) as raised:
        evals.save(desk.id, "test: One\nsays: hi\nconains: x\ncontains:\n", ada)
    assert raised.value.field == "tests"
    assert "Line 3: “conains” is not known. Did you mean “contains”?" in raised.value.sentence
    assert "Line 4: There is nothing behind “contains:”." in raised.value.sentence
    assert evals.kept(desk.id).text == HOURS.strip()


def test_many_mistakes_are_not_all_told(desk: Agent, ada: User) -> None:
    with pytest.raises(Fault, match=r"And 12 more\.$"):
        evals.save(desk.id, "nonsense\n" * 20, ada)


def test_names_that_the_agent_does_not_have_are_told_and_no_reason_to_refuse(desk: Agent, ada: User) -> None:
    assert evals.save(desk.id, "test: A\nsays: hi\ntask: fly\nlabel: Pilot\n", ada)
    results = evals.run(desk)
    assert [str(one) for one in results.mistakes] == [
        "Line 3: The agent has no task “fly”.",
        "Line 4: The agent has no label “Pilot”.",
    ]
    assert not results.ok
    desks.change(desk, ada, labels=(Label("Pilot"),))
    assert [one.line for one in evals.run(desk).mistakes] == [3]


def test_who_saves_second_is_told(desk: Agent, ada: User) -> None:
    evals.save(desk.id, HOURS, ada, seen=0)
    with pytest.raises(Conflict, match="A colleague has saved these tests meanwhile"):
        evals.save(desk.id, PARKING, ada, seen=0)
    assert evals.save(desk.id, PARKING, ada, seen=evals.kept(desk.id).revision)
    assert evals.kept(desk.id).revision == 2


def test_neither_an_archived_agent_nor_none_is_changed(desk: Agent, ada: User) -> None:
    store.archive(desk.id, ada)
    with pytest.raises(Conflict, match="archived"):
        evals.save(desk.id, HOURS, ada)
    with pytest.raises(NotFound):
        evals.save(desk.id + 1, HOURS, ada)


def test_time_is_bounded_and_what_was_not_played_is_told(desk: Agent, ada: User) -> None:
    evals.save(desk.id, HOURS + PARKING, ada)
    results = evals.run(desk, seconds=-1)
    assert (results.cases, results.unplayed, results.ok) == ((), 2, False)
    assert results.sentence == "0 of 2 tests pass; 2 were not played, for want of time."


def test_an_engine_that_breaks_fails_the_test_alone(desk: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def decide(self, conversation: Conversation) -> Decision:
            raise ZeroDivisionError

    monkeypatch.setitem(cast(Any, ENGINES), "playbook", EngineKind("Broken", Broken))
    [case] = evals.run(desk, text=HOURS).cases
    assert "the engine failed: The agent could not work" in case.failed[0].came


def test_nothing_answers_for_staff(desk: Agent, ada: User) -> None:
    form = AgentForm(desk.name, EngineName.STAFF, store.current(desk).definition)
    store.save(desk.id, desk.version, form, ada)
    results = evals.run(desk, text=HOURS)
    assert results.sentence == "“Staff only” answers nothing by itself, so there is nothing to test."
    assert (results.ok, results.unplayed) == (False, 0)


def test_knowledge_is_found(desk: Agent) -> None:
    assert evals.run(desk, text="test: Dogs\nsays: are dogs welcome?\ncontains: Dogs are welcome\n").ok


@pytest.mark.parametrize("key", [key for key in templates.BEGINNINGS if key != "blank"])
def test_an_agent_of_a_template_passes_the_tests_it_comes_with(ada: User, key: str) -> None:
    results = evals.run(templates.create(key, "", ada))
    assert results.total >= 5
    assert results.ok, [case.failed for case in results.cases] + list(results.mistakes)


def test_a_blank_agent_has_none_and_nothing_is_ever_sent_or_kept(ada: User) -> None:
    blank = templates.create("blank", "Blank", ada)
    assert evals.run(blank).sentence == "The agent has no tests."
    evals.run(blank, text=HOURS)
    for table in (Message, AgentTurn):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
