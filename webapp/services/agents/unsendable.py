"""Texts of an agent's owner that would not be sent as they are, told while they can still be changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.agents import outgoing
from webapp.agents.definition import PlaybookEntry, Task
from webapp.agents.outgoing import Limits
from webapp.agents.stored import Definition
from webapp.rules.placeholders import Template


@dataclass(frozen=True)
class Unsendable:
    """`kind` and `key`: of the form in which it is changed, see editing; "" for a part that has one alone.

    `reason`: what is wrong, in a sentence.
    """

    kind: str
    key: str
    name: str
    reason: str


def of(definition: Definition) -> list[Unsendable]:
    """One for each answer, task or piece of knowledge, in the order in which they are shown."""
    limits = Limits(
        definition.links, own=tuple(_every(definition)), segments=definition.segments,
        signature=definition.signature,
    )  # fmt: skip
    return [one for one in _looked_at(definition, limits) if one.reason]


def _looked_at(definition: Definition, limits: Limits) -> Iterator[Unsendable]:
    for entry in definition.playbook:
        yield Unsendable("answers", entry.key, entry.name, _reason(_of_entry(entry), limits))
    for task in definition.tasks:
        yield Unsendable("tasks", task.key, task.name, _reason(_of_task(task), limits))
    for piece in definition.knowledge:  # a long one is for models and staff
        yield Unsendable("knowledge", str(piece.id), piece.title, outgoing.fault(piece.text, limits))
    yield Unsendable("hours", "", "Away text", _reason(_of_hours(definition), limits))


def _reason(texts: Iterable[str], limits: Limits) -> str:
    """What is wrong with the first of them that does not leave whole."""
    return next(filter(None, (_of_text(text, limits) for text in texts)), "")


def _of_text(text: str, limits: Limits) -> str:
    plain = _filled(text)
    if not plain.strip():
        return ""
    checked = outgoing.check(plain, limits)
    if checked.cut:
        return f"It is cut after a sentence: it is longer than {_segments(limits.segments)}."
    return checked.reason


def _segments(count: int) -> str:
    return "one segment" if count == 1 else f"{count} segments"


def _filled(text: str) -> str:
    """With a word in the place of each placeholder."""
    literals, placeholders, _ = Template.parse(text)
    words = [one.fallback or one.name for one in placeholders]
    return literals[0] + "".join(word + rest for word, rest in zip(words, literals[1:], strict=True))


def _every(definition: Definition) -> Iterator[str]:
    for entry in definition.playbook:
        yield from _of_entry(entry)
    for task in definition.tasks:
        yield from _of_task(task)
    yield from (piece.text for piece in definition.knowledge)
    yield from _of_hours(definition)


def _of_hours(definition: Definition) -> Iterator[str]:
    """Said only outside hours of its own."""
    if definition.hours is not None:
        yield from (definition.away, *definition.away_in.values())


def _of_entry(entry: PlaybookEntry) -> Iterator[str]:
    yield from (entry.answer, *entry.answers.values())


def _of_task(task: Task) -> Iterator[str]:
    yield from (task.done, *task.done_in.values())
    for field in task.fields:
        yield from (field.question, *field.questions.values())
