"""Which time of the day an hour is.

The reading rules. With am, pm or a part of the day, an hour is certain; so it is from 13 on, and with a zero
in front (07:30). Otherwise the reading from 8:00 to 18:00 is taken, because that is when appointments are.
Where neither lies there, the evening's is taken, and it is not certain. Where people write the 24-hour clock
(German, French), an early hour in digits is not certain either: 3:30 is read as 15:30, and 7:30 as it stands.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from webapp.rules.dates_in_text.digits import ClockValue
from webapp.rules.dates_in_text.language import Language
from webapp.rules.dates_in_text.mentions import Mention
from webapp.rules.dates_in_text.said import Ambiguity, Part

_OPENS, _CLOSES = time(8), time(18)
_SMALL_HOURS = 5
"""Hours before this one are "at night" when they are called so: 3 Uhr nachts."""


def read(value: ClockValue, language: Language, written: bool) -> Mention | None:
    """A time of the day; None: there is no such time. `written`: in digits, with minutes or an hour sign."""
    hour, minute = value.hour, value.minute
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    if value.half and 1 <= hour <= 12:
        return _of_half(hour, minute, value.half, value.about)
    if hour == 24:
        return Mention(time=time(0, 0), ambiguity=Ambiguity.WHICH_MIDNIGHT)
    if hour > 12 or hour == 0 or value.padded:
        return _with_about(Mention(time=time(hour, minute)), value.about)
    return _with_about(_guess(hour, minute, language, written), value.about)


def in_part(mention: Mention, part: Part | None) -> Mention:
    """A time whose half of the day was a guess, in the part of the day that is said beside it."""
    if not (mention.is_open and mention.time and part):
        return mention
    hour = mention.time.hour % 12
    if part is Part.NIGHT and hour == 0:
        return replace(mention, time=mention.time.replace(hour=0), ambiguity=Ambiguity.WHICH_MIDNIGHT)
    early = part is Part.MORNING or (part is Part.NIGHT and hour < _SMALL_HOURS)
    hour = hour if early else hour + 12
    if part is Part.MORNING and hour == 0:
        hour = 12
    ambiguity = None if mention.ambiguity is Ambiguity.AM_OR_PM else mention.ambiguity
    return replace(mention, time=mention.time.replace(hour=hour), ambiguity=ambiguity, is_open=False)


def still_to_come(mention: Mention, now: time) -> Mention:
    """A guess of today's: a half of the day that is over is not meant."""
    if not (mention.is_open and mention.time):
        return mention
    if mention.time.hour < 12 and mention.time < now and not mention.is_written:
        late = mention.time.replace(hour=mention.time.hour + 12)
        return replace(mention, time=late, ambiguity=Ambiguity.AM_OR_PM)
    early = mention.time.replace(hour=mention.time.hour % 12)
    settled = mention.ambiguity is Ambiguity.AM_OR_PM and early < now <= mention.time
    return replace(mention, ambiguity=None) if settled else mention


def _of_half(hour: int, minute: int, half: str, about: bool) -> Mention:
    found = time(hour % 12 + (12 if half == "pm" else 0), minute)
    midnight = Ambiguity.WHICH_MIDNIGHT if found == time(0, 0) else None
    return _with_about(Mention(time=found, ambiguity=midnight), about)


def _guess(hour: int, minute: int, language: Language, written: bool) -> Mention:
    early, late = time(hour % 12, minute), time(hour % 12 + 12, minute)
    usual = [each for each in (early, late) if _OPENS <= each <= _CLOSES]
    on_24 = written and language.plain_clock_24 and hour < _OPENS.hour
    if len(usual) == 1 and not on_24:
        return Mention(time=usual[0], is_open=True, is_written=written)
    found = early if on_24 and hour == _OPENS.hour - 1 else late
    return Mention(time=found, ambiguity=Ambiguity.AM_OR_PM, is_open=True, is_written=written)


def _with_about(mention: Mention, about: bool) -> Mention:
    return replace(mention, ambiguity=Ambiguity.APPROXIMATE) if about else mention
