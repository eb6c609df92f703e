"""A text as a reader sees it: what is invisible is gone, what only looks like a sign is that sign."""

from __future__ import annotations

import unicodedata

_DOTS = str.maketrans({"。": ".", "．": ".", "｡": ".", "․": ".", "∕": "/", "⁄": "/", "：": ":", "＠": "@"})
"""What browsers take for the dot of a domain (UTS #46), and what looks like the other signs of an address."""


def as_seen(text: str) -> str:
    """Compatibility forms are unified, format characters dropped, and every script's digits become ASCII."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFKC", text.translate(_DOTS))
    shown = (sign for sign in composed if unicodedata.category(sign) not in ("Cf", "Mn", "Cs"))
    return "".join(map(_ascii_digit, shown))


def _ascii_digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if not sign.isascii() and sign.isdecimal() else sign
