"""What a cell looks like before it is known which column holds the phones, and in which country they are."""

from __future__ import annotations

import re

from webapp.rules.phones.phone_text import PhoneFault, digits

_RUN = re.compile(r"(?<!\w)\+?\(?\d(?:[\s()./-]{0,3}\d){6,14}(?!\d)|\d[.,]\d+[eE]\+?\d+")
_LONGEST_TEXT = 200

FEWEST, MOST = 7, 15  # digits of a phone number: a local one without its area code, and E.164
_LONGEST = 40  # characters
_DATE = re.compile(r"\s*\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[\sT].*)?")


def is_phone_like(cell: str) -> bool:
    """Whether it is as many digits as a phone number has, and no date."""
    if len(cell) < FEWEST or len(cell) > _LONGEST or _DATE.fullmatch(cell):
        return False
    try:
        return FEWEST <= len(digits(cell).removeprefix("+")) <= MOST
    except PhoneFault:
        return False


def holds_phone(cell: str) -> bool:
    """Whether digits of a phone stand in it, alone or among others and words: `Ann 617-555-0121`, `… x12`.

    A rounded one, too: 6.17556E+09.
    """
    if is_phone_like(cell):
        return True
    if len(cell) < FEWEST or len(cell) > _LONGEST_TEXT or _DATE.fullmatch(cell):
        return False
    return any(not _DATE.fullmatch(run) for run in _RUN.findall(cell))
