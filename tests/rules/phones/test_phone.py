"""Phone numbers: what is recovered, what is refused, and in which words."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.phones import phone
from webapp.rules.phones.phone import PhoneFault

ANNA = "+447400123456"

READ = [
    # as people write it
    ("+447400123456", None, ANNA),
    ("+44 7400 123456", "US", ANNA),
    ("07400 123456", "GB", ANNA),
    (" 07400-123-456 ", "GB", ANNA),
    ("(07400) 123.456", "GB", ANNA),
    ("[07400] 123456", "GB", ANNA),
    ("+44 (0)7400 123456", None, ANNA),
    ("(+44) 7400 123456", None, ANNA),
    ("0044 7400 123456", "US", ANNA),
    ("00447400123456", None, ANNA),
    ("tel:+44-7400-123456", None, ANNA),
    ("Mobile: 07400 123456", "GB", ANNA),
    ("030/1234567", "DE", "+49301234567"),
    ("8 (916) 123-45-67", "RU", "+79161234567"),
    ("06 20 123 4567", "HU", "+36201234567"),
    ("+39 06 6982 1234", None, "+390669821234"),
    ("(202) 555-0123", "US", "+12025550123"),
    ("1-202-555-0123", "US", "+12025550123"),
    ("011 44 7400 123456", "US", ANNA),
    # other scripts and things one cannot see
    ("＋４４ ７４００ １２３４５６", None, ANNA),
    ("٠٧٤٠٠١٢٣٤٥٦", "GB", ANNA),
    ("\u202a+44 7400\u00a0123456\u202c", None, ANNA),
    ("\ufeff+44\u200b7400\u2011123456", None, ANNA),
    ("+44 7400 123456\n", None, ANNA),
    ("+44\x007400123456", None, ANNA),
    # what spreadsheets make of it
    ("447400123456", "GB", ANNA),
    ("447400123456", "US", ANNA),
    ("447400123456.0", "GB", ANNA),
    ("447400123456,00", "GB", ANNA),
    ("447,400,123,456", "GB", ANNA),
    ("4.47400123456E+11", "GB", ANNA),
    ("4,47400123456e+11", "GB", ANNA),
    ("7400123456", "GB", ANNA),
    ("33612345678", "GB", "+33612345678"),
    ("4915112345678", "DE", "+4915112345678"),
    ("'07400123456", "GB", ANNA),
    ('="07400123456"', "GB", ANNA),
    ('"07400123456"', "GB", ANNA),
    ("13123456789", "CN", "+8613123456789"),  # also a number in Chicago, but written as in China
    ("15123456789", "DE", "+4915123456789"),  # also a number in Texas, but a German mobile that lost its 0
    ("16092345678", "DE", "+4916092345678"),
    ("6641234567", "AT", "+436641234567"),
    ("412345678", "AU", "+61412345678"),
    # labels
    ("p:+16175550119", None, "+16175550119"),
    ("p: 07400 123456", "GB", ANNA),
    ("m. 07400 123456", "GB", ANNA),
    ("whatsapp:+447400123456", None, ANNA),
    ("sms:+447400123456", None, ANNA),
    ("Mobile no. 07400 123456", "GB", ANNA),
    ("Mobile Phone: 07400 123456", "GB", ANNA),
    ("mobile 07400123456", "GB", ANNA),
    ("Telefon: 0151 12345678", "DE", "+4915112345678"),
    ("携帯：090-1234-5678", "JP", "+819012345678"),
    ("📱 07400 123456", "GB", ANNA),
    ("07400 123456 (mobile)", "GB", ANNA),
    ("(202) 555-0108 (cell)", "US", "+12025550108"),
    ("07400123456 mob", "GB", ANNA),
    ("https://wa.me/447400123456", "US", ANNA),
    # dashes and digits of other keyboards
    ("090ー1234ー5678", "JP", "+819012345678"),
    ("０９０ー１２３４ー５６７８", "JP", "+819012345678"),
    ("090ｰ1234ｰ5678", "JP", "+819012345678"),
    ("090〜1234～5678", "JP", "+819012345678"),
    ("07400·123·456", "GB", ANNA),
    ("07400.123456", "GB", ANNA),
    ("7400.123456", "GB", ANNA),
    ("+44.7400123456", None, ANNA),
    # near misses that are certain
    ("0447400123456", "GB", ANNA),
    ("0+447400123456", "US", ANNA),
    ("(0)+44 7400 123456", None, ANNA),
    ("++447400123456", None, ANNA),
    ("+ 44 7400 123456", None, ANNA),
    ("+07400123456", "GB", ANNA),
    ("+0447400123456", "GB", ANNA),
    ("+00447400123456", None, ANNA),
    ("000447400123456", "GB", ANNA),
    ("+001 202 555 0123", "GB", "+12025550123"),
    ("+01144 7400 123456", "US", ANNA),
    ("0033 6 12 34 56 78", "FR", "+33612345678"),
    ("033 6 12 34 56 78", "FR", "+33612345678"),
    ("049 1512 3456789", "DE", "+4915123456789"),
    # the international prefix of the assumed country
    ("0011 44 7400 123456", "AU", ANNA),
    ("001 44 7400 123456", "TH", ANNA),
    ("001 65 8234 5678", "SG", "+6582345678"),
    ("00 1 658 234 5678", "SG", "+16582345678"),
    ("000 44 7400 123456", "KE", ANNA),
    ("009 44 7400 123456", "NG", ANNA),
    ("8~10 44 7400 123456", "RU", ANNA),
    ("810 44 7400 123456", "KZ", ANNA),
    ("119 44 7400 123456", "CU", ANNA),
    ("010 44 7400 123456", "JP", ANNA),
    ("011 65 8234 5678", "US", "+6582345678"),
    # as their countries wrote them before, or with a mark for mobiles
    ("+52 1 55 1234 5678", None, "+525512345678"),
    ("5215512345678", "MX", "+525512345678"),
    ("5215512345678", "GB", "+525512345678"),
    ("044 55 1234 5678", "MX", "+525512345678"),
    ("01 55 1234 5678", "MX", "+525512345678"),
    ("+54 11 2345 6789", None, "+5491123456789"),
    ("+54 9 11 2345 6789", None, "+5491123456789"),
    ("011 15 2345 6789", "AR", "+5491123456789"),
    ("+55 11 8123 4567", None, "+5511981234567"),
    ("+55 11 3123 4567", None, "+551131234567"),
    ("+225 07 12 34 56", None, "+2250707123456"),
    ("+229 97 12 34 56", None, "+2290197123456"),
    ("0120 123 4567", "VN", "+84701234567"),
    # kept free for examples; no one's numbers
    ("07700 900123", "GB", "+447700900123"),
    ("+441632960123", None, "+441632960123"),
]

REFUSED = [
    ("", "GB", "empty", "The phone number is missing."),
    ("  \u00a0", "GB", "empty", "The phone number is missing."),
    ("N/A", "GB", "empty", "The phone number is missing."),
    ("12ab", "GB", "not_a_number", "“12ab” is not a phone number."),
    ("Anna", "GB", "not_a_number", "“Anna” is not a phone number."),
    ("+", None, "not_a_number", "“+” is not a phone number."),
    ("anna@example.com", "GB", "not_a_number", "“anna@example.com” is not a phone number."),
    ("1-800-FLOWERS", "US", "not_a_number", "“1-800-FLOWERS” is not a phone number."),
    ("07400 123456", None, "no_country", "has no country code; write it with +"),
    ("447400123456", None, "no_country", "has no country code"),
    ("+999 123456", None, "no_such_country", "does not begin with a country code that exists"),
    ("07400 123456", "QQ", "no_such_country", "“QQ” is not a country"),
    ("07400", "GB", "too_short", "“07400” is too short for the United Kingdom; is its area code missing?"),
    ("555-0123", "US", "too_short", "is its area code missing?"),
    ("1", "GB", "too_short", "“1” is too short"),
    ("+44 7400 1", None, "too_short", "is too short"),
    ("+447400123456789", None, "too_long", "is too long for a phone number in the United Kingdom"),
    ("0" * 120, "GB", "no_such_country", "does not begin with"),
    ("1" * 150, "GB", "too_long", "is too long"),
    ("1" * 10_000, "GB", "too_long", "is too long"),
    ("a" * 10_000, "GB", "not_a_number", "10000 characters long"),
    ("+1 000 555 0123", None, "invalid", "is not a valid phone number in the United States"),
    ("4.474E+11", "GB", "rounded", "was rounded by a spreadsheet: so Excel saves long numbers in a CSV"),
    ("4,91512E+12", "DE", "rounded", "save it as an Excel workbook (.xlsx) instead."),
    ("4915120000000", "DE", "rounded", "if this is all of it, write it as +49 1512 0000000."),
    ("4.4740012345E+11", "GB", "rounded", "was rounded"),
    ("4E+11", "GB", "rounded", "was rounded"),
    ("+1 202 555 0123 x12", None, "extension", "has an extension"),
    ("+1 202 555 0123 ext. 12", None, "extension", "has an extension"),
    ("+1 202 555 0123#12", None, "extension", "has an extension"),
    ("tel:+12025550123;ext=12", None, "extension", "has an extension"),
    ("07400 123456 / 07400 123457", "GB", "several", "holds more than one phone number"),
    ("07400 123456 or 07400 123457", "GB", "several", "holds more than one"),
    ("+447400123456; +447400123457", "GB", "several", "holds more than one"),
    ("+447400123456 +447400123457", "GB", "several", "holds more than one"),
    ("33612345678", "US", "ambiguous", "may be +33 6 12 34 56 78 or a mistyped number in the United States"),
    ("1 609 234 5678", "DE", "ambiguous", "may be +1 609-234-5678 or +49 160 92345678"),
    ("819012345678", "ID", "ambiguous", "may be +81 90-1234-5678 or +62 819-0123-45678"),
    ("15512345678", "MX", "ambiguous", "may be +1 551-234-5678 or +52 55 1234 5678"),
    ("0016582345678", "SG", "ambiguous", "may be +65 8234 5678 or +1 658-234-5678"),
    ("0151 25550123", "US", "too_long", "is too long for a phone number in the United States"),
    # what has as many digits and is something else
    ("43.59413", "DE", "not_a_number", "is a decimal number, not a phone number"),
    ("-79.38318", "FO", "not_a_number", "is a decimal number"),
    ("2.02555012", "US", "not_a_number", "is a decimal number"),
    ("4915112345678.5", "DE", "not_a_number", "is a decimal number"),
    ("43.594131, -79.383184", "DE", "not_a_number", "is a place on the map"),
    ("43.594131 -79.383184", "AT", "not_a_number", "is a place on the map"),
    ("2025-01-02", "DK", "not_a_number", "is a date, not a phone number"),
    ("20/12/2025", "DK", "not_a_number", "is a date"),
    ("12.24.2025", "NO", "not_a_number", "is a date"),
    ("10:30", "DE", "not_a_number", "is not a phone number"),
    ("DE89 3704 0044 0532 0130 00", "DE", "not_a_number", "is not a phone number"),
    ("#2025550123", "US", "not_a_number", "is not a phone number"),
    ("Order 2025550123", "US", "not_a_number", "is not a phone number"),
    ("07400 123456 do not call", "GB", "not_a_number", "is not a phone number"),
    ("Fax: 020 7946 0958", "GB", "not_a_number", "is not a phone number"),
    ("Home: 020 7946 0958 Mobile: 07400 123456", "GB", "several", "holds more than one"),
    # possible, and in no range that is known
    ("+1 565 555 0123", None, "unassigned", "in no range of numbers that the United States is known to use"),
    ("565 555 0123", "US", "unassigned", "it may be newer than what Outbound knows"),
    ("06400 123456", "GB", "unassigned", "that the United Kingdom is known to use"),
    ("2222222222", "GB", "invalid", "is not a valid phone number in the United Kingdom"),
    ("+1 202 055 0123", None, "invalid", "is not a valid phone number"),
]


@pytest.mark.parametrize(("raw", "country", "expected"), READ)
def test_a_number_is_read_however_it_was_written(raw: str, country: str | None, expected: str) -> None:
    assert phone.parse(raw, country) == expected


@pytest.mark.parametrize(("raw", "country", "code", "words"), REFUSED)
def test_what_is_not_certain_is_refused_in_one_sentence(
    raw: str, country: str | None, code: str, words: str
) -> None:
    with pytest.raises(PhoneFault) as caught:
        phone.parse(raw, country)
    assert caught.value.code == code
    assert words in caught.value.sentence
    assert len(caught.value.sentence) < 200
    assert caught.value.sentence.isprintable()


def test_a_number_of_ours_stays_as_the_carrier_has_it() -> None:
    assert phone.own("+54 11 2345 6789", None) == "+541123456789"
    assert phone.own("07400 123456", "GB") == ANNA


@pytest.mark.parametrize(
    ("raw", "country", "expected"),
    [
        ("+1 565 555 0123", None, "+15655550123"),
        ("565-555-0123", "US", "+15655550123"),
        ("06400 123456", "GB", "+446400123456"),
        ("0044 6400 123456", "DE", "+446400123456"),
        ("07400 123456", "GB", ANNA),
    ],
)
def test_a_number_that_may_be_new_is_taken_when_that_is_allowed(
    raw: str, country: str | None, expected: str
) -> None:
    assert phone.parse(raw, country, allow_unassigned=True) == expected


@pytest.mark.parametrize("raw", ["", "12ab", "+44 7400 1", "+1 000 555 0123", "2222222222", "+800 1234567"])
def test_what_cannot_be_a_number_is_refused_even_then(raw: str) -> None:
    with pytest.raises(PhoneFault):
        phone.parse(raw, "GB", allow_unassigned=True)


def test_a_number_reads_well_and_knows_its_country() -> None:
    assert phone.pretty(ANNA) == "+44 7400 123456"
    assert phone.pretty("nobody") == "nobody"
    assert phone.region(ANNA) == "GB"
    assert phone.region("+447700900123") == "GB"
    assert phone.region("+80012345678") is None
    assert phone.region("nobody") is None


def test_every_country_that_has_numbers_is_offered_by_name() -> None:
    offered = dict(phone.country_choices())
    assert set(offered) == set(phonenumbers.SUPPORTED_REGIONS)
    assert offered["GB"] == "United Kingdom (+44)"
    assert offered["DE"] == "Germany (+49)"


countries = st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS))


@given(st.text(max_size=60), st.none() | countries, st.booleans())
def test_any_text_is_a_valid_number_or_a_fault(raw: str, country: str | None, unassigned: bool) -> None:
    try:
        e164 = phone.parse(raw, country, unassigned)
    except PhoneFault as fault:
        assert fault.code and fault.sentence.endswith((".", "?"))
    else:
        assert phone.parse(e164, None, unassigned) == e164


@given(st.text("+0123456789 ()-./eExX,;", max_size=25), countries)
def test_anything_that_looks_like_a_number_is_one_or_a_fault(raw: str, country: str) -> None:
    try:
        e164 = phone.parse(raw, country)
    except PhoneFault as fault:
        assert fault.sentence
    else:
        assert e164[0] == "+" and e164[1:].isdigit() and e164.isascii() and len(e164) <= 16


@given(countries, st.sampled_from(["E164", "INTERNATIONAL", "NATIONAL", "RFC3966"]), st.sampled_from([0, 1]))
def test_every_countrys_example_is_read_in_every_format(country: str, style: str, kind: int) -> None:
    example = phonenumbers.example_number_for_type(country, kind)
    if example is None:
        return
    written = phonenumbers.format_number(example, getattr(phonenumbers.PhoneNumberFormat, style))
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    assert phone.own(written, country) == e164
    assert phone.parse(written, country) == (e164 if country != "AR" else phone.parse(e164, None))


@given(countries, st.sampled_from([" ", "-", ".", "\u00a0", "\u200b", "\u202d"]), st.integers(1, 12))
def test_what_stands_between_digits_does_not_matter(country: str, between: str, at: int) -> None:
    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        return
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    assert phone.parse(e164[:at] + between + e164[at:], None) == e164
