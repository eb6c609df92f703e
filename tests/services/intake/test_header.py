"""Where a table begins, and what its columns are called."""

from __future__ import annotations

import time

import pytest

from tests.services.intake import make
from tests.services.intake.people import ANN, BOB, csv_of, read
from webapp.services.intake import header
from webapp.services.intake.faults import FileFault

BEGINNINGS = [
    ("at once", csv_of("name,phone", f"Ann,{ANN}"), 1),
    ("below a title", csv_of("Our list,", "name,phone", f"Ann,{ANN}"), 2),
    ("below a title and a date", csv_of("Our list", "28/11/2026", "", "name,phone", f"Ann,{ANN}"), 4),
    (
        "below notes of two cells",
        csv_of("Exported by,Ann Lee", "On,28/11/2026", "name,phone,city", f"Ann,{ANN},Rome"),
        3,
    ),
    (
        "below a title with a phone",
        csv_of("Clinic,020 7946 0958", "name,phone", f"Ann,{ANN}", f"Bob,{BOB}"),
        2,
    ),
    (
        "below groups of columns",
        csv_of("Person,,Contact,", "first,last,mobile,mail", f"Ann,Lee,{ANN},a@b.c"),
        2,
    ),
    ("above rows without a phone", csv_of("name,phone", "Ann,ask her", "Cy,", f"Bob,{BOB}"), 1),
    (
        "above rows without a phone, unusual names",
        csv_of("wer,wohin", "Ann,ask her", f"Bob,{BOB}", f"Cy,{ANN}"),
        1,
    ),
    ("dates for headings", csv_of("name,phone,2026-11-03,03.11.2026,11/3/2026", f"Ann,{ANN},yes,no,no"), 1),
    ("years for headings", csv_of("name,phone,2024,2025", f"Ann,{ANN},1,2"), 1),
    ("days without dashes for headings", csv_of("name,phone,20261103,20261110", f"Ann,{ANN},yes,no"), 1),
    ("times for headings", csv_of("name,phone,09:30,10:30", f"Ann,{ANN},x,"), 1),
    (
        "above rows with more cells than it has",
        csv_of("wer,wohin", "Ann,ask,x", f"Bob,{BOB},y", f"Cy,{ANN},z"),
        1,
    ),
    (
        "above rows of addresses",
        csv_of("email address,test", "a@example.com,test1,red", "b@example.com,2,blue"),
        1,
    ),
    (
        "below groups that name phones",
        csv_of("Patient,,Phone,", "first,last,home,cell", f"Ann,Lee,020 7946 0958,{ANN}", f"Bob,Ray,,{BOB}"),
        2,
    ),
    ("above a row with more cells", csv_of("name,phone,", "Ann,ask her,x", f"Bob,{BOB},"), 1),
    ("none", csv_of(f"Ann,{ANN}", f"Bob,{BOB}"), 0),
    ("none, a bad row first", csv_of(f"Ann,{ANN}", "Bob,x", f"Cy,{BOB}"), 0),
    (
        "a title above semicolons with trailing ones",
        csv_of("Our list;;", ";;", "name;phone;city", f"Ann;{ANN};Rome"),
        3,
    ),
]


@pytest.mark.parametrize(
    ("data", "row"), [each[1:] for each in BEGINNINGS], ids=[each[0] for each in BEGINNINGS]
)
def test_the_header_is_found(data: bytes, row: int) -> None:
    table, rows = read(data, "a.csv")
    last = max(number for number, _ in table.rows())
    assert [checked.row_no for checked in rows][-1] == last
    assert min(checked.row_no for checked in rows) > row
    assert table.columns[0] == (
        "column_1" if row == 0 else data.split(b"\n")[row - 1].decode().split(";" if b";" in data else ",")[0]
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("Ann Lee 617-555-0121", "Bob Ray 617-555-0122", "call Cy"),
        ("617-555-0121 (Ann)", "617-555-0122 (Bob)"),
        ("Ann Lee,617-555-0121 x4", "Bob,617-555-0122 ext. 5"),
        ("Ann,617-555-0121 / 617-555-0131", "Bob,617-555-0122 / 617-555-0132"),
        ("Ann,6.17556E+09", "Bob,6.17556E+09"),
        ("Ann: (617) 555-0121", "617-555-0122", "617-555-0123", "617-555-0124"),
        ("Ann     +1 617 555 0121   Boston", "Bob     +1 617 555 0122   Salem"),
        ("Ann 617-555-0121",),
    ],
)
def test_a_phone_among_words_is_no_heading(lines: tuple[str, ...]) -> None:
    """In a list of opt-outs its person would be texted again."""
    table, rows = read(csv_of(*lines), "a.txt", "US")
    assert [row.row_no for row in rows] == list(range(1, len(lines) + 1))
    assert table.columns[0] == "column_1"


@pytest.mark.parametrize(
    "heading",
    ["Where", "Order 20261103", "Ordered 2026-11-03", "Seit 03.11.2026 10:30", "Since 1998", "Rooms 1-12"],
)
def test_other_figures_in_a_heading_are_no_phone(heading: str) -> None:
    table, _ = read(csv_of(f"who,{heading}", "Ann,none 1", "Bob,none 2"), "a.csv", "US")
    assert table.columns == ["who", heading]


def test_it_is_found_in_workbooks_too() -> None:
    book = make.xlsx(
        ["Riverside"], [], ["Exported", "today"], ["first", "last", "phone"], ["Ann", "Lee", ANN]
    )
    table, rows = read(book, "a.xlsx")
    assert table.columns == ["first", "last", "phone"]
    assert "Rows 1 to 3 stand above the header and were skipped: “Riverside” …" in table.notes
    assert [row.row_no for row in rows] == [5]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("\ufeffname", "name"),
        ("na\u200bme", "name"),
        ("name\u00a0", "name"),
        ("{{first_name}}", "first_name"),
        ("{{first_name|there}}", "first_name"),
        ("{first name}", "first name"),
        ("[First Name]", "First Name"),
        ("*|FNAME|*", "FNAME"),
        ("%name%", "name"),
        ("<<Name>>", "Name"),
        ("«Name»", "Name"),
        ("${name}", "name"),
        ("Name {first}", "Name (first)"),
        ("a}}b", "a))b"),
        ("First | Nombre", "First | Nombre"),
        ("Name |", "Name"),
        ("Prénom &amp; Nom", "Prénom & Nom"),
        ("#N/A", "column_1"),
        ("-", "column_1"),
        ("100 %", "100 %"),
        ("Jose\u0301", "José"),
    ],
)
def test_a_heading_becomes_a_name_that_a_placeholder_can_have(heading: str, name: str) -> None:
    from webapp.rules.placeholders import Template

    table, _ = read(csv_of(f'"{heading}",phone', f"Ann,{ANN}"), "a.csv")
    assert table.columns == [name, "phone"]
    bound = Template.parse("{{" + name + "}} {{" + name + "|x}}").bind(table.columns)
    assert bound.faults == ()
    assert bound.render(["Ann", ""]).text == "Ann Ann"


def test_a_mark_at_the_beginning_of_a_file_does_not_hide_its_quotes() -> None:
    data = '\ufeff\ufeff\ufeff"name","phone"\n'.encode() + f'\ufeff"Ann, Lee",{ANN}\n'.encode()
    table, rows = read(data, "a.csv")
    assert table.columns == ["name", "phone"]
    assert rows[0].cells == ["Ann, Lee", ANN]


@pytest.mark.parametrize("count", [201, 16_384, 300_000])
@pytest.mark.parametrize("cell", ["a", "", "a_2", "{{a}}", "0740012345"])
def test_too_many_columns_are_refused_at_once(count: int, cell: str) -> None:
    started = time.process_time()
    line = ",".join([cell] * count)
    with pytest.raises(FileFault) as caught:
        read(csv_of(line, ",".join(["x"] * count), line), "a.csv")
    assert caught.value.code == "too_many_columns"
    assert time.process_time() - started < 5


def test_names_that_collide_take_time_in_proportion_to_them() -> None:
    cells = ["a", *(f"a_{number}" for number in range(2, 100)), *["a"] * 10_000, *["A", "a_2", " "] * 10_000]
    started = time.process_time()
    names = header._named(cells, [])
    assert len(set(names)) == len(names) == len(cells)
    assert time.process_time() - started < 5


def test_many_odd_headings_are_told_in_two_sentences() -> None:
    table, _ = read(
        csv_of(",".join(["a"] * 50 + [""] * 50 + ["phone"]), ",".join(["x"] * 100 + [ANN])), "a.csv"
    )
    assert len(table.notes) == 4
    assert any(note.startswith("In all, 49 columns") for note in table.notes)
