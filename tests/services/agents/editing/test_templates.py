"""What a new agent may begin with."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests import factories
from tests.services.agents.editing.forms import saved, written
from webapp.agents.definition import Knowledge
from webapp.agents.templates.registry import TEMPLATES
from webapp.errors import Fault
from webapp.services.agents import store
from webapp.services.agents.editing.saving import ITEMS, PARTS
from webapp.services.agents.editing.templates import BEGINNINGS, BLANK, create, drafts

KEYS = list(BEGINNINGS)


def test_templates_come_first_and_a_blank_one_last() -> None:
    assert KEYS == [*TEMPLATES, "blank"]
    assert drafts(BLANK.definition) == []


@pytest.mark.parametrize("key", KEYS)
def test_each_can_be_made_and_keeps_all_that_the_template_holds(app: Flask, key: str) -> None:
    ada = factories.user()
    agent = create(key, "" if BEGINNINGS[key].name else "Desk", ada)
    assert agent.name == (BEGINNINGS[key].name or "Desk")
    assert store.current(agent).definition == BEGINNINGS[key].definition
    if key in TEMPLATES:
        assert len(BEGINNINGS[key].definition.playbook) == len(TEMPLATES[key].agent.playbook)


@pytest.mark.parametrize("key", KEYS)
def test_no_form_changes_what_it_only_shows(app: Flask, key: str) -> None:
    definition = BEGINNINGS[key].definition
    for part in PARTS.values():
        assert saved(part, definition).definition == definition, part.key
    for kind in ITEMS.values():
        items = getattr(definition, kind.part)
        for item in items:
            assert written(kind, definition, str(getattr(item, "key", ""))) == items


def test_what_is_written_is_no_draft_any_more() -> None:
    definition = BEGINNINGS[KEYS[0]].definition
    first, *others = drafts(definition)
    known = replace(definition, knowledge=(Knowledge(1, first.title, "Ours."),))
    assert drafts(known) == others


def test_what_does_not_exist_is_refused(app: Flask) -> None:
    with pytest.raises(Fault) as raised:
        create("magic", "Desk", factories.user())
    assert raised.value.field == "template"


def test_a_second_one_without_a_name_gets_a_number(app: Flask) -> None:
    ada = factories.user()
    names = [create(KEYS[0], "", ada).name for _ in range(3)]
    assert names == [BEGINNINGS[KEYS[0]].name + ending for ending in ("", " 2", " 3")]
