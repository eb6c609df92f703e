"""What the forms of an agent's parts have in common."""

from __future__ import annotations

import pytest

from tests.services.agents.editing.forms import current
from webapp.errors import Fault, Faults
from webapp.services.agents.editing.part import in_form, new_key, with_definition
from webapp.services.agents.editing.typed import Shape

SHAPE = Shape(("day",), ("labels",), {"row": ("a",)})


def test_the_rest_of_an_agent_stays() -> None:
    form = with_definition(current(), goal="A date.")
    assert (form.name, form.color, form.engine, form.definition.goal) == (
        "Desk",
        "blue",
        "playbook",
        "A date.",
    )


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Opening hours", (), "opening_hours"),
        ("Öffnungszeiten!", (), "offnungszeiten"),
        ("時間", (), "item"),
        ("Hours", ("hours", "hours_2"), "hours_3"),
        ("new", (), "new_2"),
        ("x" * 90, (), "x" * 40),
    ],
)
def test_a_key_is_made_of_a_name(name: str, taken: tuple[str, ...], key: str) -> None:
    assert new_key(name, taken) == key


def test_faults_stand_where_the_form_has_a_place_for_them() -> None:
    found = in_form(
        Faults({"caps": "Too many.", "row-3-a": "Empty.", "magic": "No."}), SHAPE, {"caps": "day"}
    )
    assert found == {"day": "Too many.", "row-3-a": "Empty.", "": "No."}
    assert in_form(Fault("No.", "labels"), SHAPE, {}) == {"labels": "No."}


def test_two_faults_without_a_place_are_both_said() -> None:
    assert in_form(Faults({"x": "One.", "y": "Two."}), SHAPE, {}) == {"": "One. Two."}
