"""Cells of workbooks as the spreadsheet shows them, in every kind of workbook."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

import pytest
import xlwt

from tests.services.intake import books, make
from tests.services.intake.books import number, row, sheet, text
from tests.services.intake.people import read
from tests.services.intake.test_workbooks import case, cells

CODES = [
    "0%",
    "d mmmm yyyy",
    "&quot;$&quot;#,##0.00",
    "00000",
    "yyyy-mm-dd",
    "(000) 000-0000",
    "h:mm AM/PM",
    "General",
]
VALUES: list[object] = [0.15, 46360, 1234.5, 123, 46360, 4155550123, 0.75, 4.47700900123e11]
SHOWN = [
    "15%",
    "4 December 2026",
    "$1,234.50",
    "00123",
    "2026-12-04",
    "(415) 555-0123",
    "6:00 PM",
    "447700900123",
]


def test_the_shared_formats() -> None:
    assert cells(case("16"))[1][2:] == ["15%", "4 December 2026", "$1,234.50", "00123"]


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_xlsx(prefix: str) -> None:
    """Written as usual, and with prefixes, which are read the careful way."""
    inside = "".join(number(f"{chr(65 + n)}1", value, n + 1) for n, value in enumerate(VALUES))
    part = sheet(row(1, inside))
    if prefix:
        part = part.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"xmlns=", b"xmlns:x=")
    assert cells(books.book(part, styles=books.formats(*CODES))) == [SHOWN]


def test_xlsx_counts_from_1904_where_it_says_so() -> None:
    part = sheet(row(1, number("A1", 46360 - 1462, 1)))
    data = books.book(part, styles=books.formats("d mmmm yyyy"))
    workbook = make.members(data)[books.WORKBOOK].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
    assert cells(make.patched(data, books.WORKBOOK, lambda _: workbook)) == [["4 December 2026"]]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="A1" t="d" s="1"><v>2026-12-04</v></c>', "4 December 2026"),
        ('<c r="A1" t="d"><v>2026-12-04T09:30:00</v></c>', "2026-12-04 09:30"),
        ('<c r="A1" t="str"><f>A2</f><v>a &amp; b</v></c>', "a & b"),
        ('<c r="A1" t="inlineStr"><is><r><t>a </t></r><r><t>b</t></r></is></c>', "a b"),
        ('<c r="A1" t="s"><v>0</v></c>', "plain"),
        ('<c r="A1" t="s"><v>1</v></c>', "rich text"),
        ('<c r="A1" t="s"><v>2</v></c>', "課きく"),
        ('<c r="A1"><v>0.1</v></c>', "0.1"),
        ('<c r="A1"><v>0.30000000000000004</v></c>', "0.3"),
        ('<c r="A1"><v>007</v></c>', "7"),
        ('<c r="A1" s="99"><v>5</v></c>', "5"),
    ],
)
def test_kinds_of_cells(cell: str, shown: str) -> None:
    strings = (
        "<sst><si><t>plain</t></si><si><r><rPr/><t>rich </t></r><r><t>text</t></r></si>"
        "<si><t>課きく</t><rPh sb='0' eb='1'><t>カ</t></rPh></si></sst>"
    )
    part = sheet(row(1, cell) + row(2, text("A2", "x")))
    data = books.book(part, styles=books.formats("d mmmm yyyy"), sharedStrings=strings.encode())
    assert cells(data)[0] == [shown]


def test_an_error_counts_as_nothing() -> None:
    part = sheet(row(1, text("A1", "x"), '<c r="B1" t="e"><v>#N/A</v></c>', text("C1", "y")))
    assert cells(books.book(part)) == [["x", "", "y"]]


OLD: list[tuple[Any, str, str]] = [
    (0.15, "0%", "15%"),
    (date(2026, 12, 4), "D MMMM YYYY", "4 December 2026"),
    (datetime(2026, 12, 4, 9, 30), "D/M/YYYY h:mm", "4/12/2026 9:30"),
    (time(18, 0), "h:mm AM/PM", "6:00 PM"),
    (1234.5, '"$"#,##0.00', "$1,234.50"),
    (123, "00000", "00123"),
    (447700900123, "General", "447700900123"),
    (4155550123, "0.00E+00", "4155550123"),
    (True, "General", "TRUE"),
]


def test_xls() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("People")
    for column, (value, code, _) in enumerate(OLD):
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    out = io.BytesIO()
    book.save(out)
    assert cells(out.getvalue()) == [[shown for _, _, shown in OLD]]


def ods_cell(kind: str, value: str, shown: str) -> str:
    name = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(kind, "value")
    inside = f"<text:p>{shown}</text:p>" if shown else ""
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}">{inside}</table:table-cell>'


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (("percentage", "0.15", "15 %"), "15 %"),
        (("date", "2026-12-04", "4. Dezember 2026"), "4. Dezember 2026"),
        (("date", "2026-12-04", ""), "2026-12-04"),
        (("date", "2026-12-04T09:30:00.000", ""), "2026-12-04 09:30"),
        (("time", "PT18H00M00S", "06:00 PM"), "06:00 PM"),
        (("time", "PT18H00M00S", ""), "18:00"),
        (("currency", "1234.5", "1.234,50 €"), "1.234,50 €"),
        (("float", "123", "00123"), "00123"),
        (("float", "12", ""), "12"),
        (("float", "12", "###"), "12"),
        (("float", "447700900123", "4.477E+11"), "447700900123"),
        (("float", "447700900123", "$447,700,900,123.00"), "447700900123"),
        (("float", "447700900123", "44770090012300%"), "447700900123"),
        (("float", "4155550123", "(415) 555-0123"), "(415) 555-0123"),
        (("float", "12500000", "Rp12,500,000"), "Rp12,500,000"),
        (("boolean", "true", "WAHR"), "TRUE"),
    ],
)
def test_ods(cell: tuple[str, str, str], shown: str) -> None:
    assert cells(make.ods(f"<table:table-row>{ods_cell(*cell)}</table:table-row>")) == [[shown]]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<text:p>a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d</text:p>", "a  b\tc\nd"),
        ("<text:p>a <text:span>b</text:span></text:p><text:p>c</text:p>", "a b\nc"),
        ("<office:annotation><text:p>a comment</text:p></office:annotation><text:p>Ann</text:p>", "Ann"),
        (
            "<text:p>Ann</text:p><draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>",
            "Ann",
        ),
    ],
)
def test_ods_text(inside: str, shown: str) -> None:
    cell = f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'
    data = make.ods(f"<table:table-row>{cell}</table:table-row>")
    named = make.patched(
        data, "content.xml", lambda part: part.replace(b" xmlns:text", b' xmlns:draw="d" xmlns:text')
    )
    assert cells(named) == [[shown]]


FORMATS = [
    "General",
    "0.00E+00",
    "#,##0.00",
    "&quot;$&quot;#,##0.00",
    "0%",
    "d mmmm yyyy",
    "0,,",
    "0 &quot;mobile&quot;",
]


@pytest.mark.parametrize("code", FORMATS)
def test_a_phone_that_is_a_number_is_read_in_any_format(code: str) -> None:
    part = sheet(row(1, text("A1", "phone")) + row(2, number("A2", 447400123456, 1)))
    _, found = read(books.book(part, styles=books.formats(code)), "a.xlsx")
    assert [checked.phone for checked in found] == ["+447400123456"]
