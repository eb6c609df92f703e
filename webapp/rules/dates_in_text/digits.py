"""What is written with digits: 3, 4th, 15:30, 15h30, 3pm, 4/12, 4.12., 2026-12-04, 2-4."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from webapp.rules.dates_in_text.kinds import Kind
from webapp.rules.dates_in_text.language import Dictionary


class ClockValue(NamedTuple):
    """`half`: am or pm; `padded`: a zero in front puts the hour on the 24-hour clock; `about`: 3ish."""

    hour: int
    minute: int
    half: str | None = None
    padded: bool = False
    about: bool = False


class DateValue(NamedTuple):
    """Two numbers whose order is known only where the day is first; `iso`: month and day.

    The year may be of two digits.
    """

    year: int | None
    one: int
    other: int
    day_first: bool = False
    iso: bool = False


Reading = tuple[Kind, Any]
"""A kind and its value: a number, ClockValue, DateValue; of a span, whether it is surely one of hours."""

_UNKNOWN: Reading = (Kind.OTHER, None)
_PARTS = re.compile(r"(?P<run>[\d.:/,–-]*\d)(?P<glued>[^\W\d_]*)(?P<more>\d*)")
_MONEY_AND_CODES = "$€£#+¥"
_MEASURES = "%€$£°"
_HALF_DAYS = {"am": "am", "pm": "pm", "p": "pm", "a": "am"}
_ORDINALS = ("st", "nd", "rd", "th", "er", "ro", "do", "to", "o")
_HOURS = ("h", "hs", "hrs", "uhr", "u", "heures", "horas")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_TWO = re.compile(r"(\d{1,2})/(\d{1,2})")
_THREE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_DOTTED_TWO = re.compile(r"(\d{1,2})[.](\d{1,2})")
_RANGE = re.compile(r"(\d{1,2})(?::(\d{2}))?[-–](\d{1,2})(?::(\d{2}))?")


def read(word: str, before: str, behind: str, dictionary: Dictionary) -> Reading:
    """`word`: digits, what is between them, and letters glued to them; `before`, `behind`: what is beside."""
    dotted = dictionary.language.dotted_dates
    parts = _PARTS.fullmatch(word)
    if parts is None or (before in _MONEY_AND_CODES and before) or (behind[:1] and behind[0] in _MEASURES):
        return _UNKNOWN
    run, glued, more = parts["run"], parts["glued"], parts["more"]
    if more or glued in _HOURS:
        return _with_hours(run, glued, more)
    if glued in _HALF_DAYS:
        return _with_half_day(run, _HALF_DAYS[glued])
    if glued == "ish":
        return _about(run)
    if glued:
        return (
            (Kind.ORDINAL, int(run)) if glued in _ORDINALS and len(run) <= 2 and run.isdigit() else _UNKNOWN
        )
    return _plain(run, behind if dotted else "", dotted)


def _about(run: str) -> Reading:
    """3ish, 2:30ish."""
    clock = _CLOCK.fullmatch(run if ":" in run else f"{run}:00")
    if clock is None or int(clock[1]) > 24 or int(clock[2]) > 59:
        return _UNKNOWN
    return Kind.CLOCK, ClockValue(int(clock[1]), int(clock[2]), about=True)


def _plain(run: str, behind: str, dotted: bool) -> Reading:
    if run.isdigit():
        if len(run) <= 2 and behind[:1] == "." and not behind[1:].isdigit():
            return Kind.DOTTED, int(run)
        return (Kind.NUMBER, int(run)) if len(run) <= 4 else _UNKNOWN
    if clock := _CLOCK.fullmatch(run):
        return _clock(clock[1], clock[2], None)
    if two := _DOTTED_TWO.fullmatch(run):
        return _dotted_two(two[1], two[2], behind, dotted)
    return _date(run)


def _date(run: str) -> Reading:
    if iso := _ISO.fullmatch(run):
        return Kind.DATE, DateValue(int(iso[1]), int(iso[2]), int(iso[3]), iso=True)
    if three := _THREE.fullmatch(run):
        return Kind.DATE, DateValue(int(three[4]), int(three[1]), int(three[3]), three[2] == ".")
    if two := _TWO.fullmatch(run):
        one, other = int(two[1]), int(two[2])
        likely = 1 <= one <= 31 and 1 <= other <= 31 and min(one, other) <= 12
        return (Kind.DATE, DateValue(None, one, other)) if likely else _UNKNOWN
    if span := _RANGE.fullmatch(run):
        return Kind.SPAN, bool(span[2] or span[4])
    return _UNKNOWN


def _dotted_two(one: str, other: str, behind: str, dotted: bool) -> Reading:
    if dotted and behind[:1] == "." and not behind[1:].isdigit():
        return Kind.DATE, DateValue(None, int(one), int(other), day_first=True)
    return Kind.MAYBE_CLOCK, (int(one), int(other), len(other) == 2)


def _with_hours(run: str, glued: str, more: str) -> Reading:
    """15h, 15h30."""
    if _RANGE.fullmatch(run):
        return Kind.SPAN, True
    if clock := _CLOCK.fullmatch(run.replace(".", ":")):
        return _clock(clock[1], clock[2], None)
    if not run.isdigit() or len(run) > 4 or glued not in _HOURS or len(more) not in (0, 2):
        return _UNKNOWN
    if len(run) > 2:
        return _clock(run[:-2], run[-2:], None)
    return _clock(run, more or "00", None)


def _with_half_day(run: str, half: str) -> Reading:
    if _RANGE.fullmatch(run):
        return Kind.SPAN, True
    if clock := _CLOCK.fullmatch(run.replace(".", ":")):
        return _clock(clock[1], clock[2], half)
    if run.isdigit() and len(run) in (3, 4):
        return _clock(run[:-2], run[-2:], half)
    return _clock(run, "00", half) if run.isdigit() and len(run) <= 2 else _UNKNOWN


def _clock(hour: str, minute: str, half: str | None) -> Reading:
    if int(hour) > 24 or int(minute) > 59:
        return Kind.IMPOSSIBLE, None
    return Kind.CLOCK, ClockValue(int(hour), int(minute), half, len(hour) == 2 and hour[0] == "0")
