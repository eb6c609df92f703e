"""What was understood of a text that says when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum


class Ambiguity(StrEnum):
    """Why what was understood needs a question first."""

    AM_OR_PM = "am or pm"
    DAY_OR_MONTH = "day or month first"
    THIS_OR_NEXT_WEEK = "this week or the next"
    TODAY_OR_LATER = "today or later"
    WHICH_YEAR = "which year"
    WHICH_MIDNIGHT = "which midnight"
    WEEKDAY_AND_DATE_DIFFER = "the weekday is not that of the date"
    APPROXIMATE = "approximate"
    RANGE = "a range"
    ALTERNATIVES = "alternatives"
    NEGATED = "negated"
    PAST = "past"
    VAGUE = "vague"
    IMPOSSIBLE = "no such date or time"


class Part(StrEnum):
    """A part of the day. NIGHT includes the hours after midnight."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


@dataclass(frozen=True)
class Said:
    """A date, a time, both or neither, in the contact's zone.

    `certain` is about what is given: "tomorrow morning" is a certain date, and a part of the day, but no
    time. What is given though not certain is the likelier reading. `span` is where it stands in the text
    (in its composed form, Unicode's NFC); `today` is the day it was said on.
    """

    date: datetime.date | None = None
    time: datetime.time | None = None
    certain: bool = False
    ambiguity: Ambiguity | None = None
    span: tuple[int, int] | None = None
    part: Part | None = None
    today: datetime.date | None = None
