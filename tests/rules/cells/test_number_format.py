"""Numbers as a spreadsheet shows them. The texts are what an English Excel shows for these codes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.cells import number_format
from webapp.rules.phones.phone import parse

DAY = 46360.0  # 4 December 2026

SHOWN: list[tuple[str, float, str]] = [
    ("General", 12.0, "12"),
    ("General", 1 / 3, "0.333333333"),
    ("General", 1234.5678, "1234.5678"),
    ("General", 447700900123.0, "447700900123"),
    ("0", 2.5, "3"),
    ("0", -2.5, "-3"),
    ("0.00", 1.005, "1.01"),
    ("0.0#", 1.5, "1.5"),
    ("#.##", 0.5, ".5"),
    ("#,##0", 1234567.0, "1,234,567"),
    ("#,##0", 12.0, "12"),
    ("#,##0.00", 1234.5, "1,234.50"),
    ("#,##0.00", -1234.5, "-1,234.50"),
    ("#,##0,", 1234567.0, "1,235"),
    ('0.0,,"M"', 1234567.0, "1.2M"),
    ("0%", 0.15, "15%"),
    ("0.0%", 0.1234, "12.3%"),
    ("0 %", 0.15, "15 %"),
    ("0.5%", 0.15, "0.15"),
    ('"$"#,##0.00', 1234.5, "$1,234.50"),
    ("$#,##0.00", 1234.5, "$1,234.50"),
    ("[$$-409]#,##0.00", 1234.5, "$1,234.50"),
    ("[$£-809]#,##0", 1234.5, "£1,235"),
    ("#,##0.00 [$€-407]", 1234.5, "1,234.50 €"),
    ("[$€-2] #,##0.00", 1234.5, "€ 1,234.50"),
    ("€#,##0.00", 5.0, "€5.00"),
    ("[$USD] #,##0", 5.0, "USD 5"),
    ('"Rp"#,##0', 12_500_000.0, "Rp12,500,000"),
    ('#,##0.00\\ "kr"', 99.5, "99.50 kr"),
    ('"$"#,##0.00_);[Red]\\("$"#,##0.00\\)', -5.0, "($5.00)"),
    ('"$"#,##0.00_);[Red]\\("$"#,##0.00\\)', 5.0, "$5.00"),
    ('_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)', 0.0, "$-"),
    ("00000", 123.0, "00123"),
    ("0000000000", 7700900123.0, "7700900123"),
    ('"A-"0000', 7.0, "A-0007"),
    ("000-00-0000", 12345678.0, "012-34-5678"),
    ("00000-0000", 21390001.0, "02139-0001"),
    ("(000) 000-0000", 4155550123.0, "(415) 555-0123"),
    ("[<=9999999]###-####;(###) ###-####", 4155550123.0, "(415) 555-0123"),
    ("[<=9999999]###-####;(###) ###-####", 5550123.0, "555-0123"),
    ("000.000.0000", 4155550123.0, "415.555.0123"),
    ("0#########", 7700900123.0, "7700900123"),
    ('"0"0', 7700900123.0, "07700900123"),
    ("+0", 447700900123.0, "+447700900123"),
    ('"+"0', 447700900123.0, "+447700900123"),
    ("00\\ 00\\ 00\\ 00\\ 00", 612345678.0, "06 12 34 56 78"),
    ("0.00E+00", 12345.0, "1.23E+04"),
    ("0.00E+00", 0.00012, "1.20E-04"),
    ("# ?/?", 1.5, "1 1/2"),
    ("# ?/?", 0.25, "1/4"),
    ("# ??/??", 3.0, "3"),
    ("0;-0;;@", 0.0, ""),
    ('0;-0;"none"', 0.0, "none"),
    ('[>=100]"many";[>=10]"some";"few"', 12.0, "some"),
    ("@", 15.0, "15"),
    ("d mmmm yyyy", DAY, "4 December 2026"),
    ("dd/mm/yyyy", DAY, "04/12/2026"),
    ("m/d/yy", DAY, "12/4/26"),
    ("m/d/yyyy;@", DAY, "12/4/2026"),
    ("yyyy\\-mm\\-dd", DAY, "2026-12-04"),
    ("d.m.yyyy", DAY, "4.12.2026"),
    ("[$-409]mmmm d, yyyy;@", DAY, "December 4, 2026"),
    ("[$-F800]dddd, mmmm dd, yyyy", DAY, "Friday, December 04, 2026"),
    ("[$-407]d. mmmm yyyy", DAY, "4. Dezember 2026"),
    ("[$-de-DE]ddd d. mmm", DAY, "Fr 4. Dez"),
    ("[$-40C]d mmm yyyy;@", DAY, "4 déc. 2026"),
    ('[$-C0A]dddd, d "de" mmmm "de" yyyy', DAY, "viernes, 4 de diciembre de 2026"),
    ("[$-411]ggge", DAY, "2026-12-04"),
    ("[$-41E]d mmmm yyyy", DAY, "2026-12-04"),
    ("TT.MM.JJJJ", DAY, "2026-12-04"),
    ("mmm-yy", DAY, "Dec-26"),
    ("mmmmm", DAY, "D"),
    ("h:mm", DAY + 0.5 + 1 / 96, "12:15"),
    ("h:mm AM/PM", 0.75, "6:00 PM"),
    ("hh:mm A/P", 0.0, "12:00 A"),
    ("d mmm h:mm", DAY + 0.375, "4 Dec 9:00"),
    ("dd/mm/yyyy hh:mm", DAY + 0.375, "04/12/2026 09:00"),
    ("h:mm:ss", 0.5 - 1e-9, "12:00:00"),
    ("mm:ss.0", 65.5 / 86400, "01:05.5"),
    ("[h]:mm", 1.5, "36:00"),
    ("[mm]:ss", 3661 / 86400, "61:01"),
    ("d mmmm yyyy", -1.0, "-1"),
    ("d mmmm yyyy", 447700900123.0, "447700900123"),
]


@pytest.mark.parametrize(("code", "value", "text"), SHOWN)
def test_a_number_is_written_as_its_format_says(code: str, value: float, text: str) -> None:
    write = number_format.written_by(code)
    assert (write or number_format.general)(value) == text


@pytest.mark.parametrize(
    ("number", "value", "text"),
    [
        (0, 12.0, "12"),
        (1, 12.4, "12"),
        (9, 0.15, "15%"),
        (10, 0.15, "15.00%"),
        (14, DAY, "2026-12-04"),
        (15, DAY, "4-Dec-26"),
        (17, DAY, "Dec-26"),
        (18, 0.75, "6:00 PM"),
        (20, 0.75, "18:00"),
        (22, DAY + 0.75, "2026-12-04 18:00"),
        (44, 1234.5, "$1,234.50"),
        (44, -1234.5, "$(1,234.50)"),
        (46, 1.5, "36:00:00"),
        (49, 15.0, "15"),
        (200, 15.0, "15"),
    ],
)
def test_formats_without_a_code(number: int, value: float, text: str) -> None:
    write = number_format.built_in(number)
    assert (write or number_format.general)(value) == text


def test_the_other_epoch() -> None:
    write = number_format.written_by("d mmmm yyyy", True)
    assert write and write(DAY - 1462) == "4 December 2026"


@pytest.mark.parametrize(
    ("serial", "text"), [(1.0, "1900-01-01"), (59.0, "1900-02-28"), (61.0, "1900-03-01")]
)
def test_the_first_days(serial: float, text: str) -> None:
    write = number_format.written_by("yyyy-mm-dd")
    assert write and write(serial) == text


@pytest.mark.parametrize(
    "code",
    [
        *number_format.BUILT_IN.values(),
        "General", "0.00E+00", "##0.0E+0", '0" (mobile)"', '"Tel: "0', "0,,", "0,", "0%", "[$€-407] #,##0.00",
        '"kr"0.00', "dd/mm/yyyy", "[h]:mm", "# ?/?", ";;;", "000-000-0000", "(000) 000-0000", "# ##0",
        "[Red]0", "@", "0.000", "[DBNum1]0", '"', "\\", "[",
    ],
)  # fmt: skip
@pytest.mark.parametrize("phone", [447700900123.0, 14155550123.0, 4915112345678.0])
def test_a_phone_survives_every_format(code: str, phone: float) -> None:
    write = number_format.written_by(code) or number_format.general
    assert parse(write(phone), "US") == parse(str(int(phone)), "US")


@given(
    st.text(st.sampled_from('0#?.,%;@$-/ ymdhsEe+[]"\\_*<=>AP()General€x'), max_size=14),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_code_writes_something(code: str, value: float) -> None:
    write = number_format.written_by(code) or number_format.general
    assert isinstance(write(value), str)


@given(st.integers(0, 99_999_999), st.integers(0, 4))
def test_zeros_fill_the_places(value: int, more: int) -> None:
    width = len(str(value)) + more
    write = number_format.written_by("0" * width)
    assert write and write(float(value)) == f"{value:0{width}}"


@given(st.floats(-1e9, 1e9))
def test_grouping_changes_no_digit(value: float) -> None:
    grouped, bare = number_format.written_by("#,##0.00"), number_format.written_by("0.00")
    assert grouped and bare and re.sub(",", "", grouped(value)) == bare(value)
