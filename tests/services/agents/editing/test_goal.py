"""An agent's goal and labels, as their form has them."""

from __future__ import annotations

from tests.services.agents.editing.forms import current, faults, saved
from webapp.agents.definition import Label
from webapp.agents.stored import Definition
from webapp.services.agents.editing.goal import PART
from webapp.services.agents.editing.part import with_definition

LABELS = (
    Label("keen", "They are keen.", ("yes", "sure"), confirm=False, group="interest"),
    Label("late", "", ("later",)),
)
DEFINITION = Definition(goal="They have a date.", labels=LABELS)


def test_what_is_shown_is_what_is_saved() -> None:
    assert saved(PART, DEFINITION) == with_definition(current(DEFINITION))


def test_a_row_that_is_emptied_is_gone() -> None:
    form = saved(PART, DEFINITION, label__0__name="", label__0__phrases=" ", label__0__condition="")
    assert form.definition.labels == LABELS[1:]


def test_a_label_needs_a_name_and_a_reason() -> None:
    assert list(faults(PART, label__4__phrases="yes")) == ["label-4-name"]
    assert list(faults(PART, label__4__name="keen")) == ["label-4-phrases"]
    assert list(faults(PART, label__4__name="x" * 41, label__4__phrases="yes")) == ["label-4-name"]


def test_two_labels_of_one_name_are_refused() -> None:
    rows = {
        "label__1__name": "keen",
        "label__1__phrases": "a",
        "label__2__name": "Keen",
        "label__2__phrases": "b",
    }
    assert faults(PART, **rows) == {"label": "Two labels are called “keen”."}
