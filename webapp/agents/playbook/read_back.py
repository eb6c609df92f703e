"""A task's values as they are read back to the contact before anything happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from webapp.agents.definition import Field, FieldKind, Task
from webapp.agents.playbook.sentences import sentence
from webapp.rules import phone
from webapp.rules.calendar_names import ENGLISH, NAMES


def read_back(task: Task, fields: Mapping[str, str], language: str) -> str:
    """Each value that was given on a line of its own, and the question whether it is right."""
    lines = [
        f"{field.label}: {shown(field, fields[field.key], language)}"
        for field in task.fields
        if fields.get(field.key)
    ]
    return "\n".join([sentence(language, "read_back"), *lines, sentence(language, "is_it_right")])


def shown(field: Field, value: str, language: str) -> str:
    """A normalized value as people write it."""
    if not value:
        return value
    if field.kind is FieldKind.DATE:
        return _day(date.fromisoformat(value), language)
    if field.kind is FieldKind.YES_NO:
        return sentence(language, value)
    return phone.pretty(value) if field.kind is FieldKind.PHONE else value


def _day(day: date, language: str) -> str:
    """With its weekday and the month in letters, so that a mistake is noticed."""
    names = NAMES.get(language, ENGLISH)
    weekday, month = names.days[day.weekday()], names.months[day.month - 1]
    return {
        "de": f"{weekday}, {day.day}. {month} {day.year}",
        "es": f"{weekday} {day.day} de {month} de {day.year}",
        "pt": f"{weekday}, {day.day} de {month} de {day.year}",
    }.get(language, f"{weekday} {day.day} {month} {day.year}")
