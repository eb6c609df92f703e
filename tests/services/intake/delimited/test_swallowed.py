"""Rows that ended up inside a cell are named; several lines that someone wrote are none."""

from __future__ import annotations

import pytest

from tests.services.intake import make
from tests.services.intake.people import ANN, BOB, csv_of, read

CY = "+447400123458"
SWALLOWED = [
    ("three rows", csv_of("name,phone", f'"Ann,{ANN}', f"Bob,{BOB}", f'"Cy,{CY}'), 2),
    ("two rows", csv_of("name,phone", f'"Ann,{ANN}', f'"Bob,{BOB}', f"Cy,{CY}"), 2),
    ("phones first", csv_of("phone,name", f'{ANN},"Ann', f"{BOB},Bob", f'{CY},"Cy'), 2),
    ("semicolons", csv_of("name;phone;note", f'Ann;{ANN};"x', f"Bob;{BOB};y", f'Cy;{CY};"z'), 2),
    (
        "closed in another column",
        csv_of("name,phone,note", f'"Ann,{ANN},x', f"Bob,{BOB},y", f'Cy,{CY},"z'),
        2,
    ),
    ("closed by a sound cell", csv_of("name,phone,note", f'Ann,{ANN},"x', f"Bob,{BOB},y", f'Cy,{CY},"z"'), 2),
    ("in the middle", csv_of("phone,name,note", f'{ANN},"Ann,x', f"{BOB},Bob,y", f'{CY},"Cy,z'), 2),
    ("opened in the phone", csv_of("name,phone,city", f'Ann,"{ANN},Rome', f'Bob,"{BOB},Rome'), 2),
    ("saved as a workbook", make.xlsx(["name", "phone"], [f"Ann,{ANN}\nBob,{BOB}\nCy", CY]), 2),
    ("tabs in a workbook", make.xlsx(["name", "phone"], [f"Ann\t{ANN}\nBob\t{BOB}\nCy", CY]), 2),
]
SOUND = [
    ("an address", csv_of("name,phone,address", f'Ann,{ANN},"Flat 2, 5 High St\nLeeds, LS1 4AB"')),
    (
        "a note with a phone",
        csv_of("name,phone,note", f'Ann,{ANN},"call after six\nelse 020 7946 0958, her mother"'),
    ),
    ("a name in two lines", csv_of("name,phone", f'"Ann\nLee",{ANN}')),
    (
        "a list of dates",
        csv_of("name,phone,dates", f'Ann,{ANN},"2026-11-03, 10:00, yes\n2026-11-10, 11:00, no"'),
    ),
    ("a heading in two lines", csv_of('name,"phone\nnumber"', f"Ann,{ANN}")),
]


@pytest.mark.parametrize(
    ("data", "row"), [each[1:] for each in SWALLOWED], ids=[each[0] for each in SWALLOWED]
)
def test_a_cell_that_has_swallowed_rows_is_a_fault(data: bytes, row: int) -> None:
    _, rows = read(data, "a.csv")
    faulty = {checked.row_no: [fault.code for fault in checked.faults] for checked in rows if checked.faults}
    assert "swallowed_rows" in faulty[row]


@pytest.mark.parametrize("data", [each[1] for each in SOUND], ids=[each[0] for each in SOUND])
def test_lines_of_a_person_are_no_rows(data: bytes) -> None:
    _, rows = read(data, "a.csv")
    assert [row.faults for row in rows] == [[]]


def test_a_header_that_has_swallowed_rows_is_refused() -> None:
    from webapp.services.intake.faults import FileFault

    with pytest.raises(FileFault) as caught:
        read(csv_of('name,"phone', f"Ann,{ANN}", f"Bob,{BOB}", f'Cy,"{CY}', f"Di,{ANN}"), "a.csv")
    assert caught.value.code == "open_quote"
