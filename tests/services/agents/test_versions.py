"""The versions of an agent, and what changed from one to the next."""

from __future__ import annotations

from dataclasses import fields

import pytest
from flask import Flask

from tests import desks, factories
from webapp.agents.stored import Definition
from webapp.services.agents import versions


def test_each_says_who_saved_it_and_what_is_different(app: Flask) -> None:
    ada = factories.user()
    desk = desks.agent(ada)
    desks.change(desk, ada, goal="A date.", wait=3.0, longest_wait=9.0)
    desks.change(desk, ada, playbook=())
    saved, more = versions.newest(desk.id)
    assert [(one.number, one.by, one.changed) for one in saved] == [
        (3, "Ada", ("answers",)),
        (2, "Ada", ("goal", "waiting time")),
        (1, "Ada", ()),
    ]
    assert not more


def test_the_oldest_of_a_page_is_compared_with_the_one_that_follows(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "AT_ONCE", 1)
    ada = factories.user()
    desk = desks.agent(ada)
    desks.change(desk, ada, goal="A date.")
    assert versions.newest(desk.id) == (versions.newest(desk.id)[0], True)
    assert versions.newest(desk.id)[0][0].changed == ("goal",)
    older, more = versions.newest(desk.id, before=2)
    assert ([one.number for one in older], more) == ([1], False)


def test_every_part_of_a_definition_has_its_word() -> None:
    assert {field.name for field in fields(Definition)} == set(versions.WORDS)
