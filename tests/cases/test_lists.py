"""Lists that real people had, from public bug reports: text files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.intake.people import read
from webapp.rules import segments
from webapp.rules.placeholders import Template
from webapp.services.intake.rows import CheckedRow
from webapp.services.intake.table import Table

HERE = Path(__file__).parent
NAMES_AND_PHONE = ["first_name", "phone"]


def opened(name: str) -> tuple[Table, list[CheckedRow]]:
    return read((HERE / name).read_bytes(), name, "US")


def messages(name: str, text: str) -> list[str]:
    table, rows = opened(name)
    bound = Template.parse(text).bind(table.columns)
    assert bound.faults == ()
    return [bound.render(row.cells).text for row in rows]


def test_a_quote_that_swallows_rows_is_a_fault() -> None:
    _, rows = opened("01-quote-swallows-rows.csv")
    assert [(row.row_no, [fault.code for fault in row.faults]) for row in rows] == [
        (2, []),
        (3, ["swallowed_rows"]),
        (4, []),
    ]


@pytest.mark.parametrize("name", ["10-dates-as-headings.csv", "10b-dates-as-headings.xlsx"])
def test_dates_are_headings(name: str) -> None:
    table, rows = opened(name)
    assert table.columns == ["first_name", "phone", "2026-11-03", "2026-11-10"]
    assert [row.phone for row in rows] == ["+15035550104", "+15035550105"]


def test_lines_above_the_header_are_skipped_and_noted() -> None:
    table, rows = opened("11-lines-above-header.csv")
    assert table.columns == ["first_name", "last_name", "phone"]
    assert table.notes == ["Rows 1 to 3 stand above the header and were skipped: “Riverside Clinic” …"]
    assert [row.row_no for row in rows if not row.faults] == [5, 6, 7]


def test_two_byte_order_marks_are_no_part_of_a_name() -> None:
    assert messages("13-double-bom.csv", "Hi {{first_name}}") == ["Hi Ann"]


def test_nobody_gets_hi_not_available() -> None:
    greetings = messages("14-junk-instead-of-names.csv", "Hi {{first_name|there}}")
    assert greetings == ["Hi there", "Hi there", "Hi O'Brien", "Hi there", "Hi there", "Hi Bob"]


def test_a_huge_cell_is_a_fault_of_its_row() -> None:
    _, rows = opened("15-huge-cell.csv")
    assert [(row.row_no, [fault.code for fault in row.faults]) for row in rows if row.faults] == [
        (3, ["long_cell"])
    ]


def test_nobody_pays_for_a_character_that_cannot_be_seen() -> None:
    texts = messages("17-invisible-in-names.csv", "Hi {{first_name}}, " + "x" * 135)
    assert [text[:10] for text in texts] == ["Hi José, x", "Hi Mary An", "Hi Ann, xx", "Hi Sam, xx"]
    assert [segments.measure(text).segments for text in texts] == [1, 1, 1, 1]


def test_one_byte_does_not_change_the_encoding() -> None:
    _, rows = opened("18-one-stray-byte.csv")
    assert [row.cells[0] for row in rows[:3]] == ["José", "Zoë", "Łukasz"]
    assert [row.row_no for row in rows if row.faults] == [5]


def test_lines_in_quotes_are_taken_out_of_them() -> None:
    table, rows = opened("20-each-line-in-quotes.csv")
    assert table.columns == NAMES_AND_PHONE
    assert [row.phone for row in rows] == ["+16175550121", "+16175550122"]


def test_boxes_that_nobody_ticked_are_no_people() -> None:
    _, rows = opened("25-checkbox-rows.xlsx")
    assert [(row.cells[0], row.faults) for row in rows] == [("Ann", []), ("Bob", [])]


def test_a_heading_with_a_bar_can_be_put_in() -> None:
    table, _ = opened("28-bar-in-heading.csv")
    offered = "{{" + table.columns[0] + "}}"
    assert messages("28-bar-in-heading.csv", f"Hi {offered}") == ["Hi Ann"]
    assert messages("28-bar-in-heading.csv", "Hi {{First Name | Nombre|there}}") == ["Hi Ann"]


def test_leads_in_utf16_with_tabs_are_read() -> None:
    table, rows = opened("19-facebook-leads.csv")
    assert table.columns == ["id", "created_time", "platform", "first_name", "phone_number"]
    assert [row.cells[3:] for row in rows] == [["Ann", "p:+16175550119"], ["Bob", "p:+16175550120"]]
