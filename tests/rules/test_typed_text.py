"""What people type becomes what is kept."""

from __future__ import annotations

import math

import pytest

from webapp.rules import typed_text


@pytest.mark.parametrize(
    ("typed", "kept"), [("", ""), (" \n ", ""), (" October\r\n clients\t", "October clients")]
)
def test_a_line_has_single_spaces(typed: str, kept: str) -> None:
    assert typed_text.one_line(typed) == kept


def test_lines_keep_their_breaks() -> None:
    assert typed_text.several_lines("\r\nHi Maria,\r\n\r\nsee you. \n") == "Hi Maria,\n\nsee you."


def test_an_address_is_compared_in_small_letters() -> None:
    assert typed_text.email(" Maria@Example.ORG ") == "maria@example.org"


@pytest.mark.parametrize(
    ("typed", "number"), [(" 90 ", 90), ("0", 0), ("", -1), ("-3", -1), ("1.5", -1), ("٣", -1), ("1000", -1)]
)
def test_a_whole_number_has_plain_digits_and_not_too_many(typed: str, number: int) -> None:
    assert typed_text.whole_number(typed, 3) == number


@pytest.mark.parametrize(("typed", "number"), [("0,0075", 0.0075), (" 3.5", 3.5), ("1e1", 10.0)])
def test_a_decimal_number_has_a_point_or_a_comma(typed: str, number: float) -> None:
    assert typed_text.decimal_number(typed) == number


@pytest.mark.parametrize("typed", ["", "much", "1.000,5"])
def test_what_is_no_number_is_nan(typed: str) -> None:
    assert math.isnan(typed_text.decimal_number(typed))
