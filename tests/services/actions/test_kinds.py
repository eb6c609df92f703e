"""Texts with placeholders: plain substitution, a fault where there is no value, and no secrets."""

from __future__ import annotations

import pytest

from webapp.errors import Fault
from webapp.services.actions.base import ActionFault
from webapp.services.actions.kinds import Choice, Text, fill, names_in, template

TEXT = Text(40, required=True)


@pytest.mark.parametrize(
    "typed", ["", "  ", "x" * 41, "{{", "}}", "{{}}", "{{a{b}}", "{{secret.key}}", "{{ SECRET.x}}"]
)
def test_a_text_that_cannot_be_used_is_refused(typed: str) -> None:
    with pytest.raises(Fault) as fault:
        TEXT.read(typed, "text")
    assert fault.value.field == "text"


def test_values_are_put_in_and_never_looked_at_again() -> None:
    text = TEXT.read("{{a}} and {{ B }}, {{c|no one}}", "text")
    assert fill(text, {"a": "{{b}}", "b": "{{secret.key}}"}) == "{{b}} and {{secret.key}}, no one"


def test_a_placeholder_without_a_value_is_a_fault_that_names_it() -> None:
    text = TEXT.read("{{a}} {{b}} {{c|}}", "text")
    with pytest.raises(ActionFault) as fault:
        fill(text, {"a": " "})
    assert fault.value.sentence == "There is no value for “{{a}}” and “{{b}}”."


def test_a_choice_is_one_of_its_words_or_the_first() -> None:
    choice = Choice(("POST", "GET"))
    assert (choice.read("", "method"), choice.read(" GET ", "method")) == ("POST", "GET")
    with pytest.raises(Fault):
        choice.read("TRACE", "method")


def test_the_names_in_settings_are_found_also_in_broken_ones() -> None:
    assert names_in({"a": "{{First Name}} {{x|y}}", "b": "{{"}) == {"firstname", "x"}


def test_a_secret_is_taken_where_it_may_stand() -> None:
    assert template("{{secret.key}}", "headers", secrets=True).placeholders[0].name == "secret.key"
