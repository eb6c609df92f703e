"""How templates are written: in lines that can be read, with the markup that tables share in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.house.sources import ROOT

LONGEST_LINE = 120
SHARED = {
    r'role="(table|rowgroup|row|columnheader|rowheader|cell)"': "ui.table, ui.row, ui.cell, ui.row_header",
    r'class="pager"': "ui.pager, ui.short_pager",
    r'class="search-box"': "ui.search_box",
}
"""What stands in `_ui.html` only, and the macros that write it."""


def test_lines_stay_short() -> None:
    long = [
        f"{name}:{number}: {len(line)} characters"
        for name, number, line in _lines()
        if len(line) > LONGEST_LINE
    ]
    assert not long


def test_shared_markup_is_written_by_macros() -> None:
    written = [
        f"{name}:{number}: use {macros}"
        for name, number, line in _lines()
        if name != "_ui.html"
        for markup, macros in SHARED.items()
        if re.search(markup, line)
    ]
    assert not written


def _lines() -> Iterator[tuple[str, int, str]]:
    """Each line of each template, with the template's name and its number."""
    folder = ROOT / "templates"
    for path in sorted(folder.rglob("*.html")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield path.relative_to(folder).as_posix(), number, line
