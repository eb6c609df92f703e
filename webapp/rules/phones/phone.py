"""Phone numbers: from what people write to E.164, and back to something that reads well.

Validity is that of Google's libphonenumber metadata, plus the ranges that regulators keep free for examples
and drama, so that samples, tests and the simulator can use numbers that belong to no one.
"""

from __future__ import annotations

import phonenumbers

from webapp.rules import countries
from webapp.rules.phones import (
    phone_examples,
    phone_faults,
    phone_readings,
    phone_renumbered,
    phone_unassigned,
)
from webapp.rules.phones.phone_text import PhoneFault, digits, is_filled_up
from webapp.rules.phones.phone_written import in_words as pretty

__all__ = ["PhoneFault", "country_choices", "own", "parse", "pretty", "region"]


def parse(raw: str, country: str | None, allow_unassigned: bool = False) -> str:
    """The E.164 form of `raw`; `country` (ISO code) is assumed for a number without `+` or `00`.

    One phone has one form, however it is written. Raises PhoneFault when it is not exactly one valid number,
    or when more than one reading is possible. `allow_unassigned`: take a number, too, that is possible though
    it is in no range that is known.
    """
    found = phone_renumbered.texted(_parse(raw, country, allow_unassigned))
    if is_filled_up(raw):
        raise phone_faults.filled_up(raw, found)
    return found


def own(raw: str, country: str | None) -> str:
    """The same for a number of ours, which must stay as the carrier has it. Raises PhoneFault."""
    return _parse(raw, country, allow_unassigned=False)


def _parse(raw: str, country: str | None, allow_unassigned: bool) -> str:
    number = _as_dialled(digits(raw), country)
    if number[0] == "+":
        found = phone_readings.valid(number, None)
    elif number.startswith("00"):
        found = phone_readings.from_abroad(number, country, raw)
    elif country is None:
        raise phone_faults.no_country(raw)
    else:
        found = phone_readings.at_home(number, country, raw)
    return found or _without_range(number, country, raw, allow_unassigned)


def region(e164: str) -> str | None:
    """The ISO code of the country that a number belongs to; None for numbers of no country."""
    try:
        code = phonenumbers.region_code_for_number(phonenumbers.parse(e164, None))
    except phonenumbers.NumberParseException:
        return None
    if code is None:
        example = phone_examples.find(e164)
        return example.region if example else None
    return str(code) if code != "001" else None


def country_choices() -> list[tuple[str, str]]:
    """(ISO code, name with calling code: “Germany (+49)”) of every country, by name: what a form offers."""
    by_name = sorted(countries.NAMES.items(), key=lambda entry: entry[1])
    return [(code, f"{name} (+{phonenumbers.country_code_for_region(code)})") for code, name in by_name]


def _as_dialled(number: str, country: str | None) -> str:
    """No calling code begins with 0: the + in `+001 …`, `+07700 …` was put in front of what is dialled."""
    if number.startswith("+0") and (country or number[2:3] == "0"):
        return number[1:]
    return number


def _without_range(number: str, country: str | None, raw: str, allow_unassigned: bool) -> str:
    """Of digits that are no valid number: E.164, or the fault that they are. Raises PhoneFault."""
    possible = phone_unassigned.read(number, country)
    if possible and allow_unassigned:
        return possible
    if possible:
        raise phone_faults.unassigned(possible, raw)
    if number.startswith("00"):
        number = f"+{number[2:]}"
    raise phone_faults.unusable(number, None if number[0] == "+" else country, raw)
