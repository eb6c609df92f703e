"""What columns of a list hold, and what their headings are called as attributes."""

from __future__ import annotations

import pytest

from webapp.services.contacts.imports import columns
from webapp.services.contacts.imports.columns import Holds


@pytest.mark.parametrize(
    ("cells", "holds", "order"),
    [
        (["1", "2.5", ""], Holds.NUMBER, ""),
        (["2026-03-09", "2026-03-09 15:30"], Holds.DATE, ""),
        (["31/12/2026"], Holds.DATE, "day"),
        (["Bonn", "1"], Holds.TEXT, ""),
        (["", " "], Holds.NOTHING, ""),
    ],
)
def test_what_a_column_holds(cells: list[str], holds: Holds, order: str) -> None:
    (one,) = columns.kept(columns.look(["X"], [[cell] for cell in cells], "US"))
    assert (one.holds, one.order) == (holds, order)


def test_examples_are_few_short_and_each_once() -> None:
    cells = ["a", "a", "b" * 100, "c", "d"]
    (one,) = columns.kept(columns.look(["X"], [[cell] for cell in cells], "US"))
    assert one.examples == ["a", "b" * columns.LONGEST_EXAMPLE, "c"]


@pytest.mark.parametrize(
    ("heading", "name"),
    [("City", "City"), ("a{b}|c", "a b c"), ("{ }", ""), ("x" * 70, "x" * 60)],
)
def test_a_heading_as_the_name_of_an_attribute(heading: str, name: str) -> None:
    assert columns.attribute_name(heading) == name
