"""All phones that a cell holds, for opt-outs: what can be read counts, and what cannot is said."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.phones import phone, phones_in_text
from webapp.rules.phones.phones_in_text import Found

A, B = "+17205550105", "+17205550106"
HOME, MOBILE = "+442079460958", "+447700900172"


def find(raw: str, country: str | None) -> Found:
    return phones_in_text.find(raw, partial(phone.parse, country=country, allow_unassigned=True))


READ = [
    ("720-555-0105", "US", (A,)),
    ("720-555-0105 / 720-555-0106", "US", (A, B)),
    ("720-555-0105/720-555-0106", "US", (A, B)),
    ("720-555-0105 or 720-555-0106", "US", (A, B)),
    ("720-555-0105 and 0106", "US", (A, B)),
    ("720-555-0105/06", "US", (A, B)),
    ("720-555-0105; 720-555-0106", "US", (A, B)),
    ("720-555-0105, 720-555-0106", "US", (A, B)),
    ("720-555-0105 | 720-555-0106", "US", (A, B)),
    ("720-555-0105 - 720-555-0106", "US", (A, B)),
    ("720-555-0105\n720-555-0106", "US", (A, B)),
    ("7205550105 7205550106", "US", (A, B)),
    ("+17205550105+17205550106", "US", (A, B)),
    ("+1 720-555-0105 ::: +1 720-555-0106", None, (A, B)),
    ("(720) 555-0105 x12", "US", (A,)),
    ("720-555-0105 ext. 12 / 720-555-0106 ext. 3", "US", (A, B)),
    ("tel:+1-720-555-0105;ext=5", None, (A,)),
    ("720-555-0105 (cell)", "US", (A,)),
    ("Mum: 720-555-0105, Dad: 720-555-0106", "US", (A, B)),
    ("720-555-0105 stop texting!!", "US", (A,)),
    ("720-555-0105 (told on 12/03/2025 at 43.59413)", "US", (A,)),
    ("Home: 020 7946 0958 Mobile: 07700 900172", "GB", (HOME, MOBILE)),
    ("020 7946 0958/0959", "GB", (HOME, "+442079460959")),
    ("07700 900172 020 7946 0958", "GB", (MOBILE, HOME)),
    ("030/23125123, 0151 12345678", "DE", ("+493023125123", "+4915112345678")),
    ("565 555 0123 / 720 555 0105", "US", ("+15655550123", A)),
    ("x" * 500 + " 720-555-0105", "US", (A,)),
    ("０９０ー１２３４ー５６７８／090-1234-5679", "JP", ("+819012345678", "+819012345679")),
]

NOT_ALL_READ = [
    ("", "US", (), "The phone number is missing."),
    ("call me", "US", (), "“call me” is not a phone number."),
    ("555-0105", "US", (), "is too short"),
    ("4.47701E+11", "GB", (), "was rounded"),
    ("07700 900172", None, (), "has no country code"),
    ("07700 900172 / 07700 900173", None, (), "No phone could be read in"),
    ("720-555-0105 / 555-0106", "US", (A,), "“555-0106” in “720-555-0105 / 555-0106” could not be read."),
    ("acct 12345678 phone 7205550105", "US", (A,), "“12345678” in"),
    ("447701000000", "GB", ("+447701000000",), "+44 7701 000000 is opted out."),
    ("33612345678", "US", ("+33612345678",), "+33 6 12 34 56 78 is opted out."),
    ("1 609 234 5678", "DE", ("+16092345678", "+4916092345678"), "Both are opted out."),
]


@pytest.mark.parametrize(("raw", "country", "phones"), READ)
def test_all_phones_are_read(raw: str, country: str | None, phones: tuple[str, ...]) -> None:
    assert find(raw, country) == Found(phones, "")


@pytest.mark.parametrize(("raw", "country", "phones", "fault"), NOT_ALL_READ)
def test_what_cannot_be_read_is_said(
    raw: str, country: str | None, phones: tuple[str, ...], fault: str
) -> None:
    found = find(raw, country)
    assert found.phones == phones
    assert fault in found.fault


@given(
    st.text(max_size=60) | st.text("0123456789 +()/-x,;orand\n", max_size=60),
    st.sampled_from(["US", "DE", None]),
)
def test_any_text_gives_phones_or_says_what_is_wrong(raw: str, country: str | None) -> None:
    found = find(raw, country)
    assert found.phones or found.fault
    assert len(set(found.phones)) == len(found.phones)
    for e164 in found.phones:
        assert phone.parse(e164, None, allow_unassigned=True) == e164


@given(
    st.lists(st.sampled_from([A, B, HOME, MOBILE]), min_size=1, max_size=4),
    st.sampled_from([" / ", ", ", "\n", " or "]),
)
def test_whatever_stands_between_them_all_are_found(phones: list[str], between: str) -> None:
    assert set(find(between.join(phones), None).phones) == set(phones)
