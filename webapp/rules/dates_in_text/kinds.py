"""The kinds of words from which dates and times are made, and patterns of them.

A text becomes a string with one character for each of its words: its kind. Rules are regular expressions over
that string, which makes them fast, and independent of the language.
"""

from __future__ import annotations

import re
from enum import StrEnum, auto

_FIRST = 0x4E00
"""Any block of characters that no regular expression takes for syntax."""


class Kind(StrEnum):
    """The comments are English examples."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[str]) -> str:
        return chr(_FIRST + count)

    OTHER = auto()
    BREAK = auto()  # the end of a clause
    COMMA = auto()
    DASH = auto()
    FILLER = auto()  # the, of; left out
    DAY = auto()  # tomorrow
    DAY_PART = auto()  # tonight
    WEEKDAY = auto()
    SHORT_WEEKDAY = auto()  # Sat: counts only beside something else
    MONTH = auto()
    NUMBER = auto()
    ORDINAL = auto()  # 4th
    DOTTED = auto()  # 4. in German
    CLOCK = auto()  # 15:30
    MAYBE_CLOCK = auto()  # 15.30
    DATE = auto()  # 4/12
    SPAN = auto()  # 2-4
    HALF_DAY = auto()  # pm
    PART = auto()  # morning
    IN_PART = auto()  # in the morning
    NAMED_TIME = auto()  # noon
    AT = auto()
    OCLOCK = auto()
    HOURS = auto()  # heures: a time or a duration
    HALF_PAST = auto()
    HALF_TO = auto()  # halb
    AND_PART = auto()  # et demie
    QUARTER = auto()
    QUARTER_OF = auto()  # viertel: quarter, and "viertel vier" is 3:15
    PAST = auto()  # past, after
    TO = auto()
    LESS = auto()  # moins
    AND = auto()
    PLUS = auto()  # an "and" before minutes
    OR = auto()
    BETWEEN = auto()
    UNTIL = auto()
    BOUND = auto()  # before, by
    UNIT = auto()  # weeks
    DURATION = auto()  # half an hour
    IN = auto()
    IN_ONE = auto()  # in a
    FROM_NOW = auto()
    AGO = auto()
    WEEK_FROM = auto()  # a week from
    WEEK_LATER = auto()  # lundi en huit
    NEXT = auto()
    THIS = auto()
    LAST = auto()
    WEEK_OF = auto()  # next week
    DAY_MARK = auto()  # the, before a day of the month
    VAGUE = auto()  # the weekend
    EVERY = auto()
    ABOUT = auto()
    NOT = auto()
    THING = auto()  # kids: what a number counts
    STREET = auto()
    LABEL = auto()  # unit: what a number names
    IMPOSSIBLE = auto()  # 25:00
    FOUND_DATE = auto()
    FOUND_TIME = auto()


def pattern(words: str) -> str:
    """A regular expression in which the names of kinds stand for one word of that kind."""
    return re.sub(r"[A-Z][A-Z_]+", lambda name: Kind[name[0]].value, words).replace(" ", "")
