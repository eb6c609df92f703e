"""A list that someone wrote as one row of phone numbers: each number is a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from webapp.services.intake import limits
from webapp.services.intake.faults import FileFault
from webapp.services.intake.likeness import is_phone_like

_LOOKED_AT = 1000


class Rows(Protocol):
    """What has rows: see table.Source."""

    notes: list[str]
    read_as: dict[str, Any]
    size_hint: int

    def rows(self) -> Iterator[tuple[int, list[str]]]: ...


class AcrossSource:
    """The cells of a row, one below the other; they are numbered from 1."""

    def __init__(self, source: Rows) -> None:
        self._source = source
        self.read_as = source.read_as
        self.notes = [*source.notes, "All numbers stand in one row; each of them was taken for a row."]
        self.size_hint = max(len(cells) for _, cells in source.rows())

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        for _, cells in self._source.rows():
            if len(cells) > limits.MAX_WIDTH:
                raise FileFault("long_line", "All numbers stand in one row. Write each in a row of its own.")
            yield from ((number, [cell]) for number, cell in enumerate(cells, 1))


def is_one_row_of_phones(first: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Whether a list, of which these are the first rows, is a single row of several phones."""
    cells = [cell for cell in first[0][1][:_LOOKED_AT] if cell.strip()]
    return len(first) == 1 and len(cells) > 1 and all(map(is_phone_like, cells))
