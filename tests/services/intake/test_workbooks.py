"""Workbooks as people have them: what a spreadsheet shows is what is read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import xlwt

from tests.services.intake import books, make
from tests.services.intake.books import number, row, sheet, text
from tests.services.intake.people import ANN, BOB, read
from webapp.services.intake.faults import FileFault
from webapp.services.intake.options import FIND_OUT, ReadingOptions
from webapp.services.intake.table import open_table
from webapp.services.intake.workbooks.sheet import SheetSource

CASES = Path(__file__).resolve().parents[2] / "cases"
HEAD = row(1, text("A1", "name"), text("B1", "phone"))
ANN_ROW, BOB_ROW = (
    row(n, text(f"A{n}", who), text(f"B{n}", p)) for n, who, p in ((2, "Ann", ANN), (3, "Bob", BOB))
)
SOUND = [["name", "phone"], ["Ann", ANN], ["Bob", BOB]]


def case(name: str) -> bytes:
    return next(CASES.glob(f"{name}-*[!t]")).read_bytes()


def source(data: bytes, options: ReadingOptions = FIND_OUT) -> SheetSource:
    return SheetSource(io.BytesIO(data), options)


def cells(data: bytes, options: ReadingOptions = FIND_OUT) -> list[list[str]]:
    return [cells for _, cells in source(data, options).rows()]


def old(fill: Any) -> bytes:
    """An XLS, filled by a function of its book and its sheet."""
    book = xlwt.Workbook()
    fill(book, book.add_sheet("People"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def old_people(_: Any, sheet: Any) -> None:
    for n, values in enumerate(SOUND):
        for column, value in enumerate(values):
            sheet.write(n, column, value)


def old_hidden(book: Any, sheet: Any) -> None:
    old_people(book, sheet)
    sheet.row(1).hidden = True
    sheet.write(0, 2, "note")
    sheet.write(2, 2, "secret")
    sheet.col(2).hidden = True


def ods_table(*rows: str, columns: str = "") -> bytes:
    return make.ods(columns + "".join(rows))


ODS_HEAD, ODS_ANN, ODS_BOB = (make.ods_row(*values) for values in SOUND)


def collapsed(row: str, how: str = "collapse") -> str:
    return row.replace("<table:table-row", f'<table:table-row table:visibility="{how}"')


HIDDEN_COLUMN = (
    "<table:table-column/>"
    '<table:table-column table:visibility="collapse" table:number-columns-repeated="16000"/>'
)

EVE = row(2, text("A2", "Eve"), attributes=" hidden='true'")
FLAT = ANN_ROW.replace('r="2"', 'r="2" ht="0"', 1)
NOTED = row(1, text("A1", "name"), text("B1", "note"), text("C1", "phone"))
NOTED += row(2, text("A2", "Ann"), text("B2", "secret"), text("C2", ANN))
COLUMNS = '<cols><col min="2" max="2" hidden="1"/><col min="9" max="16384" hidden="1"/></cols>'
GROUP, GROUP_END = '<table:table-row-group table:display="false">', "</table:table-row-group>"
ODS_NOTED = [make.ods_row("phone", "note"), make.ods_row(ANN, "secret")]
THREE = [["Ann", "+14045550101", "active"], ["Cy", "+14045550103", "active"]]

HIDDEN: list[tuple[str, bytes, list[list[str]], int, list[str]]] = [
    ("xlsx, filtered", case("03"), THREE, 2, []),
    ("xlsx, hidden", books.book(sheet(HEAD + EVE + BOB_ROW)), [["Bob", BOB]], 1, []),
    ("xlsx, without a height", books.book(sheet(HEAD + FLAT + BOB_ROW)), [["Bob", BOB]], 1, []),
    (
        "xlsx, hidden and blank",
        books.book(sheet(HEAD + ANN_ROW + '<row r="9" hidden="1"><c r="A9"/></row>')),
        [["Ann", ANN]],
        0,
        [],
    ),
    ("xlsx, a column", books.book(sheet(NOTED, before=COLUMNS)), [["Ann", ANN]], 0, ["note"]),
    ("xls", old(old_hidden), [["Bob", BOB]], 1, ["note"]),
    ("ods, hidden", ods_table(ODS_HEAD, collapsed(ODS_ANN), ODS_BOB), [["Bob", BOB]], 1, []),
    ("ods, filtered", ods_table(ODS_HEAD, ODS_ANN, collapsed(ODS_BOB, "filter")), [["Ann", ANN]], 1, []),
    ("ods, a closed group", ods_table(ODS_HEAD, GROUP, ODS_ANN, GROUP_END, ODS_BOB), [["Bob", BOB]], 1, []),
    ("ods, a column", ods_table(*ODS_NOTED, columns=HIDDEN_COLUMN), [[ANN]], 0, ["note"]),
]


@pytest.mark.parametrize(
    ("data", "expected", "rows", "columns"), [h[1:] for h in HIDDEN], ids=[h[0] for h in HIDDEN]
)
def test_what_is_hidden_is_left_out_and_said(
    data: bytes, expected: list[list[str]], rows: int, columns: list[str]
) -> None:
    found = source(data)
    assert [cells for _, cells in found.rows() if any(cells)][1:] == expected
    assert (found.read_as["hidden_rows"], found.read_as["hidden_columns"]) == (rows, columns)
    assert found.read_as["hidden_read"] is False
    assert bool(rows or columns) == any("left out" in note for note in found.notes)


@pytest.mark.parametrize(
    ("data", "rows", "columns"), [(h[1], h[3], h[4]) for h in HIDDEN], ids=[h[0] for h in HIDDEN]
)
def test_what_is_hidden_is_read_when_it_is_wanted(data: bytes, rows: int, columns: list[str]) -> None:
    without, found = source(data), source(data, ReadingOptions(hidden=True))
    count = len([cells for _, cells in found.rows() if any(cells)])
    assert count == len([cells for _, cells in without.rows() if any(cells)]) + rows
    assert found.read_as["hidden_read"] is True
    assert found.read_as["hidden_rows"] == rows
    assert all(name in next(cells for _, cells in found.rows()) for name in columns)


NEXT_TABLE = '</table:table><table:table table:name="Two">'
NOTES = sheet(row(1, text("A1", "How to use")) + row(2, text("A2", "1. Enter each phone number in 'People'")))
ORDERS = sheet(
    row(1, text("A1", "order")) + row(2, number("A2", 2026110401)) + row(3, number("A3", 2026110402))
)
DATES = sheet(row(1, text("A1", "due")) + row(2, text("A2", "2026-11-04")) + row(3, text("A3", "04/11/2026")))
PEOPLE = sheet(HEAD + ANN_ROW + BOB_ROW)


@pytest.mark.parametrize(
    ("data", "chosen", "sheets"),
    [
        (case("12"), "People", ["Read me", "People"]),
        (case("12b"), "People", ["Cover", "People"]),
        (books.book(NOTES, PEOPLE), "S2", ["S1", "S2"]),
        (books.book(ORDERS, PEOPLE), "S2", ["S1", "S2"]),
        (books.book(DATES, PEOPLE), "S2", ["S1", "S2"]),
        (books.book(PEOPLE, PEOPLE), "S1", ["S1", "S2"]),
        (books.book(NOTES, DATES), "S1", ["S1", "S2"]),
        (books.book(sheet(""), PEOPLE), "S2", ["S2"]),
        (make.ods(make.ods_row("Notes") + NEXT_TABLE + ODS_HEAD + ODS_ANN),
         "Two", ["People", "Two"]),
        (old(lambda book, first: (first.write(0, 0, "Cover"), old_people(book, book.add_sheet("Two")))),
         "Two", ["People", "Two"]),
    ],
)  # fmt: skip
def test_the_sheet_with_the_phones_is_read(data: bytes, chosen: str, sheets: list[str]) -> None:
    found = source(data)
    assert (found.read_as["sheet"], found.read_as["sheets"]) == (chosen, sheets)
    assert len(sheets) == 1 or all(f"“{name}”" in " ".join(found.notes) for name in sheets)


@pytest.mark.parametrize(("wanted", "read"), [("S1", "S1"), ("S2", "S2"), ("Gone", "S2")])
def test_a_sheet_is_read_that_somebody_chose(wanted: str, read: str) -> None:
    found = source(books.book(NOTES, PEOPLE), ReadingOptions(sheet=wanted))
    assert found.read_as["sheet"] == read


def test_a_hidden_sheet_is_never_read() -> None:
    hidden = ods_table(ODS_HEAD, ODS_ANN)
    style = (
        '<office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/>'
        "</style:style></office:automatic-styles><office:body>"
    )
    data = make.patched(
        hidden,
        "content.xml",
        lambda part: (
            part.replace(b"<office:body>", style.encode())
            .replace(b"xmlns:text=", b'xmlns:style="s" xmlns:text=')
            .replace(b'"People"', b'"People" table:style-name="h"')
        ),
    )
    with pytest.raises(FileFault, match="no visible sheet"):
        source(data)


def test_rows_with_nothing_but_an_empty_check_box_are_blank() -> None:
    _, found = read(case("25"), "a.xlsx", "US")
    assert [row.cells[0] for row in found] == ["Ann", "Bob"]
    for filename, data in (
        ("a.csv", f"name,phone,ok\nAnn,{ANN},FALSE\n,,FALSE\n,,falsch\n,, Faux \n".encode()),
        ("a.ods", ods_table(ODS_HEAD, ODS_ANN, _ods_false())),
        ("a.xls", old(lambda book, sheet: (old_people(book, sheet), sheet.write(5, 2, False)))),
    ):
        assert {row.cells[0] for row in read(data, filename)[1]} <= {"Ann", "Bob"}, filename


def _ods_false() -> str:
    cell = (
        '<table:table-cell office:value-type="boolean" office:boolean-value="false"><text:p>FALSCH</text:p>'
    )
    return f"<table:table-row>{cell}</table:table-cell></table:table-row>"


ODS_FORMULA = '<table:table-row><table:table-cell table:formula="of:=A1"/></table:table-row>'
FORMULA = '<c r="B{n}"><f>"+44"&amp;C{n}</f>{v}</c>'


def formulas(saved: str) -> bytes:
    return sheet(HEAD + "".join(row(n, text(f"A{n}", "Ann"), FORMULA.format(n=n, v=saved)) for n in (2, 3)))


@pytest.mark.parametrize(
    "data",
    [
        case("29"),
        books.book(formulas("")),
        books.book(formulas("<v></v>")),
        books.book(NOTES, formulas("<v/>")),
        books.book(sheet(HEAD + ANN_ROW + row(3, text("A3", "Bob"), FORMULA.format(n=3, v="")))),
        books.book(formulas("").replace(b"<", b"<x:").replace(b"<x:/", b"</x:")),
        ods_table(ODS_HEAD, ODS_FORMULA),
    ],
)  # fmt: skip
def test_phones_that_are_formulas_without_a_result_are_called_that(data: bytes) -> None:
    with pytest.raises(FileFault, match=r"formulas without a saved result.* Open it in Excel, save it"):
        source(data)


def test_other_formulas_without_a_result_are_a_note() -> None:
    data = books.book(
        sheet(HEAD + ANN_ROW + row(3, text("A3", "Bob"), text("B3", BOB), '<c r="C3"><f>1</f></c>'))
    )
    assert any("“C” hold formulas without a saved result" in note for note in source(data).notes)
    assert len(cells(data)) == 3


@pytest.mark.parametrize(
    "saved", ['<c r="C2" t="str"><f>""</f><v></v></c>', '<c r="C2"><f>1</f><v>1</v></c>']
)
def test_formulas_with_a_result_are_not_mentioned(saved: str) -> None:
    data = books.book(sheet(HEAD + ANN_ROW.replace("</row>", f"{saved}</row>")))
    assert not any("formula" in note for note in source(data).notes)


@pytest.mark.parametrize("name", [None, "Sheet of\0 nothing"])
def test_nul_reaches_nobody(name: str | None) -> None:
    data = books.book(
        sheet(HEAD + row(2, text("A2", "A_x0000_nn _x005F_x _xD83D__xDE00_ _xD83D_"), text("B2", ANN)))
    )
    assert cells(data)[1] == ["Ann _x 😀 �", ANN]
    old_data = make.xls(["name", "phone"], ["A\0n\x01n", ANN])
    assert cells(old_data)[1] == ["Ann", ANN]


def test_the_shared_dates_are_headings() -> None:
    assert cells(case("10b"))[0] == ["first_name", "phone", "2026-11-03", "2026-11-10"]


def test_a_list_can_be_opened_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(books.book(PEOPLE))
    with open_table(tmp_path / "a.xlsx", "a.xlsx") as table:
        assert table.columns == ["name", "phone"]
