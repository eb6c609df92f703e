"""Delimiters, quotes and single columns, whatever program wrote the file."""

from __future__ import annotations

import time

import pytest

from tests.services.intake.people import ANN, BOB, csv_of, read
from webapp.services.intake.delimited import dialect

DIALECTS = [
    (
        "header wider than many rows",
        csv_of("name;phone;a;b;c;d", f"Ann;{ANN}", f"Bob;{BOB}", f"Cy;{ANN};1;2;3;4"),
        6,
    ),
    ("names with the other delimiter", csv_of("name;phone", f"Lee, Ann;{ANN}", f"Ray, Bob;{BOB}"), 2),
    ("decimal commas", csv_of("sum;phone;due", f"1,5;{ANN};2,5", f"2,5;{BOB};3,0"), 3),
    ("notes with the other delimiter", csv_of("name,phone,note", f"Ann,{ANN},a;b;c", f"Bob,{BOB},d;e;f"), 3),
    ("a title and semicolons", csv_of("Our clinic, its list", "", "name;phone", f"Ann;{ANN}"), 2),
    ("a title and tabs", csv_of("List", "of 28/11/2026", "name\tphone\tcity", f"Ann\t{ANN}\tRome"), 3),
    ("bars", csv_of("name|phone|city", f"Ann|{ANN}", f"Bob|{BOB}|Rome"), 3),
    ("carets", csv_of("name^phone", f"Ann^{ANN}", f"Bob^{BOB}"), 2),
    ("tildes", csv_of("name~phone", f"Ann~{ANN}", f"Bob~{BOB}"), 2),
    ("apostrophes for quotes", csv_of("'name','phone'", f"'Lee, Ann','{ANN}'", f"'Bob','{BOB}'"), 2),
    ("escaped quotes", csv_of("name,phone", f'"Ann \\"A\\", Lee",{ANN}', f"Bob,{BOB}"), 2),
    ("each line in quotes", csv_of('"name,phone"', f'"Ann,{ANN}"', f'"Bob,{BOB}"'), 2),
    ("each line in quotes, semicolons", csv_of('"name;phone"', f'"Ann;{ANN}"', f'"Bob;{BOB}"'), 2),
    ("each line in quotes but the header", csv_of("name,phone", f'"Ann,{ANN}"', f'"Bob,{BOB}"'), 2),
    (
        "each line in quotes, with quotes inside",
        csv_of('"name,phone"', f'"""Lee, Ann"",{ANN}"', f'"Bob,{BOB}"'),
        2,
    ),
    ("each line in quotes, and empty cells", csv_of('"name,phone",,', f'"Ann,{ANN}",,', f'"Bob,{BOB}",,'), 2),
    ("a time in each row", csv_of("phone", ANN, BOB), 1),
]


@pytest.mark.parametrize(("data", "width"), [row[1:] for row in DIALECTS], ids=[row[0] for row in DIALECTS])
def test_the_columns_are_found(data: bytes, width: int) -> None:
    table, rows = read(data, "a.csv")
    assert len(table.columns) == width
    assert all(row.phone and not row.faults for row in rows)


def test_a_sentence_below_the_list_does_not_make_its_lines_wrapped() -> None:
    """A report of Salesforce ends in one, with a comma in it."""
    lines = [
        '"Name","Mobile"',
        f'"Ann","{ANN}"',
        f'"Bob","{BOB}"',
        "",
        '"Copyright (c) 2026, inc. All rights"',
    ]
    table, rows = read(csv_of(*lines), "a.csv")
    assert "Each of its lines stands in quotes as a whole; they were taken off." not in table.notes
    assert rows[-1].cells == ["Copyright (c) 2026, inc. All rights", ""]


def test_quotes_do_not_stay_in_values() -> None:
    def names(*lines: str) -> list[str]:
        return [row.cells[0] for row in read(csv_of("name,phone", *lines), "a.csv")[1]]

    assert names(f'"William \\"Bill\\" Smith",{ANN}') == ['William "Bill" Smith']
    assert names(f"'Ann','{ANN}'", f"'O''Hara','{BOB}'", f"'Cy','{ANN}'", f"'Di','{ANN}'") == [
        "Ann",
        "O'Hara",
        "Cy",
        "Di",
    ]
    assert names(f'"C:\\",{ANN}', f"Bob,{BOB}") == ["C:\\", "Bob"]


BARE = [
    ("with a header", csv_of("phone", ANN, BOB)),
    ("with a header that says nothing", csv_of("Everybody", ANN, BOB)),
    ("without a header", csv_of(ANN, BOB)),
    ("national, of another country than assumed", csv_of("(202) 555-0101", "(202) 555-0102")),
    ("semicolons behind", csv_of(f"{ANN};", f"{BOB};")),
    ("commas behind", csv_of("list,", f"{ANN},", f"{BOB},")),
    ("in one line", csv_of(f"{ANN},{BOB}")),
    ("in one line with spaces", csv_of(f"{ANN}; {BOB};")),
    ("in one line with tabs", csv_of(f"{ANN}\t{BOB}")),
    ("in quotes", csv_of('"phone"', f'"{ANN}"', f'"{BOB}"')),
    ("some are wrong", csv_of("numbers", ANN, BOB, "ask her")),
    ("local ones", csv_of("555-0101", "555-0102")),
]


@pytest.mark.parametrize("data", [row[1] for row in BARE], ids=[row[0] for row in BARE])
def test_a_bare_list_of_numbers_is_taken_without_a_question(data: bytes) -> None:
    from webapp.services.intake.columns import find_phone

    table, rows = read(data, "a.csv")
    assert find_phone(table.columns, table.sample, "GB").index == 0
    assert len(table.columns) == 1
    assert len(rows) == (3 if b"ask" in data else 2)


def test_a_sample_of_delimiters_takes_no_time() -> None:
    started = time.process_time()
    for sample in (
        ",;|\t" * 16_000,
        '"' * 64_000,
        "\n" * 64_000,
        "'" * 64_000,
        '\\"' * 32_000,
        ("1" * 39 + ",") * 1600,
    ):
        dialect.find(sample)
    assert time.process_time() - started < 3
