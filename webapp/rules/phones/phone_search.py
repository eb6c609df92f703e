"""The digits of a phone, or of a part of one, that someone looks for: typed, or copied from anywhere.

A phone that is copied from an address book, a chat or a document has characters that cannot be seen, and
blanks and hyphens that do not break. It may begin as it is dialled: 0151…, 0049151…, 01149151…, +49 (0)151….
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from webapp.rules.phones import phone, phone_labels, phone_ranges
from webapp.rules.phones.phone_text import readable

NATIONAL = 7
"""So many digits are a whole phone: zeros before them only say how to dial it (0151…, 0049151…)."""
_SHORT = 5
"""Fewer digits are looked for as they are: they may stand anywhere in a phone."""
_WRITTEN = frozenset("0123456789+()[]-./ ")
_EXTENSION = re.compile(r"(?<=\d)[\s,;]*(?:ext(?:ension|n)?|x|доб|#)[.=:\s]*\d{1,7}$", re.I)
_ABROAD = re.compile(r"0?011(?=[1-9])|8\s?~?\s?10(?=[1-9])")
"""What is dialled before a calling code where it is not 00: North America, Australia, Russia."""
_TRUNK = re.compile(r"06(?=\d{8,9}$)|8(?=[3-9]\d{9}$)")
"""What is dialled at home before an area code where it is not 0: Hungary, Russia."""


def digits(search: str) -> str:
    """The likeliest of `spellings`; empty for text that cannot be a phone."""
    return next(iter(spellings(search)), "")


def spellings(search: str, countries: Collection[str] = ()) -> tuple[str, ...]:
    """All digits that phones in E.164 may have where `search` is meant; none for text that cannot be a phone.

    `countries` (ISO codes): in which a phone without a country code may be.
    """
    text = _phone_text(search)
    typed = _digits(text)
    if len(typed) < _SHORT:
        return (typed,) if typed else ()
    found = [*_whole(text, countries)] if len(typed) >= NATIONAL else []
    plain = typed.lstrip("0") or typed
    found += [plain if len(typed) >= NATIONAL else typed, *_as_dialled(text, typed, plain)]
    return tuple(dict.fromkeys(way for way in found if len(way) >= _SHORT - 1))


def _phone_text(search: str) -> str:
    """Empty where it cannot be a phone."""
    text = _EXTENSION.sub("", readable(search).strip(" ,;"))
    if not _WRITTEN.issuperset(text):
        text = phone_labels.without(text)
        if not _WRITTEN.issuperset(text) or len(_digits(text)) < NATIONAL:
            return ""
    return text


def _whole(text: str, countries: Collection[str]) -> Iterator[str]:
    """Where it is a phone and no part of one: as lists have it, be it written as it was years ago."""
    for country in (None, *countries):
        try:
            yield phone.parse(text, country)[1:]
        except phone.PhoneFault as fault:
            yield from (reading[1:] for reading in fault.readings)


def _as_dialled(text: str, typed: str, plain: str) -> Iterator[str]:
    """Without what is dialled before it, where only a part of it may be there."""
    if typed != plain:
        yield plain
    if "(0)" in text:
        yield _digits(text.replace("(0)", "")).lstrip("0")
    if text[:1] == "+" or typed.startswith("00"):
        code, rest = phone_ranges.split(plain)
        if code and rest.startswith("0"):
            yield f"{code}{rest.lstrip('0')}"
    for prefix in (_ABROAD, _TRUNK):
        if text[:1] != "+" and (match := prefix.match(typed)):
            yield typed[match.end() :]


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))
