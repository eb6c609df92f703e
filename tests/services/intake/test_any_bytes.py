"""Whatever is uploaded, it ends in rows or in a FileFault; and a list survives every dialect and encoding."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.intake import make
from webapp.rules.cells import no_value
from webapp.rules.cells.cell_text import clean
from webapp.services.intake import columns, rows
from webapp.services.intake.faults import FileFault
from webapp.services.intake.table import open_table

names = st.sampled_from(["a.csv", "a.tsv", "a.xlsx", "a.xls", "a.ods", "a", "a.pdf", ""])
BOOK = make.xlsx(["name", "phone"], ["Ann", 447400123456], ["Bob", "x"])
PARTS = make.members(BOOK)
BEGINNINGS = [b"", b"PK\x03\x04", make.OLE, b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b'a,b\n"', b"sep=;\n"]


def read_all(data: bytes, filename: str) -> None:
    try:
        with open_table(io.BytesIO(data), filename) as table:
            found = columns.find_phone(table.columns, table.sample, "GB")
            width = len(table.columns)
            for row_no, cells in table.rows():
                checked = rows.check(row_no, cells, table.columns, found.index or 0, "GB")
                assert len(checked.cells) == width and (checked.phone or checked.faults)
                assert not any("\0" in cell for cell in checked.cells)
    except FileFault as fault:
        assert fault.code and fault.sentence.endswith(".") and fault.sentence.isprintable()


@settings(deadline=None)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=2000), names)
def test_any_bytes_are_rows_or_a_fault(beginning: bytes, data: bytes, filename: str) -> None:
    read_all(beginning + data, filename)


@settings(deadline=None)
@given(
    st.text(st.sampled_from("a1+0 é,;\t|\"'\n\r\0\ufeff="), max_size=300),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_any_text_is_rows_or_a_fault(text: str, codec: str) -> None:
    read_all(text.encode(codec), "a.csv")


@settings(deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_rows_or_a_fault(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(sorted(PARTS)))
    at = data.draw(st.integers(0, len(PARTS[part])))
    junk = data.draw(
        st.sampled_from([b"", b"<", b'"', b"\xff", b"99999999999", b"-1", b"&#0;", b"<!DOCTYPE a>"])
    )
    cut = data.draw(st.integers(0, 40))
    read_all(make.patched(BOOK, part, lambda content: content[:at] + junk + content[at + cut :]), "a.xlsx")


@settings(deadline=None)
@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=4))
def test_a_workbook_with_other_bytes_in_it_is_rows_or_a_fault(at: int, junk: bytes) -> None:
    read_all(BOOK[:at] + junk + BOOK[at + len(junk) :], "a.xlsx")


OLD = make.xls(["name", "phone"], ["Ann", 447400123456.0])


@settings(deadline=None)
@given(st.integers(0, len(OLD) - 1), st.binary(min_size=1, max_size=4))
def test_an_old_workbook_with_other_bytes_in_it_is_rows_or_a_fault(at: int, junk: bytes) -> None:
    read_all(OLD[:at] + junk + OLD[at + len(junk) :], "a.xls")


letters = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n",;|')
cell = st.text(letters, max_size=20).filter(lambda text: text.strip() != no_value.ANSWER)
"""“None” is kept or dropped by the column that it stands in (no_value), which is tested with it."""
codecs = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])


@settings(deadline=None)
@given(
    st.lists(st.lists(cell, min_size=3, max_size=3), min_size=3, max_size=10),
    st.sampled_from(",;\t|"),
    codecs,
    st.sampled_from(["\r\n", "\n"]),
)
@pytest.mark.long
def test_a_list_survives_every_dialect_and_encoding(
    table: list[list[str]], delimiter: str, codec: str, line_end: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerow(["phone", "first name", "note", "empty"])
    expected = [[f"+4474001234{number:02}", *cells[1:], "x"] for number, cells in enumerate(table)]
    writer.writerows(expected)
    with open_table(io.BytesIO(out.getvalue().encode(codec)), "a.csv") as opened:
        assert opened.columns == ["phone", "first name", "note", "empty"]
        assert [cells for _, cells in opened.rows()] == [list(map(clean, cells)) for cells in expected]
        assert columns.find_phone(opened.columns, opened.sample, None).index == 0
