"""Dates in a column of a list, as spreadsheets write them, in the form in which attributes are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cache

from webapp.rules.calendar_names import NAMES

MONTH_FIRST = frozenset({"US", "PH", "PW", "FM", "MH"})
"""Countries where 3/9 is 9 March (Unicode CLDR, date formats)."""
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_NAMED = re.compile(
    r"(?:[^\W\d]+[.,]{0,2} )?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?(?:[ -]|(?<=\.))(?:de |of )?(?P<month>[^\W\d]+)\.?,?"
    r"|(?P<name>[^\W\d]+)\.? (?P<number>\d{1,2})(?:st|nd|rd|th)?,?)[ -](?:de )?(?P<year>\d{4}|\d{2})"
)
"""3 April 2026, 3-Apr-26, Apr 3, 2026, viernes, 3 de abril de 2026: the order does not matter."""
_CENTURY = 30
"""Years of two digits from here on are of the 19s, as Excel has it."""
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")


class Order(StrEnum):
    """What stands first in a date whose year stands last."""

    DAY = "day"
    MONTH = "month"


def guess(values: Iterable[str], country: str) -> Order | None:
    """The order in which all values of a column are dates; None where that changes nothing.

    `country`: ISO code, decides where every value fits both orders.
    """
    told = [value for value in values if value.strip()]
    orders = [order for order in Order if told and all(read(value, order) for value in told)]
    if not orders or all(read(value, orders[0]) == value.strip() for value in told):
        return None
    usual = Order.MONTH if country in MONTH_FIRST else Order.DAY
    dotted = any("." in value for value in told)
    return Order.DAY if dotted and Order.DAY in orders else usual if usual in orders else orders[0]


def read(value: str, order: Order) -> str | None:
    """2026-03-09; None for what is no date."""
    text = value.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        return _iso(int(found[1]), int(found[3]), int(found[4]))
    if found := _NUMERIC.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        month, day = (second, first) if order == Order.DAY else (first, second)
        return _iso(int(found[4]), month, day)
    return _with_a_name(text)


def _with_a_name(text: str) -> str | None:
    found = _NAMED.fullmatch(" ".join(text.split()))
    month = _months().get((found["month"] or found["name"]).casefold()) if found else None
    if found is None or month is None:
        return None
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year < _CENTURY else 1900
    return _iso(year, month, int(found["day"] or found["number"]))


@cache
def _months() -> dict[str, int]:
    """Of each name and its short form, in any language."""
    found = {"sept": 9}
    for names in NAMES.values():
        for written in (names.months, names.short_months):
            found |= {name.casefold().strip("."): at for at, name in enumerate(written, 1)}
    return found


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
