"""XLS workbooks (BIFF), through xlrd, which knows hidden rows and number formats."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_NUMBER, XL_CELL_TEXT, XLRDError
from xlrd.compdoc import CompDoc, CompDocError

from webapp.rules.cells import number_format
from webapp.rules.cells.number_format import Write, general
from webapp.services.intake.faults import FileFault
from webapp.services.intake.file_type import protected
from webapp.services.intake.workbooks import size_guard
from webapp.services.intake.workbooks.archive import damaged
from webapp.services.intake.workbooks.cell_text import cleaned
from webapp.services.intake.workbooks.lines import Glance, Line

_BROKEN = (
    XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    UnboundLocalError,
    ValueError,
)
"""What xlrd raises for files that are not what they say."""
_STREAM = 2


@contextmanager
def _sound() -> Iterator[None]:
    try:
        yield
    except FileFault:  # is a ValueError too
        raise
    except _BROKEN as error:
        if "encrypted" in str(error):
            raise protected() from error
        raise damaged() from error


def heads(file: BinaryIO, most_sheets: int, most_lines: int) -> Iterator[tuple[XlsSheet, list[Line]]]:
    """The visible sheets with their first lines. Raises FileFault."""
    file.seek(0)
    content = file.read()
    with _sound():
        _check_chains(content)
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=io.StringIO(),
        )
        cells = 0
        for index in range(min(book.nsheets, most_sheets)):
            if book.sheet_by_index(index).visibility:
                continue
            sheet = XlsSheet(book, index)
            cells += sheet.area
            size_guard.check_sum(cells)
            yield sheet, list(islice(sheet.lines(), most_lines))


def _check_chains(content: bytes) -> None:
    """Small streams lie in chains of their own, which xlrd would follow round a loop forever."""
    document: Any = CompDoc(content, logfile=io.StringIO())
    for entry in document.dirlist:
        sector, steps = entry.first_SID, 0
        if entry.etype != _STREAM or entry.tot_size >= document.min_size_std_stream:
            continue
        while 0 <= sector < len(document.SSAT):
            sector, steps = document.SSAT[sector], steps + 1
            if steps > len(document.SSAT):
                raise damaged()


class XlsSheet:
    """A worksheet."""

    def __init__(self, book: Any, index: int) -> None:
        sheet = book.sheet_by_index(index)
        self._book, self._sheet = book, sheet
        self.name = sheet.name
        self.area = sheet.nrows * sheet.ncols
        self.hidden_columns = {column for column, about in sheet.colinfo_map.items() if about.hidden}
        size_guard.check(sheet.nrows, sheet.ncols)
        self._writers: dict[int, Write] = {}

    def lines(self) -> Iterator[Line]:
        """See lines.Sheet."""
        with _sound():
            sheet = self._sheet
            for row in range(sheet.nrows):
                cells = [self._text(sheet, row, column) for column in range(sheet.row_len(row))]
                if any(cells):
                    about = sheet.rowinfo_map.get(row)
                    yield Line(row + 1, cells, bool(about and about.hidden), ())

    def glance(self) -> Glance:
        """See lines.Sheet."""
        hidden = any(about.hidden for about in self._sheet.rowinfo_map.values())
        return Glance(self._sheet.nrows, may_be_hidden=hidden, has_merged=bool(self._sheet.merged_cells))

    def _text(self, sheet: Any, row: int, column: int) -> str:
        kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
        if kind == XL_CELL_TEXT:
            return cleaned(value)
        if kind in (XL_CELL_NUMBER, XL_CELL_DATE):
            return self._writer(sheet.cell_xf_index(row, column))(value)
        if kind == XL_CELL_BOOLEAN:
            return "TRUE" if value else "FALSE"
        return ""

    def _writer(self, style: int) -> Write:
        if style not in self._writers:
            self._writers[style] = self._new_writer(style) or general
        return self._writers[style]

    def _new_writer(self, style: int) -> Write | None:
        if style >= len(self._book.xf_list):
            return None
        number = self._book.xf_list[style].format_key
        about = self._book.format_map.get(number)
        from_1904 = bool(self._book.datemode)
        if about is None or number in number_format.DATES_OF_THE_SYSTEM:
            return number_format.built_in(number, from_1904)
        return number_format.written_by(about.format_str, from_1904)
