"""The ids that a carrier gives to messages, as far as they can be kept."""

from __future__ import annotations

import re

LONGEST = 64
_USABLE = re.compile(rf"[!-~]{{1,{LONGEST}}}")


def usable(given: object) -> str:
    """The id; empty when unusable: not a text, empty, too long, or with characters that no id has."""
    return given if isinstance(given, str) and _USABLE.fullmatch(given) else ""
