"""The rows of an ODS, from the events of its XML."""

from __future__ import annotations

from webapp.services.intake.workbooks import size_guard
from webapp.services.intake.workbooks.lines import Line
from webapp.services.intake.workbooks.ods_cells import Cells
from webapp.services.intake.workbooks.xml_parts import local

_GROUPS = ("table-row-group", "table-column-group")


class Rows:
    """Handlers that gather the rows of one table, or the first ones of every table.

    `done`: of each row with a value the index of its table, the row, and how often it is repeated.
    `names`, `hidden_columns`: of each table so far.
    """

    def __init__(self, wanted: int | None = None, most_lines: int | None = None) -> None:
        self.done: list[tuple[int, Line, int]] = []
        self.names: list[str] = []
        self.hidden_tables: set[int] = set()
        self.hidden_columns: list[set[int]] = []
        self.cells = Cells()
        self._wanted, self._most_lines = wanted, most_lines
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._depth = self._count = 0
        self._takes = False
        self._begin_table()

    def _begin_table(self) -> None:
        self._number = self._repeated = 1
        self._column = self._count = 0
        self._is_hidden = False
        self._groups: list[bool] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._open_table(attributes)
        elif self._takes and self._depth == 1:
            self._start_within(name, attributes)
        elif not self._depth:
            self._note_style(name, attributes)

    def end(self, name: str) -> None:
        name = local(name)
        if name == "table":
            self._depth -= 1
        elif self._takes and self._depth == 1:
            if name == "table-row":
                self._end_row()
            elif name in _GROUPS and self._groups:
                self._groups.pop()
            else:
                self.cells.end(name)

    def _note_style(self, name: str, attributes: dict[str, str]) -> None:
        """A sheet is hidden by its style (§16.5, §20.248)."""
        if name == "style":
            self._style = attributes.get("style:name", "")
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def _open_table(self, attributes: dict[str, str]) -> None:
        index = len(self.names)
        self.names.append(attributes.get("table:name", ""))
        self.hidden_columns.append(set())
        if attributes.get("table:style-name") in self._hidden_styles:
            self.hidden_tables.add(index)
        self._takes = self._wanted in (None, index)
        if self._takes:
            self._begin_table()

    def _start_within(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table-row":
            self._is_hidden = _is_hidden(attributes) or any(self._groups)
            self._repeated = max(1, int(attributes.get("table:number-rows-repeated", 1)))
            self.cells.begin_row(self._number + self._repeated - 1)
        elif name in _GROUPS:
            self._groups.append(attributes.get("table:display") == "false")
        elif name == "table-column":
            self._begin_column(attributes)
        else:
            self.cells.start(name, attributes)

    def _begin_column(self, attributes: dict[str, str]) -> None:
        repeated = max(1, int(attributes.get("table:number-columns-repeated", 1)))
        first, last = self._column, min(self._column + repeated, size_guard.MOST_COLUMNS)
        if _is_hidden(attributes) or any(self._groups):
            self.hidden_columns[-1].update(range(first, last))
        self._column = last

    def _end_row(self) -> None:
        cells, unsaved = self.cells.end_row()
        if cells:
            line = Line(self._number, cells, self._is_hidden, unsaved)
            self.done.append((len(self.names) - 1, line, self._repeated))
            self._count += self._repeated
        self._number += self._repeated
        if self._most_lines is not None and self._count >= self._most_lines:
            self._takes = False


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("table:visibility") in ("collapse", "filter")
