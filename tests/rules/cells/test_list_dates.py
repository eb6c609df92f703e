"""Dates in columns of lists: which order they are in, and the form in which they are kept."""

from __future__ import annotations

import pytest

from webapp.rules.cells.list_dates import Order, guess, read

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
        (["3-Apr-26", "12-May-26"], "US", MONTH),
        (["3-Apr-26", "soon"], "US", None),
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
        ("3-Apr-26", DAY, "2026-04-03"),
        ("3-Apr-85", MONTH, "1985-04-03"),
        ("03 Apr 2026", MONTH, "2026-04-03"),
        ("Apr 3, 2026", DAY, "2026-04-03"),
        ("Apr. 3rd, 2026", DAY, "2026-04-03"),
        ("April  3 2026", DAY, "2026-04-03"),
        ("Thursday, December 03, 2026", DAY, "2026-12-03"),
        ("Fri, 3 Apr 2026", DAY, "2026-04-03"),
        ("3rd of April 2026", DAY, "2026-04-03"),
        ("Sept 3, 2026", DAY, "2026-09-03"),
        ("3. April 2026", DAY, "2026-04-03"),
        ("3.April 2026", DAY, "2026-04-03"),
        ("3 avr. 2026", DAY, "2026-04-03"),
        ("6 décembre 2026", DAY, "2026-12-06"),
        ("viernes, 3 de abril de 2026", DAY, "2026-04-03"),
        ("3 kwi 2026", DAY, "2026-04-03"),
        ("31 Apr 2026", DAY, None),
        ("3 Foo 2026", DAY, None),
        ("Room 3 2026", DAY, None),
        ("April 2026", DAY, None),
        ("Apr 26", DAY, None),
        ("3 Apr", DAY, None),
        ("Ann 3 May 2026 at 10", DAY, None),
    ],
)
def test_a_date_as_it_is_kept(value: str, order: Order, kept: str | None) -> None:
    assert read(value, order) == kept
