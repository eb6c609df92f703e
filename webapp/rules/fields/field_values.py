"""What a contact answers, as the value of a typed field, or what to say when it is none."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from webapp.rules import typed_text
from webapp.rules.dates_in_text import parser
from webapp.rules.fields import choice_text, email_text, field_dates, number_text
from webapp.rules.fields.field_sentences import Fault, sentence
from webapp.rules.phones import phone, phones_in_text
from webapp.rules.replies import yes_or_no


class FieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date_time"


@dataclass(frozen=True)
class Context:
    """What an answer depends on.

    `now`: aware, in the contact's zone. `language`: the thread's (BCP 47 tag), in which is also asked;
    `languages`: others that the contact may write. `country`: ISO code, for phones without + and, with
    `day_first`, for 12/05. `longest`: characters of a text. `asked`: the text answers the question for this
    field; else a bare number ("3") is no date, time or choice.
    """

    now: datetime
    language: str = "en"
    languages: tuple[str, ...] = ()
    country: str | None = None
    day_first: bool | None = None
    choices: tuple[str, ...] = ()
    past_allowed: bool = False
    longest: int = 500
    asked: bool = True

    @property
    def every_language(self) -> tuple[str, ...]:
        """The thread's first."""
        return (self.language, *self.languages)


@dataclass(frozen=True)
class Value:
    """Text is trimmed, a phone is E.164, an e-mail address in small letters, a choice as it is listed;
    a date and time is naive, in the contact's zone.
    """

    value: str | Decimal | bool | date | time | datetime


@dataclass(frozen=True)
class Problem:
    """`sentence` says what to answer; `guess` is what it asks about, and what a yes to it means."""

    sentence: str
    guess: Value | None = None


def read(kind: FieldKind, text: str, context: Context) -> Value | Problem:
    """The value that an answer is. Never raises for a text."""
    return _READERS[kind](text, context)


def _problem(fault: Fault, context: Context, **values: object) -> Problem:
    return Problem(sentence(fault, context.language, **values))


def _text(text: str, context: Context) -> Value | Problem:
    value = typed_text.several_lines(text)
    if not any(unicodedata.category(sign)[0] in "LNS" for sign in value):
        return _problem(Fault.EMPTY, context)
    if len(value) > context.longest:
        return _problem(Fault.TOO_LONG, context, longest=context.longest)
    return Value(value)


def _number(text: str, context: Context) -> Value | Problem:
    readings = (number_text.find(text, language) for language in context.every_language)
    found = next(filter(None, readings), [])
    if len(found) != 1:
        return _problem(Fault.SEVERAL_NUMBERS if found else Fault.NUMBER, context)
    return Value(found[0])


def _yes_no(text: str, context: Context) -> Value | Problem:
    codes = [tag.partition("-")[0].lower() for tag in context.every_language]
    found = yes_or_no.read(text, codes)
    return _problem(Fault.YES_NO, context) if found is None else Value(found)


def _choice(text: str, context: Context) -> Value | Problem:
    place = choice_text.find(text, context.choices, context.every_language, by_place=context.asked)
    if place is None:
        scale = choice_text.are_numbers(context.choices)
        numbered = enumerate(context.choices, 1)
        listed = ", ".join(name if scale else f"{number} {name}" for number, name in numbered)
        return _problem(Fault.CHOICE, context, choices=listed)
    return Value(context.choices[place])


def _phone(text: str, context: Context) -> Value | Problem:
    found = phones_in_text.find(text, lambda raw: phone.parse(raw, context.country))
    if len(found.phones) != 1 or found.fault:
        return _problem(Fault.PHONE, context)
    return Value(found.phones[0])


def _email(text: str, context: Context) -> Value | Problem:
    found = email_text.find(text, context.asked)
    return _problem(Fault.EMAIL, context) if found is None else Value(found)


def _moment(kind: FieldKind) -> Callable[[str, Context], Value | Problem]:
    def reader(text: str, context: Context) -> Value | Problem:
        wanted = kind.value if context.asked else ""
        said = parser.parse(text, context.now, context.every_language, context.day_first, wanted)
        answer = field_dates.read(said, kind.value, context.language, context.now, context.past_allowed)
        value = None if answer.value is None else Value(answer.value)
        return value if value and not answer.sentence else Problem(answer.sentence, value)

    return reader


_READERS: dict[FieldKind, Callable[[str, Context], Value | Problem]] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.YES_NO: _yes_no,
    FieldKind.CHOICE: _choice,
    FieldKind.PHONE: _phone,
    FieldKind.EMAIL: _email,
    FieldKind.DATE: _moment(FieldKind.DATE),
    FieldKind.TIME: _moment(FieldKind.TIME),
    FieldKind.DATE_TIME: _moment(FieldKind.DATE_TIME),
}
