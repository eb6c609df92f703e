"""A text as words of known kinds, with where they stand."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, NamedTuple

from webapp.rules.dates_in_text import digits, misspelt
from webapp.rules.dates_in_text.kinds import Kind, pattern
from webapp.rules.dates_in_text.language import Dictionary, fold


class Lexeme(NamedTuple):
    """A word or phrase; `start` and `end` in the text; `spelt`: not in digits."""

    kind: Kind
    value: Any
    start: int
    end: int
    spelt: bool = True


_TOKEN = re.compile(
    r"(?P<half_day>(?<![^\W\d_])[ap]\. ?m\b\.?)"
    r"|(?P<digits>\d+(?:[.:/,–-]\d+)*[^\W\d_]*\d*)"
    r"|(?P<word>[^\W\d_]+(?:\d[^\W_]*)?)"
    r"|(?P<dash>(?<=\s)[-–—]+(?=\s))"
    r"|(?P<mark>[.,;:!?()\n…/&@])"
)
_MOST = 2500
"""Words and marks that are read; more than people write."""
_MARKS = {",": Kind.COMMA, ":": Kind.COMMA, "/": Kind.OR, "&": Kind.AND, "@": Kind.AT}
_ABBREVIATED = (
    Kind.SHORT_WEEKDAY,
    Kind.MONTH,
    Kind.WEEKDAY,
    Kind.ABOUT,
    Kind.FILLER,
    Kind.OCLOCK,
    Kind.LABEL,
    Kind.DOTTED,
    Kind.DATE,
)
_NO_NUMBERS = [
    (re.compile(pattern(rule)), names)
    for rule, names in (
        ("(NUMBER|SPAN|ORDINAL|DOTTED) (THING|OTHER STREET|OTHER OTHER STREET|STREET)", 1),
        ("NUMBER NUMBER NUMBER NUMBER+", 0),
        ("LABEL (NUMBER|SPAN|ORDINAL|DOTTED)(?![HALF_DAY OCLOCK MONTH])", 2),
        ("(?:BETWEEN|ABOUT|AT)? NUMBER (?:PLUS|AND|UNTIL|TO|OR) NUMBER (?:THING)", 0),
    )
]
"""Numbers that count or name something are neither hours nor days; which of the words are then unknown."""


def read(text: str, dictionary: Dictionary) -> list[Lexeme]:
    """The words of a text (NFC), without fillers."""
    low, folded = text.lower(), fold(text)
    if len(low) != len(text):  # a letter whose small form is two
        low = folded
    tokens = list(islice(_TOKEN.finditer(folded), _MOST))
    found: list[Lexeme] = []
    at = 0
    while at < len(tokens):
        used, lexeme = _phrase(tokens, at, low, dictionary) or (1, _single(tokens[at], text, dictionary))
        at += used
        if lexeme.kind is Kind.BREAK and folded[lexeme.start] == "." and _is_abbreviated(found, lexeme):
            continue
        found.append(lexeme)
    return _without_counts([each for each in found if each.kind is not Kind.FILLER])


def codes(lexemes: list[Lexeme]) -> str:
    """Their kinds, one character each."""
    return "".join(lexeme.kind for lexeme in lexemes)


def _is_abbreviated(found: list[Lexeme], dot: Lexeme) -> bool:
    return bool(found) and found[-1].end == dot.start and found[-1].kind in _ABBREVIATED


def _phrase(
    tokens: list[re.Match[str]], at: int, low: str, dictionary: Dictionary
) -> tuple[int, Lexeme] | None:
    """The longest phrase that begins with a token, and how many tokens it takes."""
    for words, kind, value, exact in dictionary.phrases.get(tokens[at][0], ()):
        used = len(words)
        if used > 1 and tuple(token[0] for token in tokens[at : at + used]) != words:
            continue
        start, end = tokens[at].start(), tokens[at + used - 1].end()
        if not exact or low[start:end] == exact:
            return used, Lexeme(kind, value, start, end)
    return None


def _single(token: re.Match[str], text: str, dictionary: Dictionary) -> Lexeme:
    word, (start, end) = token[0], token.span()
    match token.lastgroup:
        case "half_day":
            return Lexeme(Kind.HALF_DAY, f"{word[0]}m", start, end)
        case "digits":
            kind, value = digits.read(word, text[max(0, start - 1) : start], text[end : end + 2], dictionary)
            return Lexeme(kind, value, start, end, spelt=False)
        case "word":
            day = misspelt.weekday(word, dictionary.language.code)
            return Lexeme(Kind.OTHER if day is None else Kind.WEEKDAY, day, start, end)
        case "dash":
            return Lexeme(Kind.DASH, None, start, end)
    return Lexeme(_mark(word, text, start, end), None, start, end)


def _mark(sign: str, text: str, start: int, end: int) -> Kind:
    if sign == "@" and start and not text[start - 1].isspace():  # an e-mail address
        return Kind.OTHER
    if sign == "." and text[end : end + 1].isalpha():
        return Kind.COMMA
    return _MARKS.get(sign, Kind.BREAK)


def _without_counts(lexemes: list[Lexeme]) -> list[Lexeme]:
    kinds = codes(lexemes)
    for rule, names in _NO_NUMBERS:
        for match in rule.finditer(kinds):
            first, last = {1: (0, 1), 2: (1, 2)}.get(names, (0, len(match[0])))
            for at in range(match.start() + first, match.start() + last):
                lexemes[at] = Lexeme(Kind.OTHER, None, lexemes[at].start, lexemes[at].end)
    return lexemes
