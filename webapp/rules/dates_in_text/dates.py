"""Rules that find dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

from webapp.rules.dates_in_text import calendar_days
from webapp.rules.dates_in_text.calendar_days import Found
from webapp.rules.dates_in_text.digits import DateValue
from webapp.rules.dates_in_text.kinds import Kind
from webapp.rules.dates_in_text.mentions import Asked, Mention, Rules, Words
from webapp.rules.dates_in_text.said import Ambiguity, Part

_WEEKDAYS = (Kind.WEEKDAY, Kind.SHORT_WEEKDAY)
_NUMBERS = (Kind.NUMBER, Kind.ORDINAL, Kind.DOTTED)
_IMPOSSIBLE = Mention(ambiguity=Ambiguity.IMPOSSIBLE)
_MINUTES = {"minutes": 1, "hours": 60}
_DAYS = {"days": 1, "weeks": 7, "fortnights": 14}
_MONTHS = {"months": 1, "years": 12}
_IDIOMS = (8, 15)
"""Days that mean one and two weeks in all of the languages but English: "in acht Tagen"."""
_FIRST_YEAR = 1900
_MOST = 10_000
"""Of a relative unit; more is no appointment."""


def _mention(found: Found | None) -> Mention:
    return Mention(date=found[0], ambiguity=found[1]) if found else _IMPOSSIBLE


def _checked(words: Words, found: Found | None) -> Mention:
    """A date, compared with the weekday that stands before it."""
    if not found or not words.has(*_WEEKDAYS):
        return _mention(found)
    if found[0].weekday() != words.value(*_WEEKDAYS):
        return Mention(date=found[0], ambiguity=Ambiguity.WEEKDAY_AND_DATE_DIFFER)
    return Mention(date=found[0], ambiguity=None if found[1] is Ambiguity.WHICH_YEAR else found[1])


def _numeric(words: Words) -> Mention:
    """4/12, 4.12.2026, 2026-12-04."""
    return _checked(words, _either_order(words.asked, words.get(Kind.DATE).value))


def _in_year(year: int, month: int, of_month: int) -> Found | None:
    found = calendar_days.day(year, month, of_month)
    return (found, None) if found else None


def _either_order(asked: Asked, value: DateValue) -> Found | None:
    """Two numbers, day or month first, as far as both are possible."""
    day_first = _in_order(asked, value.year, value.other, value.one)
    month_first = _in_order(asked, value.year, value.one, value.other)
    if value.iso or value.day_first:
        return month_first if value.iso else day_first
    if value.one == value.other or not (day_first and month_first):
        return day_first or month_first
    if asked.day_first is None and asked.language.month_first:
        return month_first[0], Ambiguity.DAY_OR_MONTH
    return month_first if asked.day_first is False else day_first


def _full_year(asked: Asked, year: int) -> int:
    """Of two digits, up to 20 years ahead, and else in the past, as people write when they were born."""
    if year > 99:
        return year
    century = asked.today.year // 100 * 100
    return century + year - (100 if century + year > asked.today.year + 20 else 0)


def _in_order(asked: Asked, year: int | None, month: int, of_month: int) -> Found | None:
    if year is not None:
        return _in_year(_full_year(asked, year), month, of_month)
    return calendar_days.next_day_of_year(asked.today, month, of_month)


def _dotted(words: Words) -> Mention | None:
    """4.12 without a dot behind it, where that is how dates are written."""
    one, other, _ = words.get(Kind.MAYBE_CLOCK).value
    if not words.asked.language.dotted_dates or not (1 <= one <= 31 and 1 <= other <= 12):
        return None
    return _checked(words, calendar_days.next_day_of_year(words.asked.today, other, one))


def _with_month(words: Words) -> Mention | None:
    """4 December, December 4th 2026."""
    numbers = words.values(*_NUMBERS)
    of_month, month = numbers[0], words.value(Kind.MONTH)
    if not 1 <= of_month <= 31:
        return None if of_month > 99 else _IMPOSSIBLE
    if len(numbers) > 1 and numbers[1] >= _FIRST_YEAR:
        return _checked(words, _in_year(numbers[1], month, of_month))
    found = _checked(words, calendar_days.next_day_of_year(words.asked.today, month, of_month))
    return replace(found, end=len(words.lexemes) - 1) if len(numbers) > 1 else found


def _span_of_days(words: Words) -> Mention:
    return Mention(ambiguity=Ambiguity.RANGE)


def _weekday_and_day(words: Words) -> Mention | None:
    """Fri 4th; of "Friday 3", where the 3rd is none, only the weekday."""
    of_month = words.value(*_NUMBERS)
    weekday = words.value(*_WEEKDAYS)
    found = calendar_days.weekday_and_day(words.asked.today, weekday, of_month)
    if found:
        return Mention(date=found)
    if words.lexemes[-1].kind is Kind.NUMBER and words.lexemes[-2].kind is not Kind.DAY_MARK:
        return replace(_weekday(words), end=words.place(*_WEEKDAYS) + 1)
    return _checked(words, calendar_days.next_day_of_month(words.asked.today, of_month))


def _day_of_month(words: Words) -> Mention | None:
    """The 4th, el 4, dia 4."""
    of_month = words.value(*_NUMBERS)
    if not 1 <= of_month <= 31:
        return None
    return _mention(calendar_days.next_day_of_month(words.asked.today, of_month))


def _day_marked(words: Words) -> Mention | None:
    """The 4th, on the fourth; "the second" alone may be anything."""
    last = words.lexemes[-1]
    may_be_other = last.kind is Kind.ORDINAL and last.spelt and not words.get(Kind.DAY_MARK).value
    return None if may_be_other else _day_of_month(words)


def _ordinal_in_digits(words: Words) -> Mention | None:
    """4th. "Second" may be anything."""
    return None if words.get(Kind.ORDINAL).spelt else _day_of_month(words)


def _weekday(words: Words) -> Mention:
    weekday = words.value(*_WEEKDAYS)
    return _mention(calendar_days.next_weekday(words.asked.today, weekday))


def _called_next(words: Words) -> Mention:
    weekday = words.value(*_WEEKDAYS)
    return _mention(calendar_days.weekday_called_next(words.asked.today, weekday))


def _called_last(words: Words) -> Mention:
    weekday = words.value(*_WEEKDAYS)
    back = (words.asked.today.weekday() - weekday) % 7 or 7
    return Mention(date=calendar_days.days_later(words.asked.today, -back), ambiguity=Ambiguity.PAST)


def _of_week(words: Words) -> Mention:
    """Tuesday next week."""
    weekday = words.value(*_WEEKDAYS)
    weeks = words.value(Kind.WEEK_OF)
    found = calendar_days.weekday_of_week(words.asked.today, weekday, weeks)
    sunday = words.asked.today.weekday() == 6
    past = found < words.asked.today
    ambiguity = Ambiguity.PAST if past else Ambiguity.THIS_OR_NEXT_WEEK if sunday else None
    return Mention(date=found, ambiguity=ambiguity)


def _day(words: Words) -> Mention:
    day = words.value(Kind.DAY)
    past = Ambiguity.PAST if day < 0 else None
    return Mention(date=calendar_days.days_later(words.asked.today, day), ambiguity=past)


def _day_part(words: Words) -> Mention:
    ahead, part = words.get(Kind.DAY_PART).value
    return Mention(date=calendar_days.days_later(words.asked.today, ahead), part=part)


def _weekday_morning(words: Words) -> Mention | None:
    """Dienstag morgen."""
    if not words.asked.language.morning_after_weekday or words.value(Kind.DAY) != 1:
        return None
    weekday = _weekday(words)
    return Mention(date=weekday.date, ambiguity=weekday.ambiguity, part=Part.MORNING)


def _relative(words: Words) -> Mention | None:
    """In two weeks, two days from now, in an hour; from another day when that is named: Tuesday in a week."""
    start = _start(words)
    unit = words.get(Kind.UNIT, Kind.DURATION, Kind.HOURS)
    count = next(iter(words.values(Kind.NUMBER)), 1)
    if count > _MOST or start.date is None:
        return None
    if unit.kind is not Kind.UNIT or unit.value in _MINUTES:
        minutes = unit.value if unit.kind is Kind.DURATION else count * _MINUTES.get(unit.value, 60)
        return _in_minutes(words, minutes + _more_minutes(words))
    return _in_days(words, start.date, count, unit.value, start.ambiguity)


def _start(words: Words) -> Mention:
    if words.has(*_WEEKDAYS):
        return _weekday(words)
    return _day(words) if words.has(Kind.DAY) else Mention(date=words.asked.today)


def _more_minutes(words: Words) -> int:
    """Of "in an hour and a half", "in 1 hour and 20 minutes"."""
    numbers = words.values(Kind.NUMBER)
    return sum(words.values(Kind.AND_PART)) + (numbers[1] if len(numbers) > 1 else 0)


def _in_minutes(words: Words, minutes: int) -> Mention:
    then = (words.asked.now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(words.asked.now.tzinfo)
    return Mention(date=then.date(), time=then.time().replace(second=0, microsecond=0))


def _in_days(words: Words, start: date, count: int, unit: str, open_: Ambiguity | None) -> Mention | None:
    if unit in _MONTHS:
        found = calendar_days.months_later(start, count * _MONTHS[unit])
        return Mention(date=found[0], ambiguity=open_ or found[1]) if found else None
    idiom = unit == "days" and count in _IDIOMS and words.asked.language.code != "en"
    later = calendar_days.days_later(start, count * _DAYS[unit])
    return Mention(date=later, ambiguity=Ambiguity.APPROXIMATE if idiom else open_)


def _weeks_from(words: Words) -> Mention:
    """A week from Tuesday, Tuesday week, mardi en huit."""
    start = _start(words)
    days = next(iter(words.values(Kind.WEEK_FROM, Kind.WEEK_LATER)), 7)
    later = calendar_days.days_later(start.date, days) if start.date else None
    return Mention(date=later, ambiguity=start.ambiguity)


def _weekday_week(words: Words) -> Mention | None:
    """Tuesday week, tomorrow week, Monday fortnight."""
    unit, start = words.get(Kind.UNIT).value, _start(words)
    if unit not in ("weeks", "fortnights"):
        return None
    later = calendar_days.days_later(start.date, _DAYS[unit]) if start.date else None
    return Mention(date=later, ambiguity=start.ambiguity)


def _ago(words: Words) -> Mention:
    return Mention(ambiguity=Ambiguity.PAST)


def _vague(words: Words) -> Mention:
    return Mention(ambiguity=Ambiguity.VAGUE)


_WEEKDAY = "[WEEKDAY SHORT_WEEKDAY]"
_ANY_WEEKDAY = f"DAY_MARK? {_WEEKDAY}"
_BEFORE = f"(?:{_ANY_WEEKDAY} COMMA? DAY_MARK?)?"
_NUMBER = "[NUMBER ORDINAL DOTTED]"
_BESIDE = "(?=[COMMA DASH]?[AT CLOCK MAYBE_CLOCK NUMBER ORDINAL DOTTED PART IN_PART PLUS NAMED_TIME]"
_BESIDE += f"|[OR AND] DAY_MARK? {_WEEKDAY})"
_ALONE = "(?=COMMA|DASH|BREAK|$)"

RULES = Rules(
    Kind.FOUND_DATE,
    (f"{_BEFORE} DATE", _numeric),
    (f"{_BEFORE} (?<!AT) MAYBE_CLOCK (?![OCLOCK HALF_DAY])", _dotted),
    (f"{_BEFORE} DAY_MARK? {_NUMBER} MONTH (?:COMMA? NUMBER(?![OCLOCK HALF_DAY PLUS HOURS]))?", _with_month),
    (
        f"{_BEFORE} DAY_MARK? MONTH DAY_MARK? {_NUMBER} (?:COMMA? NUMBER(?![OCLOCK HALF_DAY HOURS]))?",
        _with_month,
    ),
    (f"EVERY {_WEEKDAY}|{_ANY_WEEKDAY} PAST NEXT|[ORDINAL LAST] WEEKDAY IN? MONTH", _vague),
    ("SPAN MONTH|MONTH SPAN", _span_of_days),
    (f"{_ANY_WEEKDAY} COMMA? DAY_MARK? [ORDINAL DOTTED]", _weekday_and_day),
    (f"{_ANY_WEEKDAY} COMMA? DAY_MARK? NUMBER (?![OCLOCK HALF_DAY PAST TO HOURS IN_PART])", _weekday_and_day),
    ("[AGO TO] NUMBER UNIT|NUMBER [UNIT HOURS] AGO|DURATION AGO|AGO NUMBER HOURS|LAST UNIT", _ago),
    (f"(?:NEXT {_ANY_WEEKDAY}|{_ANY_WEEKDAY} NEXT)", _called_next),
    (f"(?:LAST {_ANY_WEEKDAY}|{_ANY_WEEKDAY} LAST)", _called_last),
    (f"{_ANY_WEEKDAY} COMMA? WEEK_OF|WEEK_OF COMMA? DAY_MARK? {_ANY_WEEKDAY}", _of_week),
    (f"(?:{_ANY_WEEKDAY}|DAY) COMMA? IN NUMBER UNIT", _relative),
    (f"(?:{_ANY_WEEKDAY}|DAY) WEEK_LATER|WEEK_FROM DAY_MARK? (?:{_ANY_WEEKDAY}|DAY)", _weeks_from),
    ("[WEEKDAY DAY] UNIT", _weekday_week),
    ("IN NUMBER [UNIT HOURS] (?:[AND PLUS] NUMBER UNIT?|AND_PART)", _relative),
    (
        "IN_ONE [UNIT DURATION]|IN NUMBER AND_PART UNIT|IN ABOUT? NUMBER [UNIT HOURS]|IN ABOUT? DURATION",
        _relative,
    ),
    ("NUMBER UNIT FROM_NOW", _relative),
    (f"{_ANY_WEEKDAY} [UNTIL TO DASH DAY_MARK]? {_WEEKDAY} (?!NUMBER|ORDINAL|DATE|DOTTED)", _span_of_days),
    ("WEEKDAY DAY", _weekday_morning),
    ("DAY_PART", _day_part),
    ("DAY", _day),
    (f"(?:THIS|DAY_MARK)? WEEKDAY THIS?|[THIS DAY_MARK] SHORT_WEEKDAY|SHORT_WEEKDAY {_BESIDE}", _weekday),
    (f"(?:^|(?<=[COMMA BREAK OR AND])) SHORT_WEEKDAY {_ALONE}", _weekday),
    ("DAY_MARK [NUMBER ORDINAL DOTTED] (?![OTHER NUMBER OCLOCK HALF_DAY HOURS UNIT])", _day_marked),
    ("(?<!DAY_MARK) ORDINAL (?=[COMMA AT DASH PART IN_PART CLOCK BREAK]|$)", _ordinal_in_digits),
    ("DAY_MARK ORDINAL", _ordinal_in_digits),
    ("VAGUE|WEEK_OF|NEXT UNIT|THIS UNIT|UNIT NEXT", _vague),
)
