"""A task's values as they are read back to the contact before anything happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from webapp.agents.definition import Field, FieldKind, Task
from webapp.agents.playbook.sentences import sentence
from webapp.rules import phone
from webapp.rules.dates_in_text.read_back import read_back as in_words
from webapp.rules.dates_in_text.said import Said


def read_back(task: Task, fields: Mapping[str, str], language: str) -> str:
    """Each value that was given on a line of its own, and the question whether it is right."""
    lines = [
        f"{label_of(field, language)}: {shown(field, fields[field.key], language)}"
        for field in task.fields
        if fields.get(field.key)
    ]
    return "\n".join([sentence(language, "read_back"), *lines, sentence(language, "is_it_right")])


def label_of(field: Field, language: str) -> str:
    """In the language of the answer, where there is a translation."""
    return field.labels.get(language) or field.label


def question_of(field: Field, language: str) -> str:
    """What is asked for it: as its owner wrote it in that language, else what the label makes."""
    written = field.questions.get(language) or field.question
    if written:
        return written
    asked = sentence(language, "ask", label=label_of(field, language))
    return f"{asked} {', '.join(field.choices)}" if field.choices else asked


def shown(field: Field, value: str, language: str) -> str:
    """A normalized value as people write it; a date with its weekday, so that a mistake is noticed."""
    if not value:
        return value
    if field.kind is FieldKind.DATE:
        return in_words(Said(date.fromisoformat(value)), language)
    if field.kind is FieldKind.DATE_TIME:
        moment = datetime.fromisoformat(value)
        return in_words(Said(moment.date(), moment.time()), language)
    if field.kind is FieldKind.YES_NO:
        return sentence(language, value)
    return phone.pretty(value) if field.kind is FieldKind.PHONE else value
