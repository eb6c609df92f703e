"""The rows of a worksheet that is written as Excel and most others write it: five times as fast as XML.

Every character of a row must be accounted for. Where one is not, `Unusual` is raised, and the sheet is read
as XML from its beginning: this here never says anything else than that would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from webapp.services.intake.workbooks.lines import Line
from webapp.services.intake.workbooks.shared_strings import Unusual, decode, unescaped
from webapp.services.intake.workbooks.size_guard import COLUMN_NUMBERS
from webapp.services.intake.workbooks.xlsx_cells import Values

_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")? ?'
    r"(?:/>|>(<f(?: [^<>]*)?/>|<f(?: [^<>]*)?>[^<]*</f>)?"
    r'(?:<v(?: xml:space="preserve")?>([^<]*)</v>|<v ?/>|'
    r'<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>))'
)
_ROW = re.compile(r"((?:\s*<row(?: [^<>]*)?/>)*)\s*<row( [^<>]*[^<>/])?>")
"""After rows without cells, which say where they stand."""
_NUMBER = re.compile(r' r="([0-9]{1,7})"')
_HIDDEN = re.compile(r"""\s(?:hidden\s*=\s*["'](?:1|true)["']|ht\s*=\s*["']0(?:\.0*)?["'])""")
_DATA = "<sheetData>"
_LONGEST_ROW = 8 * 1024 * 1024
"""Characters. What is longer is not waited for."""


def lines(chunks: Iterable[bytes], values: Values) -> Iterator[Line]:
    """The rows with a cell. Raises Unusual, UnicodeDecodeError."""
    last = 0
    for part in _rows(chunks):
        row = _ROW.match(part)
        if not row:
            raise Unusual
        last = _number(row[1], row[2] or "", last)
        yield _line(part, row, last, values)


def _number(empty_rows: str, attributes: str, last: int) -> int:
    """The number of a row, above the last one and above the empty ones between them."""
    found = _NUMBER.search(attributes)
    numbers = [last, *(int(number) for number in _NUMBER.findall(empty_rows))] if empty_rows else [last]
    number = int(found[1]) if found else 0
    if number <= numbers[-1] or len(numbers) != 1 + empty_rows.count("<row") or sorted(numbers) != numbers:
        raise Unusual
    return number


def _rows(chunks: Iterable[bytes]) -> Iterator[str]:
    """What stands before each `</row>`."""
    rest, begun = "", False
    for text in decode(chunks):
        rest = rest + text if rest else text
        if not begun and (at := rest.find(_DATA)) >= 0:
            begun = True
            if "<!" in rest[:at]:
                raise Unusual
            rest = rest[at + len(_DATA) :]
        if begun:
            *parts, rest = rest.split("</row>")
            yield from parts
            if rest.lstrip().startswith("</sheetData>"):
                return
        if len(rest) > _LONGEST_ROW:
            raise Unusual
    raise Unusual


def _line(part: str, row: re.Match[str], number: int, values: Values) -> Line:
    cells: list[str] = []
    unsaved: list[int] = []
    seen, reached = row.end(), 0
    is_plain = part.isprintable() and "&" not in part and "_x" not in part
    for whole, letters, style, kind, formula, value, inline in _CELL.findall(part, seen):
        seen += len(whole)
        column = COLUMN_NUMBERS[letters]
        reached += 1
        if column != reached:
            if column < reached:
                raise Unusual
            cells += [""] * (column - reached)
            reached = column
        if kind == "inlineStr" and not value:
            cells.append(inline if is_plain else unescaped(inline))
        elif value:
            cells.append(_text(kind, style, value, values))
        else:
            cells.append("")
            if formula and kind != "str":
                unsaved.append(column - 1)
            if inline:
                raise Unusual
    if seen != len(part) and part[seen:].strip():
        raise Unusual
    attributes = row[2] or ""
    is_hidden = ("hidden" in attributes or "ht=" in attributes) and _HIDDEN.search(attributes) is not None
    return Line(number, cells, is_hidden, tuple(unsaved))


def _text(kind: str, style: str, value: str, values: Values) -> str:
    if kind == "s":
        return values.strings[int(value)]
    if kind and kind != "n":
        if kind == "inlineStr":
            raise Unusual
        return values.of(kind, style, unescaped(value))
    write = values.styles.get(style)
    return write(float(value)) if write else values.number(value)
