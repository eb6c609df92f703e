"""What the cells of an XLSX hold, as text (ECMA-376 part 1, §18.18.11, ST_CellType)."""

from __future__ import annotations

from datetime import datetime, time
from functools import cached_property

from webapp.rules.cells.number_format import Write, general
from webapp.services.intake import limits
from webapp.services.intake.workbooks import shared_strings, styles
from webapp.services.intake.workbooks.archive import Archive
from webapp.services.intake.workbooks.cell_text import decoded

_EPOCH = datetime(1899, 12, 30)


class Values:
    """The texts and number formats of a workbook, read when they are first needed."""

    def __init__(self, archive: Archive, strings_part: str, styles_part: str, from_1904: bool) -> None:
        self._archive = archive
        self._strings_part, self._styles_part = strings_part, styles_part
        self._from_1904 = from_1904

    @cached_property
    def strings(self) -> list[str]:
        part = self._strings_part
        if not self._archive.has(part):
            return []
        return shared_strings.read(lambda: self._archive.chunks(part, limits.MAX_SHARED_STRINGS))

    @cached_property
    def styles(self) -> dict[str, Write]:
        if not self._archive.has(self._styles_part):
            return {}
        return styles.read(self._archive.chunks(self._styles_part, styles.MOST_BYTES), self._from_1904)

    @staticmethod
    def number(value: str) -> str:
        """In the format General."""
        if len(value) < 16 and value.isascii() and value.isdigit() and (value[0] != "0" or value == "0"):
            return value
        return general(float(value))

    def of(self, kind: str, style: str, value: str) -> str:
        """The text of a cell of a kind; errors count as nothing."""
        if not value or kind == "e":
            return ""
        if kind == "s":
            return self.strings[int(value)]
        if kind == "b":
            return "TRUE" if value in ("1", "true") else "FALSE"
        if kind in ("", "n"):
            write = self.styles.get(style)
            return write(float(value)) if write else self.number(value)
        return self._date(style, value) if kind == "d" else decoded(value)

    def _date(self, style: str, value: str) -> str:
        """An ISO 8601 date or time, as strict OOXML has them."""
        at = datetime.fromisoformat(value)
        write = self.styles.get(style)
        if write is None or self._from_1904 or at.tzinfo is not None:
            return f"{at:%Y-%m-%d}" if at.time() == time() else f"{at:%Y-%m-%d %H:%M}"
        return write((at - _EPOCH).total_seconds() / 86400)
