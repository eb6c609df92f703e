"""A written answer as it is spoken: without marks that only eyes understand."""

from __future__ import annotations

import re
import unicodedata

_CHOICES = re.compile(r"\s*\((?:[\w ]+/[\w /]+)\)")
"""The "(yes/no)" behind a question."""
_NUMBERED = re.compile(r"(?<!\S)(\d)\) ")
_MARKS = re.compile(r"[*#`~<>{}|\\]+|(?<!\w)_+|_+(?!\w)")
"""The line within an address is one of its letters: "maria_lopez@gmail.com"."""
_ENDS = (".", "!", "?", ":", ",", ";", "…")
_JOINS = "\u200d\ufe0f"


def speakable(text: str) -> str:
    """On one line, each line a sentence; no emoji, no mark-up, no tags."""
    kept = "".join(" " if _is_picture(sign) else sign for sign in text if sign not in _JOINS)
    lines = [_MARKS.sub(" ", _NUMBERED.sub(r"\1: ", _CHOICES.sub("", line))) for line in kept.splitlines()]
    parts = [part for line in lines if (part := " ".join(line.split())) and any(map(str.isalnum, part))]
    return " ".join([*map(_ended, parts[:-1]), *parts[-1:]])


def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) in ("So", "Sk", "Cn", "Co", "Cs", "Cc") and sign not in "\n\r\t°"


def _ended(line: str) -> str:
    return line if line.endswith(_ENDS) else f"{line}."
