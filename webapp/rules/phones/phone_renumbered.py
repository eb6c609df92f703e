"""One form for each phone: numbers written as they were before, or with or without a mark for mobiles.

Carriers, phones and old lists still write them so. `national` is what follows the calling code.

Sources: Mexico, IFT, dialling plan of 3 August 2019 (no 1, 01, 044, 045). Brazil, ANATEL resolution 553 (a 9
in front of mobiles of eight digits, everywhere since 6 November 2016). Ivory Coast, ARTCI, 31 January 2021
(01, 05, 07 by operator, which the second digit tells). Benin, ARCEP BENIN, 30 November 2024 (01 in front of
all). Vietnam, MIC decision 798 of 2018 (eleven digits to ten). Gabon, ARCEP, 15 November 2019 (the operator's
digit behind the 0; the old form was switched off in April 2024, and is still in the data). Colombia, CRC, 1
September 2021 (60 in front of landlines). Cameroon, ART, 21 November 2014 (6 in front of mobiles).
Mauritius, ICTA, 1 September 2013 (5). Ecuador, 30 September 2012 (9). Georgia, GNCC, 2011 (5). Egypt, NTRA,
6 October 2011. Qatar, 28 July 2010 (the first digit twice). Morocco, ANRT, 7 March 2009 (5 or 6). Algeria,
ARPT, 2008 (the first digit twice).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from webapp.rules.phones import phone_ranges

_MEXICO = re.compile(r"(?:1|01|044|045)(\d{10})")
_BRAZIL = re.compile(r"(\d\d)([689]\d{7})")
_OPERATORS = {**dict.fromkeys("0123", "01"), **dict.fromkeys("456", "05"), **dict.fromkeys("789", "07")}
_IVORIAN_MOBILE = re.compile(r"[04-9](\d)\d{6}")
_VIETNAMESE = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78", "123": "83", "124": "84", "125": "85",
    "127": "81", "129": "82", "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37",
    "168": "38", "169": "39", "186": "56", "188": "58", "199": "59",
}  # fmt: skip


def _mexican(national: str) -> str:
    return _MEXICO.sub(r"\1", national) if _MEXICO.fullmatch(national) else national


def _brazilian(national: str) -> str:
    return _BRAZIL.sub(r"\g<1>9\2", national) if len(national) == 10 else national


def _ivorian_landline(national: str) -> str:
    """Three operators have landlines; of 27 alone the data know which numbers there are."""
    changed = f"27{national}"
    return changed if len(national) == 8 and phone_ranges.is_valid(225, changed) else national


def _ivorian(national: str) -> str:
    match = _IVORIAN_MOBILE.fullmatch(national)
    return _OPERATORS[match[1]] + national if match else _ivorian_landline(national)


def _beninese(national: str) -> str:
    return f"01{national}" if len(national) == 8 else national


def _vietnamese(national: str) -> str:
    changed = _VIETNAMESE.get(national[:3]) if len(national) == 10 else None
    return changed + national[3:] if changed else national


_GABON = {"1": "11", "2": "62", "4": "74", "5": "65", "6": "66", "7": "77"}
_EGYPT = {
    "10": "100",
    "16": "106",
    "19": "109",
    "11": "111",
    "14": "114",
    "12": "122",
    "17": "127",
    "18": "128",
}
_LONGER: dict[int, tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = {
    20: (re.compile(r"(1\d)(\d{7})"), lambda match: _EGYPT.get(match[1], match[1]) + match[2]),
    57: (re.compile(r"([1-8]\d{7})"), lambda match: f"60{match[1]}"),
    212: (re.compile(r"(\d)(\d{7})"), lambda match: ("5" if match[1] in "23" else "6") + match[0]),
    213: (re.compile(r"([567])(\d{7})"), lambda match: match[1] + match[0]),
    230: (re.compile(r"(\d{7})"), lambda match: f"5{match[1]}"),
    237: (re.compile(r"([5-9]\d{7})"), lambda match: f"6{match[1]}"),
    241: (re.compile(r"0?([124-7])(\d{6})"), lambda match: _GABON[match[1]] + match[2]),
    593: (re.compile(r"([5-9]\d{7})"), lambda match: f"9{match[1]}"),
    974: (re.compile(r"([3-7])(\d{6})"), lambda match: match[1] + match[0]),
    995: (re.compile(r"([579]\d{7})"), lambda match: f"5{match[1]}"),
}
"""Countries whose numbers became longer: how they were, and what they are now."""


def _longer(calling_code: int, national: str) -> str:
    pattern, change = _LONGER[calling_code]
    match = pattern.fullmatch(national)
    return change(match) if match else national


_RULES: dict[int, Callable[[str], str]] = {
    52: _mexican,
    55: _brazilian,
    225: _ivorian,
    229: _beninese,
    84: _vietnamese,
    **{code: partial(_longer, code) for code in _LONGER},
}
CHANGED = frozenset({*_RULES, 54})
"""The calling codes of countries whose phones may be kept in a form of years ago."""
_STILL_LISTED = frozenset({241})
"""Their old numbers are in the data beside the new ones."""
LENGTHS: dict[int, frozenset[int]] = {
    52: frozenset({11, 12, 13}),
    55: frozenset({10}),
    225: frozenset({8}),
    229: frozenset({8}),
    84: frozenset({10}),
}
"""Of national numbers as they were written before, by calling code, where a + that was lost is looked for."""


def today(calling_code: int, national: str) -> str:
    """The number as lists have it; unchanged where it is so already, or where the change is not certain."""
    rule = _RULES.get(calling_code)
    if rule is None:
        return national
    changed = rule(national)
    is_today = calling_code not in _STILL_LISTED and phone_ranges.is_valid(calling_code, national)
    if changed == national or is_today:
        return national
    return changed if phone_ranges.is_valid(calling_code, changed) else national


def possible(calling_code: int, national: str) -> str:
    """The same where numbering data know neither form: newer ranges than theirs are written in both, too."""
    rule = _RULES.get(calling_code)
    return national if rule is None or phone_ranges.is_valid(calling_code, national) else rule(national)


def texted(e164: str) -> str:
    """A phone as texts reach it: an Argentine one has its 9.

    No number is both a landline and a mobile there, and people leave the 9 out, so libphonenumber's FAQ
    recommends to put it in for texts. A number of our own stays as the carrier has it.
    """
    if e164.startswith("+54") and len(e164) == 13 and _has_a_mobile(e164[3:]):
        return f"+549{e164[3:]}"
    return e164


def _has_a_mobile(national: str) -> bool:
    """So has one of a range that no data know, in an area code as Argentina has them."""
    is_new = national[0] in "123" and not phone_ranges.is_valid(54, national)
    return is_new or phone_ranges.is_valid(54, f"9{national}")
