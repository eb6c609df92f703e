"""Saving a part or an item: nothing of a colleague's is lost, and nothing is saved half."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from tests import desks, factories, model_desks
from tests.services.agents.editing.forms import sent
from tests.simulator.model.server import ModelServer
from webapp.db import db
from webapp.errors import Conflict, Faults, NotFound
from webapp.models.agent import Agent
from webapp.models.event import Event
from webapp.models.user import User
from webapp.services.agents import store
from webapp.services.agents.editing import saving
from webapp.services.agents.editing.saving import ITEMS, PARTS


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user()


@pytest.fixture
def desk(ada: User) -> Agent:
    return desks.agent(ada)


def part(desk: Agent, key: str, seen: int, by: User, **changes: str) -> bool:
    shown = PARTS[key].show(store.current(desk))
    return saving.save_part(desk.id, seen, PARTS[key], sent(PARTS[key].shape, shown, **changes), by)


def item(desk: Agent, kind: str, key: str | None, seen: int, by: User, **changes: str) -> bool:
    shown = ITEMS[kind].show(store.version(desk.id, seen), key)
    return saving.save_item(desk.id, seen, ITEMS[kind], key, sent(ITEMS[kind].shape, shown, **changes), by)


def test_different_parts_are_put_together(desk: Agent, ada: User) -> None:
    assert part(desk, "limits", 1, ada, day="5")
    assert item(desk, "answers", "hours", 1, ada, answer="Never.")
    assert part(desk, "handoff", 1, ada, words="lawyer")
    definition = store.current(desk).definition
    assert (definition.caps.day, definition.handoff_words) == (5, ("lawyer",))
    assert definition.playbook[0].answer == "Never."
    assert desk.version == 4


def test_the_same_part_is_told(desk: Agent, ada: User) -> None:
    part(desk, "limits", 1, ada, day="5")
    with pytest.raises(Conflict, match="has saved this agent meanwhile"):
        part(desk, "limits", 1, ada, day="6")
    assert part(desk, "limits", 2, ada, day="6")


def test_who_it_is_is_overtaken_by_any_save(desk: Agent, ada: User) -> None:
    """Versions hold neither its name nor its engine: nobody can tell whether these were changed."""
    part(desk, "limits", 1, ada, day="5")
    with pytest.raises(Conflict):
        part(desk, "who", 1, ada, name="Other")


def test_a_version_that_never_was_is_overtaken(desk: Agent, ada: User) -> None:
    with pytest.raises(Conflict):
        part(desk, "limits", 99, ada, day="5")


def test_new_items_overtake_nobody(desk: Agent, ada: User) -> None:
    for name in ("One", "Two"):
        assert item(desk, "answers", None, 1, ada, name=name, phrases="x", answer="y")
    assert [entry.name for entry in store.current(desk).definition.playbook[-2:]] == ["One", "Two"]


def test_an_item_that_was_changed_or_removed_meanwhile_is_told(desk: Agent, ada: User) -> None:
    item(desk, "answers", "hours", 1, ada, answer="Never.")
    with pytest.raises(Conflict, match="has saved this agent meanwhile"):
        saving.remove_item(desk.id, 1, ITEMS["answers"], "hours", ada)
    saving.remove_item(desk.id, 2, ITEMS["answers"], "hours", ada)
    with pytest.raises(Conflict, match="has removed this answer"):
        item(desk, "answers", "hours", 2, ada, answer="Always.")


def test_nothing_changed_is_no_version(desk: Agent, ada: User) -> None:
    assert not part(desk, "goal", 1, ada)
    assert not item(desk, "tasks", "visit", 1, ada)
    assert desk.version == 1


def test_faults_have_the_forms_own_names(desk: Agent, ada: User) -> None:
    with pytest.raises(Faults) as raised:
        part(desk, "who", 1, ada, segments="7")
    assert list(raised.value.by_field) == ["segments"]
    assert desk.version == 1


def test_what_does_not_exist_is_not_found(desk: Agent, ada: User) -> None:
    with pytest.raises(NotFound):
        saving.save_part(
            999, 1, PARTS["goal"], sent(PARTS["goal"].shape, PARTS["goal"].show(store.current(desk))), ada
        )
    with pytest.raises(NotFound):
        saving.remove_item(desk.id, 1, ITEMS["answers"], "none", ada)


def test_a_version_is_put_back_and_audited(desk: Agent, ada: User) -> None:
    first = store.current(desk).definition
    part(desk, "limits", 1, ada, day="5")
    assert saving.put_back(desk.id, 1, ada)
    assert (store.current(desk).definition, desk.version) == (first, 3)
    assert not saving.put_back(desk.id, 1, ada)
    db.session.flush()
    kinds = db.session.scalars(
        select(Event.kind).where(Event.kind.startswith("agent.")).order_by(Event.id)
    ).all()
    assert kinds == ["agent.created", "agent.saved", "agent.saved", "agent.put_back"]
    with pytest.raises(NotFound):
        saving.put_back(desk.id, 9, ada)


def test_a_version_from_before_there_was_a_model_keeps_the_model(
    desk: Agent, ada: User, model: ModelServer
) -> None:
    llama = model_desks.known_model(model, ada).id
    first = store.current(desk).definition
    part(desk, "who", 1, ada, engine="llm", model=str(llama))
    assert not saving.put_back(desk.id, 1, ada), "the model alone was chosen since"
    part(desk, "limits", 2, ada, day="5")
    assert saving.put_back(desk.id, 1, ada)
    assert store.current(desk).definition == replace(first, model_id=llama)
