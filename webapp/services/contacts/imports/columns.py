"""What the columns of a list hold: examples for the page, and whether they are numbers or dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from webapp.rules import comparing
from webapp.rules.cells import list_dates
from webapp.rules.placeholders import same_name
from webapp.services.contacts.attributes import LONGEST_ATTRIBUTE

EXAMPLES = 3
LONGEST_EXAMPLE = 60


class Holds(StrEnum):
    """What a column's first values are. DATE: as attributes are kept, or to be rewritten so (`order`)."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    NOTHING = "nothing"


WORDS = {Holds.TEXT: "Text", Holds.NUMBER: "Numbers", Holds.DATE: "Dates", Holds.NOTHING: "Empty so far"}


class Column(NamedTuple):
    """`order`: in which its dates are written, where they have to be rewritten; else empty."""

    examples: list[str]
    holds: Holds
    order: str


def look(columns: Sequence[str], rows: Sequence[Sequence[str]], country: str) -> list[list[Any]]:
    """Each column by some of the rows, as JSON keeps it. `country`: see rules/cells/list_dates."""
    return [list(_look([row[at] for row in rows], country)) for at in range(len(columns))]


def kept(shown: Iterable[Sequence[Any]]) -> list[Column]:
    """Back from JSON."""
    return [Column(list(examples), Holds(holds), str(order)) for examples, holds, order in shown]


def attribute_name(heading: str) -> str:
    """A heading as the name of an attribute; empty where it cannot be one, or says nothing."""
    name = " ".join("".join(" " if sign in "{}|" else sign for sign in heading).split())[:LONGEST_ATTRIBUTE]
    return name.strip() if same_name(name) else ""


def _look(cells: Sequence[str], country: str) -> Column:
    values = [cell.strip() for cell in cells if cell.strip()]
    if not values:
        return Column([], Holds.NOTHING, "")
    examples = [value[:LONGEST_EXAMPLE] for value in list(dict.fromkeys(values))[:EXAMPLES]]
    order = list_dates.guess(values, country)
    if order is not None:
        return Column(examples, Holds.DATE, order)
    if all(comparing.as_number(value) is not None for value in values):
        return Column(examples, Holds.NUMBER, "")
    is_date = all(len(value) >= len("2026-03-09") and comparing.moment(value) for value in values)
    return Column(examples, Holds.DATE if is_date else Holds.TEXT, "")
