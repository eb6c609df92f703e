"""Dates in columns of lists: which order they are in, and the form in which they are kept."""

from __future__ import annotations

import pytest

from webapp.rules.list_dates import Order, guess, read

DAY, MONTH = Order.DAY, Order.MONTH


@pytest.mark.parametrize(
    ("values", "country", "order"),
    [
        (["31/12/2025", "1/2/2026"], "US", DAY),
        (["12/31/2025", "1/2/2026"], "GB", MONTH),
        (["1/2/2026", ""], "US", MONTH),
        (["1/2/2026"], "DE", DAY),
        (["1.2.2026"], "US", DAY),
        (["2026/2/1"], "US", MONTH),
        (["2026-02-01"], "DE", None),  # kept so already
        (["1/2/2026", "soon"], "US", None),
        (["31/31/2025"], "US", None),
        (["3.5"], "DE", None),
        ([], "DE", None),
    ],
)
def test_the_order_of_a_column(values: list[str], country: str, order: Order | None) -> None:
    assert guess(values, country) == order


@pytest.mark.parametrize(
    ("value", "order", "kept"),
    [
        (" 3/9/2024 ", DAY, "2024-09-03"),
        ("3/9/2024", MONTH, "2024-03-09"),
        ("03.09.2024", DAY, "2024-09-03"),
        ("2024-9-3", MONTH, "2024-09-03"),
        ("30/2/2024", DAY, None),
        ("3/9.2024", DAY, None),
        ("3/9/24", DAY, None),
        ("", DAY, None),
    ],
)
def test_a_date_as_it_is_kept(value: str, order: Order, kept: str | None) -> None:
    assert read(value, order) == kept
