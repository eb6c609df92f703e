"""Who an agent is, as its form has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.services.agents.editing.forms import current, faults, saved
from webapp.agents.stored import Definition
from webapp.models.agent import EngineName
from webapp.services.agents.editing.part import with_definition
from webapp.services.agents.editing.typed import Typed
from webapp.services.agents.editing.who import PART, in_others

DEFINITION = Definition(instructions="Be kind.", tone="warm", languages=("de", "en"), segments=2)


def test_what_is_shown_is_what_is_saved() -> None:
    assert saved(PART, DEFINITION) == with_definition(current(DEFINITION))


def test_the_language_in_which_it_begins_stands_first_and_is_spoken() -> None:
    form = saved(PART, DEFINITION, first="fr", languages=["en"])
    assert form.definition.languages == ("fr", "en")


def test_name_and_engine_are_not_kept_with_the_definition() -> None:
    form = saved(PART, DEFINITION, name=" New  name ", engine="staff", color="red")
    assert (form.name, form.engine, form.color, form.definition) == (
        "New name",
        EngineName.STAFF,
        "red",
        DEFINITION,
    )


def test_a_model_is_chosen_by_its_id() -> None:
    assert saved(PART, DEFINITION, engine="llm", model="7").definition.model_id == 7
    assert saved(PART, replace(DEFINITION, model_id=7), model="").definition.model_id is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("model", "x"),
        ("name", ""),
        ("engine", "x"),
        ("first", "xx"),
        ("tone", "x" * 201),
        ("instructions", "x" * 20_001),
    ],
)
def test_faults_name_their_field(field: str, typed: str) -> None:
    assert list(faults(PART, **{field: typed})) == ["languages" if field == "first" else field]


def test_no_language_at_all_is_refused() -> None:
    assert list(faults(PART, first="", languages=[])) == ["languages"]


def test_texts_in_languages_that_the_form_does_not_show_stay() -> None:
    typed = Typed({"a_es": ["hola"], "a_fr": [""]})
    old = {"es": "adiós", "fr": "salut", "xx": "kept"}
    assert in_others(typed, "a_", old, typed.get) == {"xx": "kept", "es": "hola"}
