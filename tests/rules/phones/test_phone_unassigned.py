"""Numbers of ranges that no data know have one form, however they are written, as the others do."""

import pytest

from webapp.rules.phones import phone


@pytest.mark.parametrize(
    ("raw", "country", "expected"),
    [
        ("+52 291 417 7763", None, "+522914177763"),
        ("+52 1 291 417 7763", None, "+522914177763"),
        ("044 291 417 7763", "MX", "+522914177763"),
        ("+54 3826 801802", None, "+5493826801802"),
        ("+54 9 3826 801802", None, "+5493826801802"),
        ("+54 800 123 4567", None, "+548001234567"),
    ],
)
def test_a_number_of_a_new_range_has_one_form(raw: str, country: str | None, expected: str) -> None:
    assert phone.parse(raw, country, allow_unassigned=True) == expected
