"""No cell of a download becomes a formula, in whatever spreadsheet, however it splits lines."""

from __future__ import annotations

import csv
import io

import pytest

from webapp.services.csv_lines import DANGEROUS, line, neutral, restored

FORMULA = 'cmd|" /C calc"!A0'
BEFORE = (
    "",
    " ",
    "\u00a0",
    "\u3000",
    "\ufeff",
    "\u200b",
    "Hi;",
    "Hi; ",
    "Hi\t",
    "Hi\r\n",
    "a;b;\t",
    'Hi;"',
    "\t",
)


def begins(cells: list[str]) -> list[str]:
    """What a spreadsheet sees at the beginning of cells."""
    return [cell.strip(' \t\r\n\u00a0\u3000\ufeff\u200b"')[:1] for cell in cells]


@pytest.mark.parametrize("before", BEFORE, ids=repr)
@pytest.mark.parametrize("sign", [sign for sign in DANGEROUS if not sign.isspace()], ids=ascii)
def test_no_cell_begins_as_a_formula_does(before: str, sign: str) -> None:
    written = line(["Ada", f"{before}{sign}{FORMULA}"])
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(written), delimiter=separator):
            assert not set(begins(row)) & set(DANGEROUS), (separator, row)
        for row in written.splitlines():  # without any regard to quotation marks
            assert not set(begins(row.split(separator))) & set(DANGEROUS), (separator, row)


@pytest.mark.parametrize(
    "text",
    [
        "", "Hi", "+1 202-555-0111", "-12.5", "Half past five - or six", "a; b", "Tel.: +49 30 901820",
        "Tea;+1 202-555-0111", "3 + 4 = 7", "Ada@example.org", "Yes, - why not", "日本＝Japan", "a;'quoted'",
    ],
)  # fmt: skip
def test_what_does_no_harm_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize("before", BEFORE, ids=repr)
@pytest.mark.parametrize("sign", [sign for sign in DANGEROUS if not sign.isspace()], ids=ascii)
def test_what_comes_back_says_what_it_said(before: str, sign: str) -> None:
    said = f"{before}{sign}{FORMULA}"
    assert restored(neutral(said)) == said


@pytest.mark.parametrize(
    "text", ["", "Hi", "O'Brien", "'quoted'", "'+12025550111", "'-5", "''=1", "a;'quoted'", "';=1"]
)
def test_what_is_not_of_our_making_stays_as_it_is(text: str) -> None:
    assert restored(text) == text


def test_it_stays_readable() -> None:
    assert neutral("=1+1") == "'=1+1"
    assert neutral("Hi; =1+1; bye") == "Hi; '=1+1; bye"
    assert neutral("\t=1+1") == "'\t'=1+1"
    assert neutral("＝1+1") == "'＝1+1"
