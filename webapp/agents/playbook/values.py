"""The values that a text gives a task's fields, as people mean them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time

from webapp.agents.definition import Field, FieldKind
from webapp.agents.fields import Answer, answer, find
from webapp.agents.function_words import EVERY
from webapp.agents.playbook.read_back import question_of
from webapp.agents.playbook.talk import Talk
from webapp.agents.words import words
from webapp.rules.dates_in_text.parser import parse
from webapp.rules.dates_in_text.read_back import read_back
from webapp.rules.dates_in_text.said import Said
from webapp.rules.fields.field_sentences import Fault, sentence
from webapp.rules.replies import told_names, yes_or_no

_FIRST_HOUR, _HALF_A_DAY = 6, 12
"""Before six in the morning, few mean what they wrote: three in the afternoon is likelier."""
_TIMES = (FieldKind.TIME, FieldKind.DATE_TIME)
MOMENTS = (FieldKind.DATE, *_TIMES)
_AROUND = frozenset(
    (
        "hi hello hey no nope ok okay sorry thanks if thats its alright fine "
        "would could works suits better instead rather prefer "
        "maybe perhaps possible ideally then good "
        "hola ser posible mejor prefiero quiza quizas perfecto bien "
        "bonjour non possible plutot mieux prefere serait convient bien merci "
        "hallo nein geht moglich lieber besser vielleicht ware gern gerne prima "
        "ola nao ser possivel melhor prefiro talvez seria fica bem"
    ).split()
)
"""Words beside a day or a time that add nothing to it."""
_LOOKS_LIKE_MOMENT = re.compile(r"\W*\d{1,4}\s*[:./-]\s*\d{1,4}(?:\s*[:./-]\s*\d{1,4})?\W*")


def taken(talk: Talk, field: Field) -> Answer:
    """What the text gives the field that was asked for."""
    if field.kind is FieldKind.TEXT and _says_nothing(talk, field):
        return Answer(None, talk.sentence("what_to_note"))
    if field.kind is FieldKind.TEXT and told_names.is_field(f"{field.key} {field.label}"):
        return _name(talk, field)
    return answer(field, talk.whole if field.kind is FieldKind.TEXT else talk.wanted, talk.reading)


def _name(talk: Talk, field: Field) -> Answer:
    name = told_names.told(talk.whole)
    question = question_of(field, talk.language)
    return answer(field, name, talk.reading) if name else Answer(None, question)


def seen(talk: Talk, field: Field) -> str | None:
    """The value of a field that was not asked for, where the text shows one."""
    value = find(field, talk.wanted, talk.reading)
    return None if value and _is_at_night(field, value) else value


def at_night(talk: Talk, field: Field) -> Answer | None:
    """The question about an hour at night that stands in the text; None when none does."""
    value = find(field, talk.wanted, talk.reading) if field.kind in _TIMES else None
    return _asked_about(talk, field, value) if value and _is_at_night(field, value) else None


def is_only_moment(talk: Talk) -> bool:
    """A day or a time, and hardly a word beside it."""
    said = _when(talk, talk.wanted)
    if said.span is None:
        return False
    text, (start, end) = unicodedata.normalize("NFC", talk.wanted), said.span
    return not set(words(f"{text[:start]} {text[end:]}")) - EVERY - _AROUND


def is_ours(talk: Talk, message: str | None = None) -> bool:
    """What they name of day and time is what we wrote last (or in `message`), or nothing."""
    theirs, ours = _when(talk, talk.wanted), _when(talk, talk.asked if message is None else message)
    return theirs.date in (None, ours.date) and theirs.time in (None, ours.time)


def _when(talk: Talk, text: str) -> Said:
    reading = talk.reading
    return parse(text, reading.now, (reading.language, *reading.languages), reading.day_first)


def _says_nothing(talk: Talk, field: Field) -> bool:
    """A yes to "is there a reason?", and nothing else; a time that does not exist."""
    if field.required:
        return False
    yes = yes_or_no.answer(talk.text, talk.languages)
    rest = set(words(talk.text)) - set(words(yes.words)) - EVERY - _AROUND
    return (yes.meaning is True and not rest) or _LOOKS_LIKE_MOMENT.fullmatch(talk.text) is not None


def _is_at_night(field: Field, value: str) -> bool:
    return field.kind in _TIMES and _clock(field, value) < time(_FIRST_HOUR)


def _clock(field: Field, value: str) -> time:
    return time.fromisoformat(value.partition("T")[2] if field.kind is FieldKind.DATE_TIME else value)


def _asked_about(talk: Talk, field: Field, value: str) -> Answer:
    """Whether the same hour in the afternoon is meant."""
    day = date.fromisoformat(value.partition("T")[0]) if field.kind is FieldKind.DATE_TIME else None
    early = _clock(field, value)
    likely = early.replace(hour=early.hour + _HALF_A_DAY)
    said = read_back(Said(day, likely), talk.language)
    guess = f"{day}T{likely:%H:%M}" if day else f"{likely:%H:%M}"
    return Answer(None, sentence(Fault.CONFIRM, talk.language, said=said), guess)
