"""The rows of a worksheet, read as XML (ECMA-376 part 1, §18.3.1), whatever its producer and encoding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from webapp.services.intake.workbooks import size_guard
from webapp.services.intake.workbooks.cell_text import decoded
from webapp.services.intake.workbooks.lines import Line
from webapp.services.intake.workbooks.xlsx_cells import Values
from webapp.services.intake.workbooks.xml_parts import feed, flag, local


class _Rows:
    """Handlers that gather rows."""

    def __init__(self, values: Values) -> None:
        self.done: list[Line] = []
        self._values = values
        self._number = self._column = 0
        self._is_hidden = False
        self._cells: dict[int, str] = {}
        self._unsaved: list[int] = []
        self._kind = self._style = ""
        self._text: list[str] = []
        self._takes = self._aside = self._in_cell = self._has_formula = self._has_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._number = max(int(attributes.get("r") or 0), self._number + 1)
            self._column = 0
            self._is_hidden = is_hidden(attributes, "ht")
        elif self._in_cell:
            self._has_formula = self._has_formula or name == "f"
            if name == "is":
                self._kind = "inlineStr"
            self._aside = self._aside or name == "rPh"
            self._takes = name == "v" or (name == "t" and not self._aside)

    def end(self, name: str) -> None:
        name = local(name)
        self._takes = False
        if name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._aside = False

    def text(self, text: str) -> None:
        if self._takes:
            self._text.append(text)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "").rstrip("0123456789")
        self._column = size_guard.COLUMN_NUMBERS[place[:8]] if place else self._column + 1
        self._kind, self._style = attributes.get("t", ""), attributes.get("s", "")
        self._in_cell, self._has_formula, self._aside = True, False, False
        self._text.clear()

    def _end_cell(self) -> None:
        self._in_cell = False
        text = "".join(self._text)
        if text:
            size_guard.check(self._number, self._column)
            is_text = self._kind == "inlineStr"
            self._cells[self._column] = (
                decoded(text) if is_text else self._values.of(self._kind, self._style, text)
            )
        elif self._has_formula and self._kind != "str":
            self._unsaved.append(self._column - 1)

    def _end_row(self) -> None:
        width = max([*self._cells, *(column + 1 for column in self._unsaved)], default=0)
        if width:
            size_guard.check(self._number, width)
            cells = [self._cells.get(column, "") for column in range(1, width + 1)]
            self.done.append(Line(self._number, cells, self._is_hidden, tuple(self._unsaved)))
        self._cells, self._unsaved = {}, []


def is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or column says that it is hidden, or has no height or width."""
    return flag(attributes, "hidden") or attributes.get(size) in ("0", "0.0")


def lines(chunks: Iterable[bytes], values: Values) -> Iterator[Line]:
    """The rows with a value. Raises ExpatError, FileFault and what else broken content raises."""
    rows = _Rows(values)
    for _ in feed(chunks, rows.start, rows.end, rows.text):
        yield from rows.done
        rows.done.clear()
