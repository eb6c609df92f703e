"""Who wrote, as lists have it: a sender, however the carrier spells it, becomes what `phone.parse` gives.

Vonage sends international digits without a plus. Yet phones are seen in their national form, with 00 or 011
in front, with Mexico's 1 or without Argentina's 9, and some senders are short codes or words: no E.164.
"""

from __future__ import annotations

import re

from webapp.rules.phones import phone
from webapp.rules.phones.phone import PhoneFault

_WRITTEN = re.compile(r"\+?[0-9 ().-]+")
_APART = str.maketrans("", "", " ().-")
LONGEST_SHORT_CODE = 6
"""Digits. What is longer may be a phone; up to LONGEST_SERVICE it is one only where numbering says so."""
LONGEST_SERVICE, LONGEST_E164 = 8, 15


def canonical(sender: str, ours: str) -> str:
    """The phone that wrote, in the form of lists; a short code or a word as it is. `ours`: the receiver."""
    return readings(sender, ours)[0]


def ours(to: str) -> str:
    """A number of ours that someone wrote to, as `phone.own` has it; a short code or a word as it is."""
    number = to.strip().removeprefix("+")
    if not (number.isascii() and number.isdigit()) or len(number) <= LONGEST_SHORT_CODE:
        return number
    try:
        return phone.own(f"+{number}", None)
    except PhoneFault:
        return _unknown(number, has_plus=False)


def readings(sender: str, ours: str) -> tuple[str, ...]:
    """All phones that a sender may be, the likeliest first: more than one where a national form is another
    country's international one."""
    text = sender.strip()
    if not _WRITTEN.fullmatch(text):
        return (text,)
    number = text.translate(_APART)
    has_plus, number = number[:1] == "+", number.removeprefix("+")
    if len(number) <= LONGEST_SHORT_CODE:
        return (number,)
    abroad = _read(f"+{number}", None)
    at_home = None if has_plus else _read(number, phone.region(ours))
    found = [abroad, at_home]
    if len(number) == LONGEST_SHORT_CODE + 1 and not has_plus:
        found = [at_home if at_home != abroad else None, number, abroad]
    return tuple(dict.fromkeys(filter(None, found))) or (_unknown(number, has_plus),)


def _read(number: str, country: str | None) -> str | None:
    if country is None and number[0] != "+":
        return None
    try:
        return phone.parse(number, country)
    except PhoneFault:
        return None


def _unknown(number: str, has_plus: bool) -> str:
    """Of digits that no numbering data know: a new range, a service, or something that is not a phone."""
    try:
        return phone.parse(f"+{number}", None, allow_unassigned=True)
    except PhoneFault:
        is_service = len(number) <= LONGEST_SERVICE and not has_plus
        is_e164 = number[0] != "0" and len(number) <= LONGEST_E164
        return f"+{number}" if is_e164 and not is_service else number
