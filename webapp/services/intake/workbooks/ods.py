"""ODS workbooks: their visible sheets (OpenDocument 1.3 part 3, §9.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.services.intake.workbooks import size_guard
from webapp.services.intake.workbooks.archive import Archive, sound
from webapp.services.intake.workbooks.lines import Glance, Line
from webapp.services.intake.workbooks.ods_rows import Rows
from webapp.services.intake.workbooks.xml_parts import feed

_CONTENT = "content.xml"
_HIDDEN = re.compile(rb"visibility|display")
_OVERLAP = 32


def heads(archive: Archive, most_sheets: int, most_lines: int) -> Iterator[tuple[OdsSheet, list[Line]]]:
    """The visible sheets with their first lines, all in one pass. Raises FileFault."""
    rows = Rows(most_lines=most_lines)
    found: dict[int, list[Line]] = {}
    cells = 0
    with sound():
        for _ in feed(archive.chunks(_CONTENT), rows.start, rows.end, rows.cells.text):
            for table, line, repeated in rows.done:
                cells += len(line.cells) * repeated
                size_guard.check_sum(cells)
                head = found.setdefault(table, [])
                more = min(repeated, most_lines - len(head))
                head += [line._replace(number=line.number + place) for place in range(more)]
                if more < repeated:
                    head[-1] = line._replace(number=line.number + repeated - 1)
            rows.done.clear()
    visible = [(table, name) for table, name in enumerate(rows.names) if table not in rows.hidden_tables]
    for table, name in visible[:most_sheets]:
        yield OdsSheet(archive, name, table, rows.hidden_columns[table]), found.get(table, [])


class OdsSheet:
    """The table number `index` of the content."""

    def __init__(self, archive: Archive, name: str, index: int, hidden_columns: set[int]) -> None:
        self.name = name
        self.hidden_columns = hidden_columns
        self._archive, self._index = archive, index

    def lines(self) -> Iterator[Line]:
        """See lines.Sheet."""
        rows = Rows(self._index)
        with sound():
            for _ in feed(self._archive.chunks(_CONTENT), rows.start, rows.end, rows.cells.text):
                for _table, line, repeated in rows.done:
                    for number in range(line.number, line.number + repeated):
                        yield line if repeated == 1 else line._replace(number=number)
                rows.done.clear()
                if len(rows.names) > self._index + 1:
                    return

    def glance(self) -> Glance:
        """See lines.Sheet."""
        found = Glance()
        tail = b""
        for chunk in self._archive.chunks(_CONTENT):
            window = tail + chunk
            found.rows += chunk.count(b"</table:table-row>")
            found.may_be_hidden = found.may_be_hidden or _HIDDEN.search(window) is not None
            found.may_be_unsaved = found.may_be_unsaved or b":formula=" in window
            found.has_merged = found.has_merged or b":covered-table-cell" in window
            tail = window[-_OVERLAP:]
        return found
