"""Values of a task's fields: from what people text to one normalized form, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from rapidfuzz import fuzz

from webapp.agents.definition import Field, FieldKind
from webapp.agents.phrases import yes_or_no
from webapp.agents.words import folded, holds, words
from webapp.rules import phone
from webapp.rules.dates_in_text import parser
from webapp.rules.dates_in_text.said import Said
from webapp.rules.phone_text import PhoneFault

LONGEST = 500
"""Characters of a value."""
_NEARLY = 80
_LEAD = 10
_EMAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_NUMBER = re.compile(r"(?<![\d.,])[-+]?\d{1,12}(?:[.,]\d{1,6})?(?![\d.,]*\d)")
_PHONE = re.compile(r"[+(]?\d[\d\s().\-/]{5,24}\d")
_COUNTS = """zero one two three four five six seven eight nine ten eleven twelve
    cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce
    zero un deux trois quatre cinq six sept huit neuf dix onze douze
    null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf
    zero um dois tres quatro cinco seis sete oito nove dez onze doze"""
_SPELT = {word: str(number) for line in _COUNTS.splitlines() for number, word in enumerate(line.split())} | {
    "una": "1", "une": "1", "ein": "1", "eine": "1", "uma": "1", "duas": "2", "zwo": "2", "fuenf": "5",
    "zwoelf": "12",
}  # fmt: skip
_MONTH_FIRST = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "AS", "MP", "VI", "PR"})
"""Countries that write the month before the day (Unicode CLDR, short date formats)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What it takes to read a value: the contact's clock, language and country (ISO code)."""

    now: datetime
    language: str = "en"
    country: str | None = None

    @property
    def day_first(self) -> bool:
        """How their country writes a date in digits."""
        return self.country not in _MONTH_FIRST

    def when(self, text: str, wanted: str) -> Said:
        """When a text says; a bare number is the date or time that was `wanted`."""
        return parser.parse(text, self.now, [self.language], self.day_first, wanted)


def read(field: Field, text: str, reading: Reading) -> str | None:
    """The normalized value that `text` gives the field; None when it gives none."""
    return _READERS[field.kind](field, text.strip()[:LONGEST], reading)


def find(field: Field, text: str, reading: Reading) -> str | None:
    """The same in a text about something else, too; only for kinds that are known when they are seen."""
    return read(field, text, reading) if field.kind in _EVIDENT else None


def is_valid(field: Field, value: str) -> bool:
    """Whether `value` is normalized as this field wants it: for services, whatever the engine."""
    if value == "":
        return not field.required
    checks: dict[FieldKind, Callable[[], bool]] = {
        FieldKind.TEXT: lambda: bool(value.strip()) and len(value) <= LONGEST,
        FieldKind.NUMBER: lambda: re.fullmatch(r"-?\d+(?:\.\d+)?", value) is not None,
        FieldKind.DATE: lambda: _parses(date.fromisoformat, value) and len(value) == len("2026-03-09"),
        FieldKind.TIME: lambda: _parses(time.fromisoformat, value) and len(value) == len("15:30"),
        FieldKind.YES_NO: lambda: value in ("yes", "no"),
        FieldKind.CHOICE: lambda: value in field.choices,
        FieldKind.PHONE: lambda: _phone_of(value, None) == value,
        FieldKind.EMAIL: lambda: _EMAIL.fullmatch(value) is not None,
    }
    return checks[field.kind]()


def _parses(parse: Callable[[str], object], value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


def _text(field: Field, text: str, reading: Reading) -> str | None:
    return " ".join(text.split()) if any(map(str.isalnum, text)) else None


def _number(field: Field, text: str, reading: Reading) -> str | None:
    """The only number of the text."""
    found = _NUMBER.findall(text) or [_SPELT[word] for word in words(text) if word in _SPELT]
    if len(found) != 1:
        return None
    number = f"{float(found[0].replace(',', '.')):f}".rstrip("0").rstrip(".")
    return "0" if number == "-0" else number


def _date(field: Field, text: str, reading: Reading) -> str | None:
    said = reading.when(text, "date")
    return said.date.isoformat() if said.date else None


def _time(field: Field, text: str, reading: Reading) -> str | None:
    said = reading.when(text, "time")
    return said.time.strftime("%H:%M") if said.time else None


def _yes_no(field: Field, text: str, reading: Reading) -> str | None:
    answer = yes_or_no(text)
    return None if answer is None else ("yes" if answer else "no")


def _choice(field: Field, text: str, reading: Reading) -> str | None:
    """By its words, by its place ("2"), or by a spelling that is near to one only."""
    said = folded(text)
    spelt = {choice: folded(choice) for choice in field.choices}
    same = [choice for choice in field.choices if spelt[choice] == said]
    if fitting := same or [choice for choice in field.choices if holds(said, spelt[choice])]:
        return fitting[0] if len(fitting) == 1 else None
    if said.isdecimal() and 1 <= int(said) <= len(field.choices):
        return field.choices[int(said) - 1]
    scores = sorted((fuzz.token_sort_ratio(said, spelt[choice]), choice) for choice in field.choices)
    if not scores or scores[-1][0] < _NEARLY or (len(scores) > 1 and scores[-1][0] - scores[-2][0] < _LEAD):
        return None
    return scores[-1][1]


def _phone(field: Field, text: str, reading: Reading) -> str | None:
    found = {_phone_of(written, reading.country) for written in _PHONE.findall(text)} - {None}
    return found.pop() if len(found) == 1 else None


def _phone_of(written: str, country: str | None) -> str | None:
    try:
        return phone.parse(written, country)
    except PhoneFault:
        return None


def _email(field: Field, text: str, reading: Reading) -> str | None:
    found = {address.lower() for address in _EMAIL.findall(text)}
    return found.pop() if len(found) == 1 else None


_READERS: dict[FieldKind, Callable[[Field, str, Reading], str | None]] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.TIME: _time,
    FieldKind.YES_NO: _yes_no,
    FieldKind.CHOICE: _choice,
    FieldKind.PHONE: _phone,
    FieldKind.EMAIL: _email,
}
_EVIDENT = frozenset({FieldKind.DATE, FieldKind.TIME, FieldKind.CHOICE, FieldKind.PHONE, FieldKind.EMAIL})
