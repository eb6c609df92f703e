"""The rows of a sheet before anything is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Line(NamedTuple):
    """A row: its number, its cells as text, whether it is hidden, and the indexes of the cells whose formula
    has no saved result."""

    number: int
    cells: list[str]
    is_hidden: bool
    unsaved: tuple[int, ...]


@dataclass
class Glance:
    """What a quick look at a sheet says: about how many rows, and whether a closer look is worth it."""

    rows: int = 0
    may_be_hidden: bool = False
    may_be_unsaved: bool = False
    has_merged: bool = False


class Sheet(Protocol):
    """A visible sheet. `hidden_columns` are indexes, known once its lines have been asked for."""

    name: str
    hidden_columns: set[int]

    def lines(self) -> Iterator[Line]:
        """Those with a value, in order, from the first each time. Raises FileFault."""

    def glance(self) -> Glance:
        """Raises FileFault for a sheet that is broken further down."""
