"""Agents are saved as versions: none is lost, and what cannot be saved is refused with a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import desks, factories
from tests.conversations import DAVE, they_write, thread_of
from webapp.db import db
from webapp.errors import Conflict, Faults, NotFound
from webapp.models.agent import AgentState, AgentVersion, EngineName
from webapp.models.event import Event
from webapp.models.thread import Thread
from webapp.services.agents import store
from webapp.services.agents.store import AgentForm


def form(name: str = "Desk", engine: EngineName = EngineName.PLAYBOOK, **changes: object) -> AgentForm:
    return AgentForm(name, engine, replace(desks.DESK, **changes))  # type: ignore[arg-type]


def test_what_is_saved_is_read_again_and_each_save_is_a_version(app: Flask) -> None:
    ada = factories.user()
    desk = store.create(form("  Front   desk "), ada)
    assert (desk.name, desk.version) == ("Front desk", 1)
    store.save(desk.id, 1, form("Desk", away="Closed."), ada)
    db.session.commit()
    assert store.current(desk).definition == replace(desks.DESK, away="Closed.")
    assert store.version(desk.id, 1) == desks.DESK
    assert [event.kind for event in db.session.scalars(select(Event).order_by(Event.id))] == [
        "agent.created", "agent.saved",
    ]  # fmt: skip


def test_of_two_who_save_at_once_the_second_is_told(app: Flask) -> None:
    ada, grace = factories.user(), factories.user("Grace")
    desk = store.create(form(), ada)
    store.save(desk.id, 1, form(away="Grace's"), grace)
    with pytest.raises(Conflict, match="Grace has saved this agent meanwhile"):
        store.save(desk.id, 1, form(away="Ada's"), ada)
    assert db.session.scalar(select(func.count()).select_from(AgentVersion)) == 2
    assert store.current(desk).definition.away == "Grace's"


def test_names_are_there_once(app: Flask) -> None:
    ada = factories.user()
    desk = store.create(form(), ada)
    for name, sentence in (
        ("desk", "Another agent has this name."),
        (" ", "Give the agent a name."),
        ("x" * 81, "The name may have 80 characters."),
    ):
        with pytest.raises(Faults) as told:
            store.create(form(name), ada)
        assert told.value.by_field == {"name": sentence}
    assert store.save(desk.id, 1, form("DESK"), ada).name == "DESK"
    store.create(form("Événements"), ada)
    with pytest.raises(Faults, match="Another agent has this name"):
        store.create(form("E\u0301VÉNEMENTS"), ada)
    assert store.named("événements").name == "Événements"


def test_an_agent_that_asks_no_model_that_can_be_asked_is_refused_with_a_sentence(app: Flask) -> None:
    with pytest.raises(Faults) as told:
        store.create(form(engine=EngineName.LLM, segments=9), factories.user())
    assert told.value.by_field["model"].startswith("No language model is chosen for this agent.")
    assert told.value.by_field["segments"] == "An answer may have 1 to 3 segments."


def test_an_archived_agent_answers_no_more_and_is_not_changed(app: Flask) -> None:
    ada, _, desk = desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.hear()
    store.archive(desk.id, ada)
    store.archive(desk.id, ada)
    db.session.commit()
    assert db.session.get_one(Thread, thread.id).agent_state == AgentState.NONE
    desks.answer()
    assert desks.said() == []
    assert db.session.get_one(Thread, thread.id).needs_reply
    with pytest.raises(Conflict, match="archived"):
        store.save(desk.id, 1, form(), ada)
    assert store.listed() == []
    assert [one.id for one in store.listed(archived=True)] == [desk.id]


def test_an_archived_agent_is_brought_back_and_answers_strangers_again(app: Flask) -> None:
    ada, _, desk = desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.answer()
    store.archive(desk.id, ada)
    store.bring_back(desk.id, ada)
    store.bring_back(desk.id, ada)
    db.session.commit()
    assert [one.id for one in store.listed()] == [desk.id]
    assert db.session.get_one(Thread, thread.id).agent_state == AgentState.NONE
    noted = select(Event.kind).where(Event.kind.startswith("agent.")).order_by(Event.id)
    assert db.session.scalars(noted).all() == ["agent.created", "agent.archived", "agent.brought_back"]
    they_write("Where can I park?", DAVE)
    desks.answer()
    assert desks.said() == [desks.HOURS, desks.PARKING]


def test_an_agent_is_found_by_its_name_whatever_its_case(app: Flask) -> None:
    ada = factories.user()
    with pytest.raises(NotFound, match=r"no agent called “desk”\. There are none yet\.$"):
        store.named("desk")
    desk, old = desks.agent(ada, "Desk"), desks.agent(ada, "Old")
    store.archive(old.id, ada)
    assert store.named(" desk ").id == desk.id
    with pytest.raises(NotFound, match=r"no agent called “Old”\. There are: “Desk”\.$"):
        store.named("Old")


def test_what_does_not_exist(app: Flask) -> None:
    for look in (
        lambda: store.get(9),
        lambda: store.version(9, 1),
        lambda: store.archive(9, factories.user()),
        lambda: store.bring_back(9, factories.user()),
    ):
        with pytest.raises(NotFound):
            look()
