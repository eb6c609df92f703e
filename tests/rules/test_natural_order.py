"""Names in the order in which people look for them."""

import pytest

from webapp.rules import natural_order


@pytest.mark.parametrize(
    "names",
    [
        ["Line 1", "Line 2", "Line 10", "Line 11"],
        ["", "1 Anna", "2", "10", "anna"],
        ["Wave 2", "wave 3", "Wave 10 b", "Wave 10 c"],
        ["Eddie", "Élan", "Emma", "Zoë"],
        ["Line 2", "line  ٣", "Line ４"],
        ["2026-02 B", "2026-10 A"],
        ["a" * 5, "a" * 5 + "9" * 200],
    ],
)
def test_numbers_count_as_numbers(names: list[str]) -> None:
    typed = names[1:] + names[:1]
    assert sorted(typed, key=natural_order.key) == names


def test_names_that_are_alike_have_an_order_of_their_own() -> None:
    assert sorted(["LINE 1", "Line 1"], key=natural_order.key) == ["LINE 1", "Line 1"]
    assert sorted(["Line 01", "Line 1"], key=natural_order.key) == ["Line 01", "Line 1"]
