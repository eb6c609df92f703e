"""Workbooks: which sheet is read, what is left out of it, and what there is to say about that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from webapp.services.intake import limits
from webapp.services.intake.faults import FileFault
from webapp.services.intake.options import FIND_OUT, ReadingOptions
from webapp.services.intake.workbooks import size_guard, workbook
from webapp.services.intake.workbooks.archive import too_large
from webapp.services.intake.workbooks.blank import is_blank
from webapp.services.intake.workbooks.lines import Line
from webapp.services.intake.workbooks.workbook import Head

_MOST_NAMED = 5
_MOST_LETTERS = 256 * 1024 * 1024
"""Of all cells: a text of a few bytes can stand in each of a million rows."""


class SheetSource:
    """The sheet that was chosen, or the one that holds the people. Formulas count with their saved result.

    Cells read as the spreadsheet shows them. What is hidden or filtered out is left out unless it is wanted.
    """

    def __init__(self, file: BinaryIO, options: ReadingOptions = FIND_OUT) -> None:
        found = workbook.heads(file)
        self._head = workbook.choose(found, options.sheet)
        self._sheet = self._head.sheet
        self._reads_hidden = options.hidden
        self.notes: list[str] = []
        glance = self._sheet.glance()
        self.size_hint = max(1, glance.rows)
        self._seen = _Seen(self._sheet.hidden_columns, options.hidden)
        if glance.may_be_hidden or glance.may_be_unsaved or self._has_border():
            self._seen.look(self._sheet.lines())
        hidden = self._seen.hidden_columns
        dropped = {*range(self._seen.first_column), *(() if options.hidden else hidden)}
        self._dropped = tuple(sorted(dropped, reverse=True))
        self.read_as: dict[str, Any] = {
            "sheet": self._head.name,
            "sheets": [head.name for head in found],
            "hidden_rows": self._seen.hidden_rows,
            "hidden_columns": self._names(hidden),
            "hidden_read": options.hidden,
        }
        self._tell(found, glance.has_merged)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row from the first, with its number as the spreadsheet shows it."""
        reached = letters = 0
        for number, cells, is_hidden, _ in self._sheet.lines():
            letters += len("".join(cells))
            if letters > _MOST_LETTERS:
                raise too_large()
            if len(cells) > reached:
                reached = len(cells)
            if number * reached > size_guard.SURE:
                size_guard.check(number, reached)
            if is_hidden and not self._reads_hidden:
                continue
            for index in self._dropped:
                del cells[index : index + 1]
            yield number, cells

    def _has_border(self) -> bool:
        return bool(self._sheet.hidden_columns) or workbook.first_column(self._head.lines) > 0

    def _names(self, columns: set[int]) -> list[str]:
        """What the first row calls them, else their letters."""
        first = self._head.lines[0].cells
        return [
            (" ".join(first[index].split())[:100] if index < len(first) else "")
            or size_guard.column_letters(index + 1)
            for index in sorted(columns)[: limits.MAX_COLUMNS]
        ]

    def _tell(self, found: list[Head], has_merged: bool) -> None:
        others = [head for head in found if head is not self._head]
        if others:
            because = ", which has phone numbers" if self._head is not found[0] and self._has_phones() else ""
            names = _listed([head.name for head in others])
            self.notes.append(f"The sheet “{self._head.name}” was read{because}; not read: {names}.")
        self._tell_hidden()
        self._tell_unsaved()
        if has_merged:
            self.notes.append("The sheet has merged cells; only the first cell of each has a value.")

    def _has_phones(self) -> bool:
        return workbook.likeness(self._head) > 0

    def _tell_hidden(self) -> None:
        done = "read, too" if self._reads_hidden else "left out"
        count, names = self._seen.hidden_rows, self.read_as["hidden_columns"]
        if count:
            rows = "1 row that is hidden or filtered out was" if count == 1 else ""
            self.notes.append(f"{rows or f'{count:,} rows that are hidden or filtered out were'} {done}.")
        if names:
            verb = "column {} was" if len(names) == 1 else "columns {} were"
            self.notes.append(f"The hidden {verb.format(_listed(names))} {done}.")

    def _tell_unsaved(self) -> None:
        if not self._seen.unsaved:
            return
        lines = self._head.lines
        phones = set(workbook.phone_columns(lines)) | workbook.named_columns(lines)
        where = _listed(self._names(self._seen.unsaved))
        if not self._has_phones() or self._seen.unsaved & phones:
            raise FileFault("formulas", f"{_unsaved(where)} Open it in Excel, save it and upload it again.")
        self.notes.append(
            f"{_unsaved(where)} They are blank here; open it in Excel, save it and upload it again."
        )


def _unsaved(where: str) -> str:
    return f"Cells in {where} hold formulas without a saved result."


class _Seen:
    """What is found by going through a sheet once: what is hidden in it, and which formulas have no result.

    `hidden_columns`: the indexes of those with something in them.
    """

    def __init__(self, among: set[int], reads_hidden: bool) -> None:
        self.hidden_rows = self.first_column = 0
        self.hidden_columns: set[int] = set()
        self.unsaved: set[int] = set()
        self._among, self._reads_hidden = among, reads_hidden

    def look(self, lines: Iterator[Line]) -> None:
        """Go through them."""
        self.first_column = workbook.first_column(map(self._noted, lines))
        for line in lines:
            self._note(line)

    def _noted(self, line: Line) -> Line:
        self._note(line)
        return line

    def _note(self, line: Line) -> None:
        size_guard.check(line.number, len(line.cells))
        if line.is_hidden and not is_blank(line.cells):
            self.hidden_rows += 1
        if len(self.hidden_columns) < len(self._among):
            filled = (index for index, cell in enumerate(line.cells) if cell)
            self.hidden_columns |= self._among.intersection(filled)
        if line.unsaved and (self._reads_hidden or not line.is_hidden):
            shown = set(line.unsaved) if self._reads_hidden else set(line.unsaved) - self._among
            self.unsaved |= shown


def _listed(names: list[str]) -> str:
    """The first ones, in quotes."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(f"“{name[:40]}”" for name in names[:_MOST_NAMED]) + more
