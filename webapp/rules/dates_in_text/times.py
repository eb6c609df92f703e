"""Rules that find times of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from webapp.rules.dates_in_text import clock_readings
from webapp.rules.dates_in_text.digits import ClockValue
from webapp.rules.dates_in_text.kinds import Kind
from webapp.rules.dates_in_text.lexer import Lexeme
from webapp.rules.dates_in_text.mentions import Mention, Rules, Words
from webapp.rules.dates_in_text.said import Ambiguity

_IMPOSSIBLE = Mention(ambiguity=Ambiguity.IMPOSSIBLE)
_MINUTES = (5, 10, 15, 20, 25)
"""What people say before "to" and "past"."""
_SURE = (
    Kind.CLOCK, Kind.OCLOCK, Kind.HALF_DAY, Kind.NAMED_TIME, Kind.IN_PART, Kind.HALF_PAST, Kind.HALF_TO,
)  # fmt: skip
"""One of them makes a number beside it an hour."""


def _time(words: Words, hour: int, minute: int, half: str | None = None, written: bool = False) -> Mention:
    found = clock_readings.read(ClockValue(hour, minute, half), words.asked.language, written)
    return _with_about(words, found or _IMPOSSIBLE)


def _with_about(words: Words, mention: Mention) -> Mention:
    about = words.has(Kind.ABOUT) and mention.time
    return replace(mention, ambiguity=Ambiguity.APPROXIMATE) if about else mention


def _clock(words: Words) -> Mention:
    """15:30, 3:30 pm, 15h30."""
    value: ClockValue = words.get(Kind.CLOCK).value
    value = value._replace(half=_half_of_day(words))
    return _with_about(words, clock_readings.read(value, words.asked.language, written=True) or _IMPOSSIBLE)


def _dotted_clock(words: Words) -> Mention | None:
    """15.30, where something says that it is a time."""
    hour, minute, full = words.get(Kind.MAYBE_CLOCK).value
    if not full or hour > 24 or minute > 59:
        return None
    return _time(words, hour, minute, _half_of_day(words), written=True)


def _minutes_beside(words: Words) -> Mention | None:
    """Ten past three, viertel vor vier, cuarto para las cuatro; "10 to 3" in digits is a range."""
    minute = words.get(*_AMOUNTS)
    if minute.value not in _MINUTES or not (minute.spelt or words.has(Kind.UNIT, Kind.PAST)):
        return None
    return _shifted(words, _last_hour(words), -minute.value if words.has(Kind.TO) else minute.value)


def _last_hour(words: Words) -> int:
    """3, or the 3 of 3pm; 99, which is none, for 3:30."""
    last = [each for each in words.lexemes if each.kind in (Kind.NUMBER, Kind.CLOCK)][-1]
    if last.kind is Kind.NUMBER:
        return int(last.value)
    return int(last.value.hour) if last.value.minute == 0 else 99


def _half_of_day(words: Words) -> str | None:
    if words.has(Kind.HALF_DAY):
        return str(words.get(Kind.HALF_DAY).value)
    half = words.get(Kind.CLOCK).value.half if words.has(Kind.CLOCK) else None
    return str(half) if half else None


_AMOUNTS = (Kind.QUARTER, Kind.QUARTER_OF, Kind.NUMBER)


def _shifted(words: Words, hour: int, minutes: int) -> Mention | None:
    """So many minutes past the hour, or before it; on the clock's face, 12 comes before 1."""
    half = _half_of_day(words)
    if minutes < 0:
        if hour == 12 and half:  # 11:45 is in the other half of the day
            half = "am" if half == "pm" else "pm"
        hour, minutes = (hour - 1) if hour != 1 else 12, minutes + 60
    return _time(words, hour, minutes, half) if 0 <= hour <= 24 and 0 <= minutes < 60 else None


def _half_past(words: Words) -> Mention | None:
    return _shifted(words, _last_hour(words), 30)


def _before_hour(words: Words) -> Mention | None:
    """Halb vier, viertel vier, dreiviertel vier."""
    minutes = words.value(Kind.HALF_TO, Kind.QUARTER_OF)
    return _shifted(words, words.value(Kind.NUMBER), minutes - 60)


def _beside_half(words: Words) -> Mention | None:
    """Fünf vor halb vier."""
    minutes, hour = words.values(Kind.NUMBER)
    away = -minutes if words.has(Kind.TO) else minutes
    return _shifted(words, hour, away - 30) if minutes < 30 else None


def _less(words: Words) -> Mention | None:
    """Cuatro menos cuarto, quatre heures moins dix."""
    amounts = words.values(*_AMOUNTS)
    return _shifted(words, amounts[0], -amounts[1]) if 0 < amounts[1] < 60 else None


def _and_part(words: Words) -> Mention | None:
    """Tres y media, trois heures et quart."""
    return _shifted(words, words.value(Kind.NUMBER), words.value(Kind.AND_PART))


def _hour_and_minute(words: Words) -> Mention | None:
    """15 h 30, tres y diez, three thirty."""
    hour, minute = words.values(Kind.NUMBER)[:2]
    if hour > 24 or minute > 59:
        return _IMPOSSIBLE if words.has(Kind.OCLOCK) else None
    return _time(words, hour, minute, _half_of_day(words), written=words.has(Kind.OCLOCK))


def _spelt_hour_and_minute(words: Words) -> Mention | None:
    both = [each for each in words.lexemes if each.kind is Kind.NUMBER]
    usual = both[1].value in (15, 30, 45) or words.has(Kind.AT)
    right = all(each.spelt for each in both) and 1 <= both[0].value <= 12 and usual
    return _hour_and_minute(words) if right else None


def _digits_beside(words: Words) -> Mention | None:
    """At 9 30, as recognition of speech writes it."""
    hour, minute = [each for each in words.lexemes if each.kind is Kind.NUMBER]
    in_digits = not hour.spelt and not minute.spelt and minute.end - minute.start == len("30")
    fits = in_digits and hour.value <= 24 and minute.value <= 59
    return _time(words, hour.value, minute.value, written=True) if fits else None


def _digits_alone(words: Words) -> Mention | None:
    """9 30, where a time was asked for."""
    return _digits_beside(words) if words.asked.wanted == "time" else None


def _hour(words: Words) -> Mention | None:
    """3 pm, 3 o'clock, 3 de la tarde, at 3."""
    lexeme = words.get(Kind.NUMBER)
    hour = lexeme.value
    in_four_digits = not lexeme.spelt and lexeme.end - lexeme.start == len("0900")
    if in_four_digits and hour // 100 <= 24 and hour % 100 <= 59:
        return _with_about(words, _in_four_digits(words, hour) or _IMPOSSIBLE)
    if hour > 24 and (words.has(Kind.IN_PART) or not words.has(*_SURE)):
        return None
    return _time(words, hour, 0, _half_of_day(words), written=words.has(Kind.OCLOCK) and not lexeme.spelt)


def _in_four_digits(words: Words, number: int) -> Mention | None:
    """0900, 1530."""
    value = ClockValue(number // 100, number % 100, _half_of_day(words), padded=number < 1000)
    return clock_readings.read(value, words.asked.language, written=True)


def _is_hhmm(number: int) -> bool:
    """1530. Fewer digits could be anything."""
    return number >= 1000 and number // 100 <= 24 and number % 100 <= 59


def _named(words: Words) -> Mention | None:
    """Noon, midi et demi."""
    hour, minute = words.get(Kind.NAMED_TIME).value
    minute += sum(words.values(Kind.AND_PART))
    if (hour, minute) == (0, 0):
        return Mention(time=time(0, 0), ambiguity=Ambiguity.WHICH_MIDNIGHT)
    return _with_about(words, Mention(time=time(hour, minute)))


def _range(words: Words) -> Mention | None:
    """2 to 4, where something says that these are hours."""
    first = words.lexemes[0].kind
    sure = words.has(*_SURE, Kind.AT, Kind.BETWEEN) or first is Kind.FOUND_DATE
    return Mention(ambiguity=_why_not_one(words)) if sure and _are_hours(words) else None


def _why_not_one(words: Words) -> Ambiguity:
    return Ambiguity.ALTERNATIVES if words.has(Kind.OR) else Ambiguity.RANGE


def _are_hours(words: Words) -> bool:
    return all(number <= 24 or _is_hhmm(number) for number in words.values(Kind.NUMBER))


def _span(words: Words) -> Mention | None:
    sure = words.get(Kind.SPAN).value or len(words.lexemes) > 1
    return Mention(ambiguity=Ambiguity.RANGE) if sure else None


def _bound(words: Words) -> Mention | None:
    """After 3, antes de las 5, ab 15 Uhr."""
    kind = words.lexemes[0].kind
    sure = words.has(*_SURE, Kind.AT) or kind in (Kind.BOUND, Kind.PAST)
    if (kind is Kind.TO and not words.asked.language.to_means_before) or _only_joins(words.lexemes[0]):
        return None
    return Mention(ambiguity=Ambiguity.RANGE) if sure and _are_hours(words) else None


def _only_joins(lexeme: Lexeme) -> bool:
    """The "a" of "de 2 a 4"."""
    return lexeme.kind is Kind.UNTIL and lexeme.end - lexeme.start == 1


def _for_hour(words: Words) -> Mention | None:
    """Para las cuatro."""
    return _hour(words) if words.get(Kind.TO).value else None


def _impossible(words: Words) -> Mention:
    return _IMPOSSIBLE


_PRE = "(?:ABOUT? AT? ABOUT?)"
_H = "NUMBER"
_ONE = "[NUMBER CLOCK MAYBE_CLOCK NAMED_TIME] (?:OCLOCK|HALF_DAY|HOURS)?"
_NO_COUNT = "(?![UNIT THING OTHER MONTH DURATION])"
_AFTER_DATE = "(?<=FOUND_DATE)"
_HH_MM = "NUMBER NUMBER"

RULES = Rules(
    Kind.FOUND_TIME,
    ("IMPOSSIBLE", _impossible),
    (f"BETWEEN AT? {_ONE} [AND PLUS UNTIL TO DASH AT OR] AT? {_ONE} IN_PART? (?![UNIT THING])", _range),
    (f"{_PRE} [QUARTER QUARTER_OF NUMBER] UNIT? [PAST TO] AT? [NUMBER CLOCK] HALF_DAY?", _minutes_beside),
    (f"[AT FOUND_DATE]? COMMA? {_ONE} [UNTIL TO DASH OR] AT? {_ONE} IN_PART? (?![UNIT THING])", _range),
    ("CLOCK [AT UNTIL] CLOCK", _range),
    (f"[AT BETWEEN] SPAN|{_AFTER_DATE} COMMA? SPAN|SPAN [OCLOCK HALF_DAY HOURS IN_PART]|SPAN", _span),
    (f"[BOUND PAST UNTIL TO] AT? {_ONE} IN_PART? {_NO_COUNT}", _bound),
    (f"{_PRE} NUMBER [PAST TO] HALF_TO {_H}", _beside_half),
    (f"{_PRE} HALF_PAST [NUMBER CLOCK] HALF_DAY?", _half_past),
    (f"{_PRE} [HALF_TO QUARTER_OF] {_H}", _before_hour),
    (f"{_PRE} {_H} [HOURS OCLOCK]? LESS [QUARTER NUMBER]", _less),
    (f"{_PRE} {_H} [HOURS OCLOCK]? AND_PART", _and_part),
    (f"{_PRE} {_H} [HOURS OCLOCK] PLUS? NUMBER (?![OCLOCK HOURS HALF_DAY])", _hour_and_minute),
    (f"AT {_H} PLUS NUMBER|{_H} PLUS NUMBER IN_PART", _hour_and_minute),
    (f"{_PRE} CLOCK HALF_DAY? OCLOCK? ABOUT?", _clock),
    (f"{_PRE} MAYBE_CLOCK [HALF_DAY OCLOCK IN_PART]|(?:AT|{_AFTER_DATE} COMMA?) MAYBE_CLOCK", _dotted_clock),
    ("^MAYBE_CLOCK(?=FOUND_DATE|$)", _dotted_clock),
    (f"{_PRE} NAMED_TIME AND_PART?", _named),
    (f"{_PRE} {_H} NUMBER HALF_DAY", _hour_and_minute),
    (f"{_PRE} {_H} (?:[HALF_DAY OCLOCK]|HOURS? IN_PART) ABOUT?", _hour),
    (f"[AT ABOUT] {_H} HOURS|{_AFTER_DATE} COMMA? {_H} HOURS|^{_H} HOURS$", _hour),
    (f"(?:AT ABOUT?|{_AFTER_DATE} COMMA?) {_HH_MM} {_NO_COUNT}|{_PRE} {_HH_MM} IN_PART", _digits_beside),
    (f"^{_HH_MM}$", _digits_alone),
    (f"{_PRE} {_H} NUMBER {_NO_COUNT}", _spelt_hour_and_minute),
    (f"{_PRE} AT ABOUT? {_H} ABOUT? {_NO_COUNT}|ABOUT {_H} {_NO_COUNT}", _hour),
    (f"AT {_H} (?=OTHER)", _hour),
    (f"TO {_H} {_NO_COUNT}", _for_hour),
    (f"{_AFTER_DATE} COMMA? {_H} {_NO_COUNT}|(?:^|(?<=COMMA)|(?<=BREAK)) {_H} (?=FOUND_DATE)", _hour),
)
