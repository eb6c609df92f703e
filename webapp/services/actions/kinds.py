"""Kinds of fields that only actions have: texts with placeholders, and a choice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.errors import Fault
from webapp.field_kinds import Kind
from webapp.rules import storable
from webapp.rules.dates_in_text.read_back import read_back
from webapp.rules.dates_in_text.said import Said
from webapp.rules.placeholders import Template, same_name
from webapp.rules.typed_text import one_line, several_lines
from webapp.services.actions.base import ActionFault

_DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?")
"""A date or a moment as fields are kept."""
SECRETS = "secret."
"""What the name of a placeholder begins with that stands for a secret."""


@dataclass(frozen=True)
class Text(Kind):
    """A text with placeholders, none of them a secret. The value is a Template."""

    longest: int

    def read(self, typed: str, key: str) -> Template:
        text = several_lines(typed) if self.rows else one_line(typed)
        if self.required and not text:
            raise Fault("This must not be empty.", key)
        if len(text) > self.longest:
            raise Fault(f"This can have up to {self.longest} characters.", key)
        return template(text, key)


@dataclass(frozen=True)
class Choice(Kind):
    """One of several words, the first when nothing was chosen. The value is a word."""

    choices: tuple[str, ...]

    def read(self, typed: str, key: str) -> str:
        chosen = one_line(typed) or self.choices[0]
        if chosen not in self.choices:
            raise Fault(f"Choose one of {', '.join(self.choices)}.", key)
        return chosen


def template(text: str, key: str, *, secrets: bool = False) -> Template:
    """Raises Fault for braces that do not fit, and for a secret where it would be seen."""
    found = Template.parse(storable.clean(text))
    if found.faults:
        raise Fault(found.faults[0].sentence, key)
    if not secrets and any(is_secret(one.name) for one in found.placeholders):
        raise Fault("A secret can stand in the headers of a request, and nowhere else.", key)
    return found


def is_secret(name: str) -> bool:
    """Whether a placeholder stands for a secret."""
    return name.casefold().startswith(SECRETS)


def fill(text: Template, values: Mapping[str, str]) -> str:
    """The text with its values. Raises ActionFault for a placeholder that has neither value nor fallback."""
    rendered = text.bind(list(values)).render(list(values.values()))
    if rendered.missing:
        names = " and ".join(f"“{{{{{name}}}}}”" for name in rendered.missing)
        raise ActionFault(f"There is no value for {names}.")
    return rendered.text


def fill_for_staff(text: Template, values: Mapping[str, str]) -> str:
    """The same for people to read: `2026-12-01` as Tuesday, 1 December 2026. Raises ActionFault."""
    return fill(text, in_words(values, "en"))


def in_words(values: Mapping[str, str], language: str) -> dict[str, str]:
    """The same values, dates and moments as they are said in a language."""
    return {name: _in_words(value, language) for name, value in values.items()}


def _in_words(value: str, language: str) -> str:
    if not _DAY.fullmatch(value):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return read_back(Said(moment.date(), moment.time() if "T" in value else None), language)


def names_in(settings: Mapping[str, str]) -> set[str]:
    """What placeholders of an action name, as `same_name` writes it; faulty ones are left out."""
    return {same_name(one.name) for typed in settings.values() for one in Template.parse(typed).placeholders}
