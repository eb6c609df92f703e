"""The order in which people look for names: Line 2 before Line 10, Élan between Eddie and Emma."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_DIGITS = re.compile(r"(\d+)")


class Key(NamedTuple):
    """`parts`: words and numbers by turns; `text`: what tells apart names that are alike in them."""

    parts: tuple[str | int, ...]
    text: str


def key(name: str) -> Key:
    """By which names are sorted."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(one for one in apart if not unicodedata.combining(one))
    parts = _DIGITS.split(" ".join(plain.split()))
    return Key(tuple(int(part) if at % 2 else part for at, part in enumerate(parts)), name)
