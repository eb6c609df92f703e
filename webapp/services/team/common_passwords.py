"""Passwords that are guessed first: a published list of leaked ones, vendored in password_list/."""

from __future__ import annotations

import lzma
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "password_list"
LIST = FOLDER / "passwords.txt.xz"
SHORTEST_STEM, MOST_AROUND = 3, 8
"""A word of the list with up to so many digits and signs around it, a date say, is guessed nearly as soon."""
OURS = frozenset({"outbound", "abc", "correcthorsebatterystaple"})
"""What anyone would guess of this program, or has read about; the list does not know them."""


def is_common(password: str) -> bool:
    """Whether it is in the list, in whatever case; or a word of it, twice or with digits and signs around."""
    plain = "".join(password.casefold().split())
    stem = plain.strip("".join(set(plain) - _letters(plain)))
    half = plain[: len(plain) // 2]
    if plain in _list() or plain in OURS or (half * 2 == plain and half in _list()):
        return True
    around = len(plain) - len(stem)
    return len(stem) >= SHORTEST_STEM and around <= MOST_AROUND and (stem in _list() or stem in OURS)


def _letters(text: str) -> set[str]:
    return {character for character in text if character.isalpha()}


@lru_cache(maxsize=1)
def _list() -> frozenset[str]:
    """Read when the first password is chosen: most processes never need it."""
    return frozenset(lzma.decompress(LIST.read_bytes()).decode().split("\n"))
