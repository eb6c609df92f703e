"""Values of a task's fields in their one normalized form: `2026-03-09`, `15:30`, "yes", E.164.

What people text is read by `field_values`; here its values become text, to be kept, sent and compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from webapp.agents.definition import Field, FieldKind
from webapp.rules.fields import email_text, field_values
from webapp.rules.fields.field_values import Context, Problem, Value
from webapp.rules.phones import phone
from webapp.rules.phones.phone_text import PhoneFault

LONGEST = 500
"""Characters of a value."""
_MONTH_FIRST = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "AS", "MP", "VI", "PR"})
"""Countries that write the month before the day (Unicode CLDR, short date formats)."""
_EVIDENT = frozenset(
    {
        FieldKind.DATE,
        FieldKind.TIME,
        FieldKind.DATE_TIME,
        FieldKind.CHOICE,
        FieldKind.PHONE,
        FieldKind.EMAIL,
    }
)
"""Kinds that are known when they are seen."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What it takes to read a value: the contact's clock, language, country (ISO code), other languages."""

    now: datetime
    language: str = "en"
    country: str | None = None
    languages: tuple[str, ...] = ()

    @property
    def day_first(self) -> bool | None:
        """How their country writes a date in digits; None where that is not known, or both ways are usual."""
        return None if self.country in (None, "CA") else self.country not in _MONTH_FIRST


@dataclass(frozen=True, slots=True)
class Answer:
    """`value`: normalized, None when the text gives none; then `sentence` says what to answer.

    `guess`: the value that the sentence asks about ("Do you mean at 19:00?").
    """

    value: str | None
    sentence: str = ""
    guess: str | None = None

    @property
    def likely(self) -> str | None:
        """The value or the guess, for what is read back before it counts."""
        return self.guess if self.value is None else self.value


def answer(field: Field, text: str, reading: Reading, asked: bool = True) -> Answer:
    """What a text gives the field. `asked`: it answers the question for this field."""
    found = field_values.read(field.kind, text, _context(field, reading, asked))
    if isinstance(found, Problem):
        return Answer(None, found.sentence, None if found.guess is None else _normalized(found.guess))
    return Answer(_normalized(found))


def read(field: Field, text: str, reading: Reading) -> str | None:
    """The normalized value that the answer to the field's question certainly gives, or None."""
    return answer(field, text, reading).value


def find(field: Field, text: str, reading: Reading) -> str | None:
    """The likely value in a text about something else; only for kinds that are known when they are seen."""
    return answer(field, text, reading, asked=False).likely if field.kind in _EVIDENT else None


def _context(field: Field, reading: Reading, asked: bool) -> Context:
    return Context(
        reading.now,
        reading.language,
        reading.languages,
        reading.country,
        reading.day_first,
        field.choices,
        past_allowed=field.past_allowed,
        longest=LONGEST,
        asked=asked,
    )


def _normalized(found: Value) -> str:
    value = found.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        number = f"{value:f}"
        return (number.rstrip("0").rstrip(".") if "." in number else number).replace(
            "-0", "0", number == "-0"
        )
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else " ".join(value.split())


def is_valid(field: Field, value: str) -> bool:
    """Whether `value` is normalized as this field wants it: for services, whatever the engine."""
    if value == "":
        return not field.required
    checks: dict[FieldKind, Callable[[], bool]] = {
        FieldKind.TEXT: lambda: bool(value.strip()) and len(value) <= LONGEST,
        FieldKind.NUMBER: lambda: re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", value) is not None,
        FieldKind.DATE: lambda: _has_form(date.fromisoformat, value, "2026-03-09"),
        FieldKind.TIME: lambda: _has_form(time.fromisoformat, value, "15:30"),
        FieldKind.DATE_TIME: lambda: _has_form(datetime.fromisoformat, value, "2026-03-09T15:30"),
        FieldKind.YES_NO: lambda: value in ("yes", "no"),
        FieldKind.CHOICE: lambda: value in field.choices,
        FieldKind.PHONE: lambda: _is_phone(value),
        FieldKind.EMAIL: lambda: email_text.is_email(value) and value == value.lower(),
    }
    return checks[field.kind]()


def is_over(field: Field, value: str, now: datetime) -> bool:
    """Whether a day that was still to come when it was named is over. `now`: on the contact's clock."""
    if field.past_allowed or not value or not is_valid(field, value):
        return False
    if field.kind is FieldKind.DATE:
        return date.fromisoformat(value) < now.date()
    return field.kind is FieldKind.DATE_TIME and datetime.fromisoformat(value) < now.replace(tzinfo=None)


def _has_form(parse: Callable[[str], object], value: str, like: str) -> bool:
    """Parsed, and written like the example: Python takes other forms, too."""
    if re.sub(r"[0-9]", "0", value) != re.sub(r"[0-9]", "0", like):
        return False
    try:
        parse(value)
    except ValueError:
        return False
    return True


def _is_phone(value: str) -> bool:
    try:
        return phone.parse(value, None) == value
    except PhoneFault:
        return False
