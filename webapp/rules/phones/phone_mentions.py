"""Whether a text says one certain phone, in any spelling that is understood anywhere here.

As phone, phone_sender and phones_in_text read them: with 00 or 011 in front, as people dial it at home,
as it was written before it was renumbered, with whatever stands between its digits, and among others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from webapp.rules.phones import phone_sender
from webapp.rules.phones.phone_text import readable

TAIL = 6
"""The last digits, which stay as they are when a number is written in another way or was renumbered."""
SEPARATORS = " ().-/"
"""What stands between the digits of a phone."""

_RUN = re.compile(r"\+?[(\[]{0,2}\d(?:[\d ().,/+-]|\[|\])*")
_GROUP = re.compile(r"\d+")
_ABROAD = ("00", "0011", "001", "009", "010", "011", "119", "810")
"""What is dialled in front of a calling code, in one country or another."""
_MOST_GROUPS = 9
_MOST_DIGITS = 22
_MOST_READINGS = 2000
"""Bounds of what is tried in a text. Where it says more, it is taken to say the phone."""


def of(whose: str) -> Callable[[str], bool]:
    """Does a text say this phone? A sender that is no number (“Bank”) must be the whole text."""
    if not whose.startswith("+"):
        return lambda text: text == whose
    as_it_is = re.compile(rf"(?<!\d){whose[1:]}(?!\d)")
    end = tail(whose)

    def says(text: str) -> bool:
        if as_it_is.search(text) is not None:
            return True
        text = readable(text)
        return end in "".join(filter(str.isdigit, text)) and _is_said(text, whose, end)

    return says


def tail(whose: str) -> str:
    """The digits with which every spelling of a phone (E.164) ends."""
    return whose[-TAIL:]


def _is_said(text: str, whose: str, end: str) -> bool:
    tried = 0
    seen: set[str] = set()
    for run in _RUN.finditer(text):
        for written in _ending_in(run[0], end):
            if written in seen:
                continue
            seen.add(written)
            tried += 1
            if tried > _MOST_READINGS or _is(written, whose):
                return True
    return False


def _ending_in(run: str, end: str) -> Iterator[str]:
    """What stands in a run of digits and separators, from the beginning of a group to the end of one."""
    groups = [(match.start(), match[0]) for match in _GROUP.finditer(run)]
    for last in range(len(groups)):
        digits = ""
        for at in range(last, max(-1, last - _MOST_GROUPS), -1):
            start, group = groups[at]
            digits = group + digits
            if len(digits) > _MOST_DIGITS:
                break
            if len(digits) >= len(end) and not digits.endswith(end):
                break
            if len(digits) > len(end):
                yield f"+{digits}" if "+" in run[max(0, start - 2) : start] else digits


def _is(written: str, whose: str) -> bool:
    """Whether digits are one spelling of a phone."""
    bare = written.removeprefix("+")
    readings = [written, *(f"+{bare[len(prefix) :]}" for prefix in _ABROAD if bare.startswith(prefix))]
    return any(whose in phone_sender.readings(one, whose) for one in readings)
