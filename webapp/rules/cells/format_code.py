"""Number format codes of spreadsheets (ECMA-376 part 1, §18.8.31), cut into sections and tokens."""

from __future__ import annotations

import re
from typing import NamedTuple

LITERAL, DIGIT, DATE, ELAPSED, NOON, GENERAL, EXPONENT, POINT, COMMA, PERCENT, SLASH, TEXT = (
    "literal", "digit", "date", "elapsed", "noon", "general", "exponent", "point", "comma", "percent",
    "slash", "text",
)  # fmt: skip
LONGEST = 255
"""Characters; Excel takes no longer code."""

_TOKENS = re.compile(
    r"""
    "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | (?P<space>_.) | (?P<fill>\*.) | \[(?P<bracket>[^\]]*)\]
    | (?P<noon>AM/PM|A/P) | (?P<general>General) | (?P<exponent>E[+-]) | (?P<date>y+|m+|d+|h+|s+)
    | (?P<digit>[0#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<slash>/) | (?P<text>@)
    | (?P<end>;) | (?P<literal>[-$+():!^&'~{}<>=\ ]|[^\x00-\x7f]) | (?P<unknown>.)
    """,
    re.X | re.I | re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
_ELAPSED = re.compile(r"h+|m+|s+", re.I)
_COLOURS = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|color ?\d+", re.I)
_CURRENCY = re.compile(r"\$([^-]*)(?:-([^,]*))?.*", re.S)


class NotUnderstood(ValueError):
    """A code, or a part of one, that is not known here."""


class Token(NamedTuple):
    kind: str
    text: str


class Section(NamedTuple):
    """One of the parts between semicolons; `condition`: which numbers it is for, as (comparison, number)."""

    tokens: list[Token]
    condition: tuple[str, float] | None
    language: str

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)


def sections(code: str) -> list[Section]:
    """The sections of a code, at least one. Raises NotUnderstood."""
    if len(code) > LONGEST:
        raise NotUnderstood(code)
    found: list[list[re.Match[str]]] = [[]]
    for match in _TOKENS.finditer(code):
        if match.lastgroup == "end":
            found.append([])
        else:
            found[-1].append(match)
    if len(found) > 4:
        raise NotUnderstood(code)
    return [_section(matches) for matches in found]


def _section(matches: list[re.Match[str]]) -> Section:
    tokens: list[Token] = []
    condition, language = None, ""
    for match in matches:
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind != "bracket":
            tokens += _token(kind, text)
        elif compared := _CONDITION.fullmatch(text):
            condition = compared[1], _number(compared[2])
        elif symbol := _CURRENCY.fullmatch(text):
            tokens.append(Token(LITERAL, symbol[1]))
            language = symbol[2] or language
        elif _ELAPSED.fullmatch(text):
            tokens.append(Token(ELAPSED, text.lower()))
        elif not _COLOURS.fullmatch(text):
            raise NotUnderstood(text)
    return Section(tokens, condition, language)


def _token(kind: str, text: str) -> list[Token]:
    if kind == "unknown":
        raise NotUnderstood(text)
    if kind == "fill":
        return []
    if kind == "space":
        return [Token(LITERAL, " ")]
    return [Token(LITERAL if kind in ("quoted", "escaped") else kind, text)]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise NotUnderstood(text) from error
