"""Worksheets read the quick way: never otherwise than as XML."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.length import length
from tests.services.intake import make
from webapp.services.intake.faults import FileFault
from webapp.services.intake.workbooks import xlsx_careful, xlsx_usual
from webapp.services.intake.workbooks.archive import Archive
from webapp.services.intake.workbooks.lines import Line
from webapp.services.intake.workbooks.shared_strings import Unusual
from webapp.services.intake.workbooks.xlsx_cells import Values

HEAD = '<worksheet xmlns="m" xmlns:x="m"><cols><col min="1"/></cols><sheetData>'
TAIL = "</sheetData><conditionalFormatting/></worksheet>"

values = st.sampled_from(
    [
        "<v>1</v>", "<v>007</v>", "<v>1E3</v>", "<v/>", "<v></v>", "", "<f>A1</f>", "<f>A1</f><v/>",
        "<f/><v>2</v>", "<v>a &amp; b</v>", "<v>_x0041_</v>", "<v>x\r\ny</v>", "<v>x\ry</v>",
        "<v><![CDATA[x]]></v>", "<!-- c --><v>1</v>", "<is><t>x</t></is>",
        '<is><t xml:space="preserve"> x </t></is>', "<is><r><t>a</t></r><r><t>b</t></r></is>",
    ]
)  # fmt: skip
kinds = st.sampled_from(
    ["", ' t="n"', ' t="str"', ' t="inlineStr"', ' t="b"', ' t="e"', " t='str'", ' s="3"']
)
places = st.sampled_from(["A", "B", "C", "D", "AA", "XFD"])
shapes = st.sampled_from(
    ['<c r="{}1"{}>{}</c>', '<x:c r="{}1"{}>{}</x:c>', '<c\nr="{}1"{}>{}</c>', "<c{1}>{2}</c>"]
)
cells = st.lists(
    st.builds(
        lambda shape, place, kind, value: shape.format(place, kind, value), shapes, places, kinds, values
    ),
    max_size=4,
).map("".join)
rows = st.builds(
    lambda attributes, inside: f"<row{attributes}>{inside}</row>",
    st.sampled_from(
        ["", ' r="{n}"', " r='{n}'", ' r="{n}" hidden="1"', ' r="{n}" ht="0"', ' r="{n}" customHeight="0"']
    ),
    cells,
)
between = st.sampled_from(["", "\n", '<row r="999"/>', "<!-- <row> -->"])


def sheet(body: str, encoding: str = "utf-8") -> bytes:
    return (f'<?xml version="1.0" encoding="{encoding}"?>' + HEAD + body + TAIL).encode(encoding)


def shared() -> Values:
    return Values(Archive(io.BytesIO(make.zipped({"a": b""}))), "", "", False)


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def filled(lines: Iterator[Line]) -> list[tuple[int, list[str], bool, tuple[int, ...]]]:
    """What a person would see of them."""
    found = []
    for line in lines:
        kept = list(line.cells)
        while kept and not kept[-1] and len(kept) - 1 not in line.unsaved:
            kept.pop()
        if kept:
            found.append((line.number, kept, line.is_hidden, line.unsaved))
    return found


@settings(max_examples=length(100, 300), deadline=None)
@given(
    st.lists(st.tuples(between, rows), max_size=4),
    st.sampled_from(["utf-8", "utf-16", "latin-1"]),
    st.integers(1, 400),
)
def test_the_quick_way_says_what_the_xml_says(parts: list[tuple[str, str]], encoding: str, size: int) -> None:
    body = "".join(gap + row.replace("{n}", str(n)) for n, (gap, row) in enumerate(parts, 1))
    data = sheet(body, encoding)
    try:
        quick = filled(xlsx_usual.lines(pieces(data, size), shared()))
    except (Unusual, UnicodeDecodeError, ValueError, IndexError):
        return
    assert quick == filled(xlsx_careful.lines(pieces(data, size), shared()))


ORDINARY = "".join(
    f'<row r="{n}" spans="1:2"><c r="A{n}" t="inlineStr"><is><t>x</t></is></c>'
    f'<c r="AB{n}" s="1"><v>1</v></c></row>'
    for n in range(1, 50)
)


@pytest.mark.parametrize("size", [1, 7, 100, 10_000])
def test_an_ordinary_sheet_is_read_the_quick_way(size: int) -> None:
    lines = list(xlsx_usual.lines(pieces(sheet(ORDINARY), size), shared()))
    assert [line.number for line in lines] == list(range(1, 50))
    assert all(line.cells == ["x", *[""] * 26, "1"] for line in lines)


@pytest.mark.parametrize("broken", ["<c r='A1'></d>", '<c r="A1" <v>', "&nobody;"])
def test_broken_xml_is_broken_both_ways(broken: str) -> None:
    data = sheet(f'<row r="1">{broken}</row>')
    with pytest.raises(Unusual):
        list(xlsx_usual.lines([data], shared()))
    with pytest.raises((ExpatError, FileFault)):
        list(xlsx_careful.lines([data], shared()))


def test_a_row_without_an_end_is_not_waited_for() -> None:
    def endless() -> Iterator[bytes]:
        yield HEAD.encode() + b'<row r="1">'
        for _ in range(100):
            yield b" " * 1_000_000
        raise AssertionError("waited")

    with pytest.raises(Unusual):
        list(xlsx_usual.lines(endless(), shared()))
