"""Calling codes in a column of their own: combined with the phone where that is certain, else a fault."""

from __future__ import annotations

import io

import pytest

from webapp.rules.phones.phone import PhoneFault
from webapp.services.intake import calling_code, parse
from webapp.services.intake.parse import Description, ParseRequest

COLUMNS = ["first_name", "country_code", "phone"]


def column_of(columns: list[str], rows: list[list[str]], country: str | None = "US") -> int | None:
    found = calling_code.candidates(columns, rows)
    return calling_code.find(found, rows, columns.index("phone"), country)


@pytest.mark.parametrize(
    ("name", "code", "phone"),
    [
        ("country_code", "+49", "15125550123"),
        ("Country Code", "0049", "15125550123"),
        ("cc", "49", "15125550123"),
        ("Calling code", "49.0", "015125550123"),
        ("dial-code", "(+49)", "15125550123"),
        ("ISD", "011 49", "15125550123"),
        ("Ländervorwahl", "+49", "0151 25550123"),
        ("código de país", "49", "15125550123"),
        ("country_code", "DE", "15125550123"),
        ("Country", "Germany", "0151 25550123"),
        ("country", "Germany (+49)", "15125550123"),
        ("country", "DE +49", "15125550123"),
        ("Land", "Deutschland", "015125550123"),
        ("what is this?", "+49", "15125550123"),
    ],
)
def test_a_column_of_codes_is_known_by_its_name_or_its_plus_signs(name: str, code: str, phone: str) -> None:
    columns, rows = ["first_name", name, "phone"], [["Dirk", code, phone]]
    assert column_of(columns, rows, "GB") == 1


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("prefix", ["Mr", "Mrs"]),  # MR is Mauritania
        ("country_code", ["yes", "no", "maybe"]),
        ("Vorwahl", ["030", "0221"]),  # an area code
        ("area code", ["202", "212"]),
        ("store", ["001", "001"]),
        ("children", ["1", "2"]),
        ("guests", ["+1", "+1"]),  # with them, the British phones beside them would be none
        ("cc", ["ann@example.com"]),
        ("country_code", ["", "n/a"]),
    ],
)
def test_what_holds_something_else_is_no_column_of_codes(name: str, values: list[str]) -> None:
    rows = [["Ann", value, f"0740012345{at}"] for at, value in enumerate(values)]
    assert column_of(["first_name", name, "phone"], rows, "GB") is None


def test_codes_go_before_countries_and_near_columns_before_far_ones() -> None:
    row = [["Germany", "+49", "15125550123", "+1"]]
    assert column_of(["country", "calling code", "phone", "fax code"], row) == 1
    assert column_of(["country", "x", "phone", "land"], [["Germany", "", "0151 25550123", "Spain"]]) == 3
    assert (
        column_of(["name", "country", "phone", "country"], [["", "Germany", "0151 25550123", "Spain"]]) == 1
    )


def read(code: str, phone: str, country: str | None = "US", unassigned: bool = False) -> str:
    reader = calling_code.reader(1, 2, country, unassigned=unassigned)
    try:
        return reader(["Dirk", code, phone])
    except PhoneFault as fault:
        return fault.code


@pytest.mark.parametrize(
    ("code", "phone", "expected"),
    [
        ("+49", "15125550123", "+4915125550123"),
        ("+49", "0151 25550123", "+4915125550123"),
        ("+49", "+4915125550123", "+4915125550123"),
        ("49", "4915125550123", "+4915125550123"),
        ("+44", "7700900161", "+447700900161"),
        ("+1", "2025550107", "+12025550107"),
        ("+1", "12025550107", "+12025550107"),
        ("+1-242", "3591234", "+12423591234"),
        ("+52", "1 55 1234 5678", "+525512345678"),
        ("+39", "06 6982 1234", "+390669821234"),
        ("", "2025550107", "+12025550107"),
        ("n/a", "2025550107", "+12025550107"),
        # contradictions
        ("+49", "+12025550107", "calling_code"),
        ("+49", "447700900161", "ambiguous"),
        ("+44", "2025550107", "unassigned"),
        ("+44", "12025550107", "calling_code"),
        # what says nothing
        ("xx", "2025550107", "calling_code"),
        ("999", "2025550107", "calling_code"),
        ("xx", "+12025550107", "+12025550107"),
        # countries
        ("DE", "0151 25550123", "+4915125550123"),
        ("Germany", "+12025550107", "+12025550107"),
        ("Germany", "2025550107", "ambiguous"),
        ("the Netherlands", "06 12345678", "+31612345678"),
        ("UK", "07700 900161", "+447700900161"),
        ("US", "12ab", "not_a_number"),
        ("+49", "", "empty"),
    ],
)
def test_a_code_decides_and_a_country_must_not_contradict(code: str, phone: str, expected: str) -> None:
    assert read(code, phone) == expected


@pytest.mark.parametrize(
    ("country", "word", "phone", "expected"),
    [
        ("GB", "Northern Ireland", "07700 900161", "+447700900161"),
        ("GB", "GBR", "7700900161", "+447700900161"),
        ("GB", "Republic of Ireland", "085 012 3456", "+353850123456"),
        ("US", "Éire", "085 012 3456", "+353850123456"),
        ("DE", "Tschechische Republik", "601 123 456", "+420601123456"),
        ("DE", "DEU", "0151 25550123", "+4915125550123"),
        # no country that anyone knows: the phone has to be certain by itself
        ("GB", "Yorkshire", "07700 900161", "+447700900161"),
        ("GB", "Untied Kingdom", "07700 900161", "+447700900161"),
        ("DE", "Bayern", "0151 25550123", "+4915125550123"),
        ("DE", "Other", "00447700900161", "+447700900161"),
        ("US", "Other", "011 44 7700 900161", "+447700900161"),
        ("US", "Other", "12025550107", "+12025550107"),
        (None, "Other", "+12025550107", "+12025550107"),
        ("US", "Other", "2025550107", "calling_code"),
        ("NL", "Frankrjik", "0612345678", "calling_code"),
        ("GB", "zz", "07700 900161", "calling_code"),
        (None, "Other", "07700 900161", "calling_code"),
        ("GB", "Yorkshire", "12ab", "not_a_number"),
    ],
)
def test_a_word_for_a_country_or_none(country: str | None, word: str, phone: str, expected: str) -> None:
    assert read(word, phone, country) == expected


def test_a_number_that_may_be_new_is_taken_when_that_is_allowed() -> None:
    assert read("+1", "565 555 0123") == "unassigned"
    assert read("+1", "565 555 0123", unassigned=True) == "+15655550123"


def told(content: str, country: str = "US") -> tuple[Description, list[tuple[str | None, str]]]:
    """The description, and the phone and status of each row."""
    request = ParseRequest("list.csv", None, country)
    portions = lambda table, phone, country: parse.recipients(1, table, phone, country)  # noqa: E731
    found = list(parse.tell(io.BytesIO(content.encode()), request, portions))
    rows = [(row[2], row[4]) for kind, content in found if kind == parse.ROWS for row in content]
    return Description(*found[0][1]), rows


def test_a_list_says_where_the_countries_are_and_is_read_with_them() -> None:
    described, rows = told(
        "first_name,country_code,phone\nAnn,+44,7700900161\nBob,+1,2025550107\nD,+49,15125550123\n"
    )
    assert described.phone_column == 2
    assert described.read_as["calling_code_column"] == 1
    assert "The countries of the phone numbers are in “country_code”." in described.notes
    assert rows == [("+447700900161", "queued"), ("+12025550107", "queued"), ("+4915125550123", "queued")]


def test_a_list_without_such_a_column_is_read_as_before() -> None:
    described, rows = told("name,phone\nAnn,2025550107\n")
    assert described.read_as["calling_code_column"] is None
    assert rows == [("+12025550107", "queued")]
