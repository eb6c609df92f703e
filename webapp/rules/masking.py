"""What may not stand in a log: phones of people, tokens, keys and passwords; and forged lines."""

from __future__ import annotations

import re
from collections.abc import Callable

MASK = "…"
SHOWN = 4
"""Digits of a phone that are left, to tell two of them apart."""
_MIXED = r"(?<![\w\-])(?=[\w\-]*[a-z])(?=[\w\-]*[A-Z])"
"""The beginning of a word of small and capital letters: what looks like a token."""
_TOKENS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\beyJ[\w\-]+\.[\w\-]+\.[\w\-]*"), MASK),  # a JWT (RFC 7519)
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=\-]+"), rf"\1 {MASK}"),
    (re.compile(r"(://[^\s/:@]*:)[^\s/@]+@"), rf"\1{MASK}@"),  # a password in a URL
    (re.compile(r"(?i)(/(?:setup|join|password|invitations?)/)[^\s/?'\"]+"), rf"\1{MASK}"),
    (
        re.compile(
            r"(?i)(?<![\w\-])((?:[\w\-]*(?:token|secret|passw(?:or)?d|api[_\-]?key|signature|authorization|cookie|csrf))"
            r"[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;)}]+"
        ),
        rf"\1{MASK}",
    ),
    (re.compile(r"\b(?:sk|ob|pk)[_\-][A-Za-z0-9_\-]{16,}"), MASK),  # keys of models, and ours
    (re.compile(rf"{_MIXED}(?=[\w\-]*[0-9])[A-Za-z0-9_\-]{{24,}}(?![\w\-])"), MASK),
    (re.compile(rf"{_MIXED}[A-Za-z0-9_\-]{{40,}}(?![\w\-])"), MASK),
)
_ROW = re.compile(r"(Failing row contains \().*")
"""PostgreSQL says all of a row: a message's text, a name."""
_WITH_PLUS = re.compile(r"\+[ ().\-]*[0-9][0-9 ().\-]{5,22}[0-9]")
_BARE = re.compile(r"(?<![\w.\-+])[0-9]{10,15}(?![\w.\-])")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
AGAIN = "\n    | "
"""Before every line but the first: none looks like a line of its own."""


def masked(text: str) -> str:
    """The text without phones, tokens and what a database says of a row."""
    for pattern, instead in _TOKENS:
        text = pattern.sub(instead, text)
    text = _ROW.sub(rf"\1{MASK})", text)
    return _BARE.sub(_end("", 10), _WITH_PLUS.sub(_end("+", 7), text))


def one_entry(text: str) -> str:
    """As one entry of a log, of however many lines: nothing in it moves the cursor or looks like another."""
    return AGAIN.join(_CONTROL.sub(_escaped, text).split("\n"))


def _end(before: str, least: int) -> Callable[[re.Match[str]], str]:
    def instead(found: re.Match[str]) -> str:
        digits = "".join(filter(str.isdigit, found[0]))
        return f"{before}{MASK}{digits[-SHOWN:]}" if least <= len(digits) <= 15 else found[0]

    return instead


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
