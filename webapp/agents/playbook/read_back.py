"""A task's values as they are read back to the contact before anything happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import product

from webapp.agents.definition import Field, FieldKind, Task
from webapp.agents.fields import LONGEST
from webapp.agents.links import unlinked
from webapp.agents.playbook.sentences import sentence
from webapp.rules import segments
from webapp.rules.dates_in_text.read_back import read_back as in_words
from webapp.rules.dates_in_text.said import Said
from webapp.rules.phones import phone

_LENGTHS = (LONGEST, 160, 100, 60, 40, 25)
"""Characters of a long value that are read back, as many as fit into an answer."""


def read_back(
    task: Task, fields: Mapping[str, str], language: str, fits: Callable[[str], bool] = lambda text: True
) -> str:
    """Each value that was given on a line of its own, and the question whether it is right.

    What is too long is read back with its beginning, then without accents and signs that make it expensive.
    """
    ways = product((False, True), _LENGTHS)
    texts = (_read_back(task, fields, language, longest, plain) for plain, longest in ways)
    return next(filter(fits, texts), _read_back(task, fields, language, _LENGTHS[-1], plain=True))


def _read_back(task: Task, fields: Mapping[str, str], language: str, longest: int, plain: bool) -> str:
    given = [field for field in task.fields if fields.get(field.key)]
    lines = [
        f"{label_of(field, language)}: {_shown(field, fields[field.key], language, longest)}"
        for field in given
    ]
    text = "\n".join([sentence(language, "read_back"), *lines, sentence(language, "is_it_right")])
    return segments.in_gsm(text) if plain else text


def _shown(field: Field, value: str, language: str, longest: int) -> str:
    text = shown(field, value, language)
    long = field.kind is FieldKind.TEXT and len(text) > longest
    return f"{text[: longest - 3].rstrip()}..." if long else text


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
    """A normalized value as people write it; a date with its weekday, so that a mistake is noticed.

    What they wrote may hold a link, or a dot without a blank, which phones make one of: none of ours is one.
    """
    if not value:
        return value
    if field.kind is FieldKind.DATE:
        return in_words(Said(date.fromisoformat(value)), language)
    if field.kind is FieldKind.DATE_TIME:
        moment = datetime.fromisoformat(value)
        return in_words(Said(moment.date(), moment.time()), language)
    if field.kind is FieldKind.YES_NO:
        return sentence(language, value)
    if field.kind is FieldKind.TEXT:
        return unlinked(value)
    return phone.pretty(value) if field.kind is FieldKind.PHONE else value
