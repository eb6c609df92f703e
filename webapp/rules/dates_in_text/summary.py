"""What all the dates and times of a text amount to: one of each, or a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from webapp.rules.dates_in_text import clock_readings
from webapp.rules.dates_in_text.kinds import Kind, pattern
from webapp.rules.dates_in_text.lexer import Lexeme
from webapp.rules.dates_in_text.mentions import Asked, Mention
from webapp.rules.dates_in_text.said import Ambiguity, Part, Said

_CLAUSES = re.compile(pattern("[COMMA BREAK]"))
_BOUNDED_DATE = re.compile(pattern("[BOUND PAST UNTIL] DAY_MARK? FOUND_DATE"))
_BETWEEN_DATES = re.compile(pattern("FOUND_DATE [UNTIL TO DASH] DAY_MARK? FOUND_DATE"))
_FIRM = (Ambiguity.RANGE, Ambiguity.ALTERNATIVES, Ambiguity.VAGUE)
"""Why there is no single date or time, although something was said."""


def of(
    codes: str, lexemes: Sequence[Lexeme], dates: list[Mention], times: list[Mention], asked: Asked
) -> Said:
    """`codes`: the kinds, with what was found in place of its words."""
    found = sorted([*dates, *times], key=lambda each: each.start)
    part = _part(lexemes, found)
    span = _span(lexemes, found)
    if any(each.ambiguity is Ambiguity.IMPOSSIBLE for each in found):
        return Said(ambiguity=Ambiguity.IMPOSSIBLE, span=span, today=asked.today)
    affirmed = _affirmed(codes, found)
    day = _single(codes, [each for each in affirmed if each in dates])
    clock = _single(codes, [clock_readings.in_part(each, part) for each in affirmed if each in times])
    if day.time:
        clock = clock if clock.time or clock.ambiguity else Mention(time=day.time)
    if day.date == asked.today:
        clock = clock_readings.still_to_come(clock, asked.now.time())
    return _said(
        asked, day, clock, part, span, negated=_is_negated(codes, found) and len(affirmed) == len(found)
    )


def _said(
    asked: Asked, day: Mention, clock: Mention, part: Part | None, span: tuple[int, int] | None, negated: bool
) -> Said:
    reasons = [Ambiguity.NEGATED if negated else None, day.ambiguity, clock.ambiguity]
    if _is_past(asked, day, clock):
        reasons.append(Ambiguity.PAST)
    ambiguity = next(filter(None, reasons), None)
    given = day.date is not None or clock.time is not None
    return Said(day.date, clock.time, given and ambiguity is None, ambiguity, span, part, asked.today)


def _single(codes: str, mentions: list[Mention]) -> Mention:
    """The one date or time, or why there is none."""
    given = [each for each in mentions if each.date or each.time]
    values = {(each.date, each.time) for each in given}
    open_ = next((each.ambiguity for each in mentions if each.ambiguity in _FIRM), None)
    if len(values) > 1:
        between = _BETWEEN_DATES.search(codes) or Kind.BETWEEN in codes
        return Mention(ambiguity=Ambiguity.RANGE if between else Ambiguity.ALTERNATIVES)
    if not given:
        return Mention(ambiguity=open_)
    if given[0].date and _BOUNDED_DATE.search(codes):
        return Mention(ambiguity=Ambiguity.RANGE)
    best = next((each for each in given if each.ambiguity is None), given[0])
    return best if open_ is None else replace(best, ambiguity=open_)


def _affirmed(codes: str, found: list[Mention]) -> list[Mention]:
    """Without what is denied, where something else is not."""
    kept = [each for each in found if not _is_negated(codes, [each])]
    return kept if any(each.date or each.time for each in kept) else found


def _is_negated(codes: str, found: Iterable[Mention]) -> bool:
    """Whether a clause with one of these says no: "I can't on Tuesday". A comma ends a clause."""
    if Kind.NOT not in codes:
        return False
    ends = [match.start() for match in _CLAUSES.finditer(codes)]
    for each in found:
        first = max((end for end in ends if end < each.start), default=-1) + 1
        last = min((end for end in ends if end >= each.end), default=len(codes))
        if Kind.NOT in codes[first:last]:
            return True
    return False


def _is_past(asked: Asked, day: Mention, clock: Mention) -> bool:
    if day.date is None or day.date > asked.today:
        return False
    if clock.time is None:
        return day.date < asked.today
    return datetime.combine(day.date, clock.time, asked.now.tzinfo) < asked.now.replace(
        second=0, microsecond=0
    )


def _part(lexemes: Sequence[Lexeme], found: list[Mention]) -> Part | None:
    """Of the day; a bare word ("tarde") only beside a date or a time."""
    for each in found:
        if each.part:
            return each.part
    spoken = [each for each in lexemes if each.kind is Kind.IN_PART or (each.kind is Kind.PART and found)]
    return spoken[0].value if spoken else None


def _span(lexemes: Sequence[Lexeme], found: list[Mention]) -> tuple[int, int] | None:
    if not found:
        return None
    return lexemes[found[0].start].start, max(lexemes[each.end - 1].end for each in found)
