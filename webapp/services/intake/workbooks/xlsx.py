"""XLSX workbooks: their visible sheets, found by the relations between their parts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from webapp.services.intake.file_type import foreign
from webapp.services.intake.workbooks import relations, size_guard, xlsx_careful, xlsx_usual
from webapp.services.intake.workbooks.archive import Archive, damaged, sound
from webapp.services.intake.workbooks.lines import Glance, Line
from webapp.services.intake.workbooks.shared_strings import Unusual
from webapp.services.intake.workbooks.xlsx_cells import Values
from webapp.services.intake.workbooks.xml_parts import elements, flag

_USUAL_PART = "xl/workbook.xml"
_HIDDEN = (b"hidden", b' ht="0', b" ht='0", b' width="0', b" width='0")
_FORMULA = (b"<f>", b"<f ", b":f>", b":f ")
_UNSAVED = re.compile(rb"(?:</f>|<f[^<>]*/>|:f>)(?:\s*<v\s*/>|\s*<v>\s*</v>|\s*<\w+:)?\s*</")
_UTF8 = re.compile(rb"\xef\xbb\xbf|<\?xml[^>]*encoding\s*=\s*.utf-8.|<\?xml(?![^>]*encoding)|<\w", re.I)
_OVERLAP = 200


def sheets(archive: Archive) -> list[XlsxSheet]:
    """The visible worksheets, in order. Raises FileFault."""
    with sound():
        return _sheets(archive)


def _sheets(archive: Archive) -> list[XlsxSheet]:
    main = relations.find(relations.of(archive, ""), "officeDocument") or _USUAL_PART
    if not archive.has(main):
        raise damaged()
    related = relations.of(archive, main)
    found: list[tuple[str, str]] = []
    from_1904 = False
    for index, (name, attributes) in enumerate(elements(archive.chunks(main, relations.MOST_BYTES))):
        if index == 0 and name in ("document", "presentation"):
            raise foreign("a text document or a presentation")
        if name == "workbookPr":
            from_1904 = flag(attributes, "date1904")
        elif name == "sheet" and attributes.get("state", "visible") == "visible":
            relation = related.get(_relation_id(attributes))
            if relation and relation.kind == "worksheet":
                found.append((attributes.get("name", ""), relation.part))
    folder = posixpath.dirname(main)
    strings = relations.find(related, "sharedStrings") or posixpath.join(folder, "sharedStrings.xml")
    styles = relations.find(related, "styles") or posixpath.join(folder, "styles.xml")
    values = Values(archive, strings, styles, from_1904)
    return [XlsxSheet(archive, name, part, values) for name, part in found]


def _relation_id(attributes: dict[str, str]) -> str:
    """`r:id`, whatever the prefix."""
    return next((value for name, value in attributes.items() if name.endswith(":id")), "")


def _has_unsaved(window: bytes) -> bool:
    return any(mark in window for mark in _FORMULA) and _UNSAVED.search(window) is not None


class XlsxSheet:
    """A worksheet."""

    def __init__(self, archive: Archive, name: str, part: str, values: Values) -> None:
        self.name = name
        self.hidden_columns: set[int] = set()
        self._archive, self._part, self._values = archive, part, values
        self._is_unusual = False
        self._columns_read = False

    def lines(self) -> Iterator[Line]:
        """See lines.Sheet."""
        with sound():
            if not self._columns_read:
                self._read_columns()
            last = 0
            if not self._is_unusual:
                try:
                    for line in xlsx_usual.lines(self._archive.chunks(self._part), self._values):
                        last = line.number
                        yield line
                    return
                except (Unusual, UnicodeDecodeError):
                    self._is_unusual = True
            for line in xlsx_careful.lines(self._archive.chunks(self._part), self._values):
                if line.number > last:
                    yield line

    def glance(self) -> Glance:
        """See lines.Sheet."""
        found = Glance()
        tail = b""
        for number, chunk in enumerate(self._archive.chunks(self._part)):
            if not number and not _UTF8.match(chunk):
                found.may_be_hidden = found.may_be_unsaved = True
            window = tail + chunk
            found.rows += chunk.count(b"</row>")
            found.may_be_hidden = found.may_be_hidden or any(mark in window for mark in _HIDDEN)
            found.may_be_unsaved = found.may_be_unsaved or _has_unsaved(window)
            found.has_merged = found.has_merged or b"mergeCell " in window
            tail = window[-_OVERLAP:]
        return found

    def _read_columns(self) -> None:
        """§18.3.1.13: they stand before the rows."""
        self._columns_read = True
        columns = 0
        for name, attributes in elements(self._archive.chunks(self._part)):
            if name == "sheetData":
                return
            if name == "col" and xlsx_careful.is_hidden(attributes, "width"):
                first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
                hidden = range(max(0, first - 1), min(last, size_guard.MOST_COLUMNS))
                columns += len(hidden)
                if columns > size_guard.MOST_COLUMNS:
                    raise damaged()  # they may not overlap
                self.hidden_columns.update(hidden)
