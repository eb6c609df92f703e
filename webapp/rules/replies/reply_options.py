"""What a sign stands for in an answer, where our message says so: "Reply C to confirm or R to reschedule"."""

from __future__ import annotations

import re

from webapp.rules.wording import plain, spaced

_OPTION = re.compile(
    r"(?<!\w)[\"'(\[]?(?P<sign>[A-Za-z]|\d{1,2})[\"')\]]?\s*(?:(?:to|for|if|para|por|pour|fur|für|zum"
    r"|um zu|=|:|-)\s*)"
    r"(?P<means>[^\W\d_](?:(?!\b(?:or|o|ou|oder|and|y|et|und|e)\b\s+\W?\w\W?\s)[^.,;\n!?/|)])*)",
    re.I,
)
_LONGEST = 3
"""Characters of an answer that may be such a sign, its full stop included."""


def meaning(message: str, text: str) -> str:
    """The words that our message gives to the sign, as they are written there; "" when it is none."""
    sign = spaced(plain(text)) if len(text.strip()) <= _LONGEST else ""
    if not sign:
        return ""
    found = (one for one in _OPTION.finditer(message) if spaced(plain(one["sign"])) == sign)
    return next((one["means"].strip() for one in found), "")
