"""Every phone that our own pages give as an example, and those that regulators keep free, can be used."""

import re
from pathlib import Path

import pytest

from webapp.rules.phones import phone
from webapp.rules.phones.phone import PhoneFault

ROOT = Path(__file__).parents[3]
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "templates").rglob("*.html")),
]
WRITTEN = re.compile(r"\+\d[\d ]{8,17}\d")

KEPT_FREE = [
    # Ofcom
    *(
        f"+44 {code} 496 0123"
        for code in ("113", "114", "115", "116", "117", "118", "121", "131", "141", "151")
    ),
    *("+44 161 496 0123", "+44 20 7946 0123", "+44 191 498 0123", "+44 28 9649 6123", "+44 29 2018 0123"),
    *("+44 1632 960123", "+44 7700 900123", "+44 808 157 0123", "+44 909 879 0123", "+44 3069 990123"),
    # NANPA: 555-0100 to 555-0199 of any area code
    *("+1 201 555 0100", "+1 212 555 0199", "+1 416 555 0123", "+1 720 555 0105", "+1 800 555 0199"),
    # ACMA
    *("+61 2 5550 1234", "+61 3 7010 1234", "+61 7 5550 1234", "+61 8 7010 1234", "+61 491 570 006"),
    *("+61 491 570 156", "+61 491 571 266", "+61 491 575 789", "+61 491 578 957", "+61 1800 160 401"),
    *("+61 1900 654 321", "+61 1300 975 707"),
    # ARCEP
    *(
        "+33 1 99 00 12 34",
        "+33 2 61 91 12 34",
        "+33 3 53 01 12 34",
        "+33 4 65 71 12 34",
        "+33 5 36 49 12 34",
    ),
    "+33 6 39 98 12 34",
    # ComReg, Bundesnetzagentur, PTS, NMHH
    *("+353 20 910 1234", "+353 20 919 1234"),
    *("+49 30 23125 123", "+49 69 90009 123", "+49 40 66969 123", "+49 221 4710 123", "+49 89 99998 123"),
    *("+49 152 28817386", "+49 152 28895456", "+49 152 54599371", "+49 171 39200 12", "+49 176 040690 12"),
    *("+46 31 390 06 12", "+46 40 628 04 12", "+46 8 465 004 12", "+46 980 319 212", "+46 70 174 06 12"),
    "+36 55 541 234",
]


def mentioned() -> list[str]:
    return sorted({match[0] for page in PAGES for match in WRITTEN.finditer(page.read_text())})


def test_our_pages_give_examples() -> None:
    assert {"+44 7700 901111", "+1 202 555 0100"} <= set(mentioned())


@pytest.mark.parametrize("written", [*mentioned(), *KEPT_FREE])
def test_an_example_is_accepted(written: str) -> None:
    e164 = phone.parse(written, None)
    assert e164 == "+" + re.sub(r"\D", "", written)
    assert phone.parse(e164, "US") == e164
    assert phone.region(e164)


@pytest.mark.parametrize("written", ["+44 7700 910123", "+33 6 39 97 12 34", "+353 20 920 1234"])
def test_what_stands_beside_them_is_not(written: str) -> None:
    with pytest.raises(PhoneFault):
        phone.parse(written, None)


@pytest.mark.parametrize(
    ("written", "country"), [("06 39 98 12 34", "FR"), ("0115 496 0123", "GB"), ("020 910 1234", "IE")]
)
def test_they_are_read_as_people_write_them(written: str, country: str) -> None:
    assert phone.region(phone.parse(written, country)) == country
