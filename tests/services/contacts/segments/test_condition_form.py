"""Conditions as rows of a form, and back."""

from __future__ import annotations

import pytest

from webapp.errors import Fault
from webapp.rules.workflow.document import Comparison, Conditions, Group, Join, Operator
from webapp.services.contacts.segments import condition_form

TYPED = {
    "if-join": "any",
    "if-0-subject": " contact.city ", "if-0-operator": "is_not", "if-0-value": "Boston",
    "if-1-subject": "", "if-1-operator": "is", "if-1-value": "",
    "if-g0-join": "all", "if-g0-0-subject": "time.hour", "if-g0-0-operator": "less", "if-g0-0-value": "12",
    "if-g1-join": "all", "if-g1-0-subject": "", "if-g1-0-operator": "is", "if-g1-0-value": "",
}  # fmt: skip
CITY = Comparison("contact.city", Operator.IS_NOT, "Boston")
EARLY = Group(Join.ALL, (Comparison("time.hour", Operator.LESS, "12"),))


def test_rows_that_are_empty_are_left_out() -> None:
    assert condition_form.read(TYPED, "if") == Conditions(Join.ANY, (CITY,), (EARLY,))


def test_a_row_or_a_group_is_dropped_and_one_is_added() -> None:
    assert condition_form.again(TYPED | {"drop": "if-0"}, "if").comparisons == ()
    assert condition_form.again(TYPED | {"drop": "if-g0"}, "if").groups == (Group(Join.ALL),)
    assert len(condition_form.again(TYPED | {"group": "if"}, "if").groups) == 3
    assert len(condition_form.again(TYPED | {"group": "b1"}, "if").groups) == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"if-1-value": "x"}, "if-1-subject"),
        ({"if-0-subject": "x" * 121}, "if-0-subject"),
        ({"if-0-value": "x" * 501}, "if-0-value"),
        ({f"if-{n}-subject": "contact.city" for n in range(21)}, "if-20-subject"),
        ({f"if-g0-{n}-subject": "contact.city" for n in range(21)}, "if-g0-20-subject"),
    ],
)
def test_what_is_wrong_names_its_field(changed: dict[str, str], field: str) -> None:
    with pytest.raises(Fault) as caught:
        condition_form.read(TYPED | changed, "if")
    assert caught.value.field == field


def test_what_no_form_sends_is_read_as_the_first_choice() -> None:
    typed = {"if-0-subject": "contact.city", "if-0-operator": "magic", "if-join": "magic"}
    assert condition_form.read(typed, "if") == Conditions(Join.ALL, (Comparison("contact.city"),))
