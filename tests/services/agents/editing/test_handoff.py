"""When an agent hands off, as its form has it."""

from __future__ import annotations

from tests.services.agents.editing.forms import current, faults, saved
from webapp.agents.definition import HandoffRules
from webapp.agents.stored import Definition
from webapp.services.agents.editing.handoff import PART
from webapp.services.agents.editing.part import with_definition

DEFINITION = Definition(handoff_words=("lawyer", "a complaint"), handoff=HandoffRules(3, False, True))


def test_what_is_shown_is_what_is_saved() -> None:
    assert saved(PART, DEFINITION) == with_definition(current(DEFINITION))
    assert saved(PART) == with_definition(current())


def test_no_number_is_no_limit() -> None:
    assert saved(PART, DEFINITION, after=" ").definition.handoff.after_answers == 0


def test_faults_name_their_field() -> None:
    assert list(faults(PART, after="0", words="x" * 301)) == ["words", "after"]
