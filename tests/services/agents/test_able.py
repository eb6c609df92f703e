"""Which agents can be chosen, and which stands behind a number."""

from __future__ import annotations

from flask import Flask

from tests import desks, factories
from webapp.models.agent import EngineName
from webapp.services.agents import able, store
from webapp.services.agents.store import AgentForm


def test_only_those_that_answer_can_be_chosen(app: Flask) -> None:
    assert not able.any_agent()
    ada = factories.user()
    desk, old = desks.agent(ada, "Desk"), desks.agent(ada, "Old desk")
    people = store.create(AgentForm("People", EngineName.STAFF, desks.DESK), ada)
    store.archive(old.id, ada)
    assert able.any_agent()
    assert [agent.name for agent in able.every()] == ["Desk"]
    assert [able.one(each) for each in (desk.id, old.id, people.id, None, 999)] == [desk, *[None] * 4]


def test_a_number_has_its_agent_until_that_is_archived(app: Flask) -> None:
    ada, number, desk = desks.at_work()
    shop = factories.number("+12025550199")
    assert able.of_number(number.id) == desk
    assert able.of_number(shop.id) is able.of_number(None) is None
    store.archive(desk.id, ada)
    assert able.of_number(number.id) is None
