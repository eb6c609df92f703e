"""Workbooks: which sheet is read, and what its cells hold as plain text."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, BinaryIO

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from webapp.services.intake.archive import damaged
from webapp.services.intake.faults import FileFault
from webapp.services.intake.kind import protected
from webapp.services.intake.options import FIND_OUT, ReadingOptions


class SheetSource:
    """The first visible sheet that has anything in it. Formulas count with the result that was saved."""

    def __init__(self, file: BinaryIO, _options: ReadingOptions = FIND_OUT) -> None:
        self.notes: list[str] = []
        self.read_as: dict[str, Any] = {}
        file.seek(0)
        try:
            book = python_calamine.load_workbook(file)
            self._sheet = self._choose(book)
        except python_calamine.PasswordError as error:
            raise protected() from error
        except python_calamine.CalamineError as error:
            raise damaged() from error
        self.size_hint = (self._sheet.start or (0, 0))[0] + self._sheet.height

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row from the first, with its number as the spreadsheet shows it."""
        for number, row in enumerate(self._sheet.iter_rows(), 1):
            yield number, [cell if type(cell) is str else plain(cell) for cell in row]

    def _choose(self, book: CalamineWorkbook) -> CalamineSheet:
        chosen: CalamineSheet | None = None
        others: list[str] = []
        for index, about in enumerate(book.sheets_metadata):
            if about.visible != SheetVisibleEnum.Visible or about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            if not sheet.height:
                continue
            if chosen is None:
                chosen = sheet
            else:
                others.append(about.name)
        if chosen is None:
            raise FileFault("empty", "This workbook has no visible sheet with anything in it.")
        self._tell(chosen, others)
        return chosen

    def _tell(self, chosen: CalamineSheet, others: list[str]) -> None:
        if others:
            names = ", ".join(f"'{name}'" for name in others[:5])
            self.notes.append(f"The sheet '{chosen.name}' was read; not read: {names}.")
        if chosen.merged_cell_ranges:
            self.notes.append("The sheet has merged cells; only the first cell of each has a value.")


def plain(value: Any) -> str:
    """A cell's value as somebody would type it: `1`, `1.5`, `2026-03-01`, `09:30`, `TRUE`."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d} {_clock(value.time())}" if value.time() != time() else f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _clock(value)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value)


def _number(value: float) -> str:
    """Spreadsheets keep 15 significant digits; whole numbers are written out, without an exponent."""
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    written = f"{value:.15g}"
    return format(Decimal(written), "f") if "e" in written and abs(value) < 1e21 else written


def _clock(at: time) -> str:
    return at.strftime("%H:%M:%S" if at.second else "%H:%M")
