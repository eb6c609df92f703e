"""The part of a text around the words that someone searches for, in pieces, of which some are those words."""

from __future__ import annotations

import re
from dataclasses import dataclass

BEFORE, BEHIND = 24, 120
"""Characters of the text before the words, and from there on, that a line or two of a list hold."""


@dataclass(frozen=True)
class Piece:
    """`is_match`: it is what was searched for, as the text spells it."""

    text: str
    is_match: bool


def around(text: str, words: str) -> list[Piece]:
    """From a few words before the first find on; the beginning of a text that is not seen to hold them."""
    text = " ".join(text.split())
    first = _looked_for(words).search(text)
    start = _start(text, first.start()) if first else 0
    until = (first.end() if first else 0) + BEHIND
    shown = ("…" if start else "") + text[start:until].rstrip() + ("…" if until < len(text) else "")
    return pieces(shown, words)


def pieces(text: str, words: str) -> list[Piece]:
    """All of it, the finds apart."""
    parts = re.split(f"({_looked_for(words).pattern})", text, flags=re.IGNORECASE)
    return [Piece(part, bool(at % 2)) for at, part in enumerate(parts) if part]


def _looked_for(words: str) -> re.Pattern[str]:
    """What never fits, for no words."""
    written = r"\s+".join(map(re.escape, words.split()))
    return re.compile(written or "(?!)", re.IGNORECASE)


def _start(text: str, found_at: int) -> int:
    """At the beginning of a word, where one begins near enough."""
    earliest = max(found_at - BEFORE, 0)
    if not earliest:
        return 0
    blank = text.find(" ", earliest - 1, found_at)
    return earliest if blank < 0 else blank + 1
