"""Numbers that are possible, though the numbering data hold them in no range: new area codes, new mobiles.

libphonenumber's data come with a release of Outbound, and countries open ranges between two of them.
"""

from __future__ import annotations

import re

import phonenumbers

from webapp.rules.phones import phone_digits, phone_renumbered

_NORTH_AMERICAN = re.compile(
    r"[2-9]\d\d[2-9]\d{6}"
)  # NANPA: an area code, and an exchange, begin with 2 to 9
_NO_COUNTRY = "001"


def read(number: str, country: str | None) -> str | None:
    """E.164 of digits that have the length of a number where they belong; None of those that cannot be one.

    `country` (ISO code) counts for digits without `+` only.
    """
    if number.startswith("00"):
        number = f"+{number[2:]}"
    found = phone_digits.read(number, country)
    if not found:
        return None
    calling_code, national = found[0], phone_renumbered.possible(*found)
    return f"+{calling_code}{national}" if _is_possible(calling_code, national) else None


def _is_possible(calling_code: int, national: str) -> bool:
    plan = phone_digits.plan_of_code(calling_code)
    if len(national) not in plan.lengths or len(set(national)) == 1:
        return False
    if phonenumbers.region_code_for_country_code(calling_code) == _NO_COUNTRY:
        return False
    if calling_code == 1:
        return bool(_NORTH_AMERICAN.fullmatch(national))
    return national[0] != "0" or bool(plan.every.fullmatch(national))
