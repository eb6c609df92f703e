"""Numbers that may be a payment card's: masked before a model or a log sees them."""

from __future__ import annotations

import re

_RUN = re.compile(r"(?<![\d+])\d(?:[ \u00a0.\-‐-–]{0,3}\d){12,300}")
_GROUP = re.compile(r"\d+")
_FEWEST, _MOST = 13, 19
"""Digits of a card number (ISO/IEC 7812-1)."""


def mask_cards(text: str) -> str:
    """Each number that passes a card's check becomes "[card ending in 1111]"; nothing else changes."""
    return _RUN.sub(lambda run: _masked(run[0]), text)


def _masked(run: str) -> str:
    """Cards begin and end where a group of digits does; the longest that begins first counts."""
    groups = [(group.start(), group.end()) for group in _GROUP.finditer(run)]
    for first, (start, _) in enumerate(groups):
        for end in [end for _, end in groups[first : first + _MOST]][::-1]:
            digits = "".join(filter(str.isdigit, run[start:end]))
            if is_card(digits):
                return f"{run[:start]}[card ending in {digits[-4:]}]{mask_cards(run[end:])}"
    return run


def is_card(digits: str) -> bool:
    """Length, first digit and check digit (Luhn, ISO/IEC 7812-1 annex B) are those of a payment card."""
    if not _FEWEST <= len(digits) <= _MOST or digits[0] not in "23456":
        return False
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
