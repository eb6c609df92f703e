"""Dates and times of spreadsheets: days since an epoch, and how a format code writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from webapp.rules.calendar_names import Names, language_of
from webapp.rules.cells.format_code import (
    COMMA,
    DATE,
    DIGIT,
    ELAPSED,
    LITERAL,
    NOON,
    POINT,
    SLASH,
    NotUnderstood,
    Section,
    Token,
)

_LAST = 2_958_466
"""The day after 31 December 9999."""
_EPOCH, _EARLY_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1899, 12, 31), datetime(1904, 1, 1)
_BETWEEN_EPOCHS = 1462
Part = Callable[[datetime, float], str]
"""Of the moment, and of its serial number in seconds."""


def moment(serial: float, from_1904: bool = False) -> datetime | None:
    """The moment, to the millisecond; None for what is no date. 29 February 1900 never was: it is 1 March."""
    if not 0 <= serial < _LAST - (_BETWEEN_EPOCHS if from_1904 else 0):
        return None
    epoch = _EPOCH_1904 if from_1904 else _EPOCH if serial >= 60 else _EARLY_EPOCH
    return epoch + timedelta(milliseconds=round(serial * 86_400_000))


def iso(serial: float, from_1904: bool = False) -> str | None:
    """As `2026-03-01`, `2026-03-01 09:30`, or `09:30` for a time alone; None for what is no date."""
    at = moment(serial, from_1904)
    if at is None:
        return None
    at = (at + timedelta(milliseconds=500)).replace(microsecond=0)
    clock = at.strftime("%H:%M:%S" if at.second else "%H:%M")
    if serial < 1:
        return clock
    return at.date().isoformat() if clock == "00:00" else f"{at.date().isoformat()} {clock}"


def writer(section: Section, from_1904: bool) -> Callable[[float], str | None]:
    """What writes a serial number as the section says; None from it for what is no date.

    Raises NotUnderstood.
    """
    names = language_of(section.language)
    if names is None:
        raise NotUnderstood(section.language)
    parts = _parts(_meant(section.tokens), names, section.has(NOON))
    step = _finest(section.tokens)

    def write(serial: float) -> str | None:
        if moment(serial, from_1904) is None:
            return None
        rounded = round(serial * 86400 / step) * step
        at = moment(rounded / 86400, from_1904)
        return None if at is None else "".join([part(at, rounded) for part in parts])

    return write


def _finest(tokens: list[Token]) -> float:
    """Seconds that a clock with these tokens can show."""
    decimals = sum(token.kind == DIGIT for token in tokens)
    return float(10 ** -min(decimals, 3))


def _meant(tokens: list[Token]) -> list[Token]:
    """`m` are minutes behind hours and before seconds, months elsewhere (§18.8.31)."""
    times = [
        index for index, token in enumerate(tokens) if token.kind in (DATE, ELAPSED) and token.text.strip()
    ]
    meant = list(tokens)
    for place, index in enumerate(times):
        token = tokens[index]
        if token.kind != DATE or token.text[0] not in "mM" or len(token.text) > 2:
            continue
        before = tokens[times[place - 1]].text[0].lower() if place else ""
        after = tokens[times[place + 1]].text[0].lower() if place + 1 < len(times) else ""
        if before == "h" or after == "s":
            meant[index] = Token(DATE, token.text.lower().replace("m", "n"))
    return meant


def _parts(tokens: list[Token], names: Names, has_noon: bool) -> list[Part]:
    parts: list[Part] = []
    index = 0
    while index < len(tokens):
        kind, text = tokens[index]
        if kind == DATE:
            parts.append(_part(text.lower(), names, has_noon))
        elif kind == ELAPSED:
            parts.append(_elapsed(text))
        elif kind == NOON:
            parts.append(_noon(text))
        elif kind == POINT and index + 1 < len(tokens) and tokens[index + 1].kind == DIGIT:
            decimals = 0
            while index + 1 < len(tokens) and tokens[index + 1].kind == DIGIT:
                decimals, index = decimals + 1, index + 1
            parts.append(_fraction(min(decimals, 3)))
        elif kind in (LITERAL, POINT, COMMA, SLASH):
            parts.append(_constant(text))
        else:
            raise NotUnderstood(text)
        index += 1
    return parts


def _part(text: str, names: Names, has_noon: bool) -> Part:
    letter, width = text[0], len(text)
    if letter == "y":
        return (lambda at, _: f"{at.year:04}") if width > 2 else (lambda at, _: f"{at.year % 100:02}")
    if letter == "m" and width > 2:
        return _month(width, names)
    if letter == "d" and width > 2:
        days = names.short_days if width == 3 else names.days
        return lambda at, _: days[date.weekday(at)]
    wide = "02" if width > 1 else ""
    if letter == "h" and has_noon:
        return lambda at, _: format((at.hour + 11) % 12 + 1, wide)
    field = {"m": "month", "d": "day", "h": "hour", "n": "minute", "s": "second"}[letter]
    return lambda at, _: format(getattr(at, field), wide)


def _month(width: int, names: Names) -> Part:
    if width == 5:
        return lambda at, _: names.months[at.month - 1][0]
    months = names.short_months if width == 3 else names.months
    return lambda at, _: months[at.month - 1]


def _elapsed(text: str) -> Part:
    unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
    return lambda _, seconds: f"{int(seconds // unit):0{len(text)}}"


def _noon(text: str) -> Part:
    before, after = text.split("/")
    return lambda at, _: before if at.hour < 12 else after


def _fraction(decimals: int) -> Part:
    return lambda at, _: f".{at.microsecond // 10 ** (6 - decimals):0{decimals}}"


def _constant(text: str) -> Part:
    return lambda _at, _seconds: text
