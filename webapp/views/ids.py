"""Numbers in addresses and forms: what is larger than the databases' integers is just not found."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
LARGEST_BIG = 2**63 - 1
"""For the ids of messages and recipients, of which there are many."""


class RowId(IntegerConverter):
    """`<int:…>` in a route; what is larger leads nowhere (404)."""

    def __init__(self, map: Map, fixed_digits: int = 0) -> None:
        super().__init__(map, fixed_digits, max=LARGEST)


def init_app(app: Flask) -> None:
    """Before any route is added."""
    app.url_map.converters["int"] = RowId


def row_id(typed: str) -> int:
    """For `args.get(name, type=row_id)`. Raises ValueError, so that the default is taken."""
    return _within(typed, LARGEST)


def big_id(typed: str) -> int:
    """The same for a message or a recipient."""
    return _within(typed, LARGEST_BIG)


def _within(typed: str, largest: int) -> int:
    number = int(typed[:20])
    if not -largest <= number <= largest:
        raise ValueError(typed[:20])
    return number
