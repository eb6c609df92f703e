"""Lists whose UTF-8 was once opened as something else, and saved so: `JosÃ©`, `Jos√©` for José.

Excel does it to a CSV that is opened with a double click, and keeps it in every workbook that is saved then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, NamedTuple, Protocol

_OPENED_AS = ("cp1252", "mac_roman", "cp850", "cp437")
_ROWS = 100
_MOST = 0.9
"""Of the cells beyond ASCII must have become so: in a list that is right nearly none can be read twice."""
_CLEARLY = (0xC2, 0xC3, 0xE2)
"""What stands in one cell where it is so: Ã© is none by chance. É’ is, and so is L’é on a Mac."""
_FEW, _LETTERS = 3, 6
"""In other scripts than Latin, so many cells have so many signs."""
_TIMES = 3
_LONGEST = 2000


class Rows(Protocol):
    """What has rows: see table.Source."""

    notes: list[str]
    read_as: dict[str, Any]
    size_hint: int

    def rows(self) -> Iterator[tuple[int, list[str]]]: ...


class Example(NamedTuple):
    """How a list was opened, and a cell before and after it is put right."""

    codec: str
    before: str
    after: str


class RepairedSource:
    """The rows as they were before."""

    def __init__(self, source: Rows, example: Example) -> None:
        self._source, self._codec = source, example.codec
        self.read_as, self.size_hint = source.read_as, source.size_hint
        note = f"“{example.before[:40]}” was put right: “{example.after[:40]}”, and other words like it."
        self.notes = [*source.notes, f"{note} Check that the names look right."]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        for number, cells in self._source.rows():
            if not all(map(str.isascii, cells)):
                cells = [_repaired(cell, self._codec) or cell for cell in cells]
            yield number, cells


def repaired(source: Rows) -> Rows:
    """The source itself, where nothing has to be put right."""
    first = [cell for _, cells in islice(source.rows(), _ROWS) for cell in cells]
    example = find(first)
    return source if example is None else RepairedSource(source, example)


def find(cells: Iterable[str]) -> Example | None:
    """How the first cells of a list show that it was saved twice; None where it was not."""
    beyond = [cell for cell in dict.fromkeys(cells) if not cell.isascii() and len(cell) <= _LONGEST]
    for codec in _OPENED_AS:
        read = {cell: right for cell in beyond if (right := _repaired(cell, codec))}
        other_script = sum(_signs(cell) >= _LETTERS for cell in read) >= _FEW
        is_clear = other_script or any(_says_so(cell, codec) for cell in read)
        if read and is_clear and len(read) >= _MOST * len(beyond):
            return Example(codec, *next(iter(read.items())))
    return None


def _signs(cell: str) -> int:
    return sum(not sign.isascii() for sign in cell)


def _says_so(cell: str, codec: str) -> bool:
    return any(_bytes_of(codec)[sign] in _CLEARLY for sign in cell)


def _repaired(cell: str, codec: str) -> str | None:
    """None where it is no UTF-8 that was opened so."""
    right = None
    for _ in range(_TIMES):
        known = right or cell
        if known.isascii():
            break
        try:
            right = bytes(map(_bytes_of(codec).__getitem__, known)).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            break
    return right


@cache
def _bytes_of(codec: str) -> dict[str, int]:
    """What a program that opens a file makes of each byte; the undefined ones become control characters."""
    return {bytes([byte]).decode(codec, "ignore") or chr(byte): byte for byte in range(256)}
