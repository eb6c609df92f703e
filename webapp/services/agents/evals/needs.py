"""Which values an agent's texts need, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from webapp.agents.definition import Task
from webapp.agents.stored import Definition
from webapp.rules.placeholders import Placeholder, Template, same_name

ALWAYS = ("name", "first_name", "phone", "agent")
"""What every contact has, the name where it is known."""


def columns(definition: Definition) -> list[str]:
    """The columns of a list that its answers and conditions name, in the order in which they come."""
    found: dict[str, str] = {}
    for entry in definition.playbook:
        task = definition.agent("").task(entry.task)
        for text in (entry.answer, *entry.answers.values()):
            _add(found, _unknown(text, task))
        _add(found, entry.only)
    for task in definition.tasks:
        for text in (task.done, *task.done_in.values()):
            _add(found, _unknown(text, task))
    return list(found.values())


def lacking(texts: Iterable[str], task: Task | None = None) -> list[str]:
    """Names that stand in these texts without a fallback and that only a list can fill."""
    found: dict[str, str] = {}
    for text in texts:
        _add(found, (one.name for one in _placeholders(text, task) if one.fallback is None))
    return list(found.values())


def _add(found: dict[str, str], names: Iterable[str]) -> None:
    for name in names:
        found.setdefault(same_name(name), name)


def _unknown(text: str, task: Task | None) -> Iterator[str]:
    return (one.name for one in _placeholders(text, task))


def _placeholders(text: str, task: Task | None) -> Iterator[Placeholder]:
    fields = [field.key for field in task.fields] if task else []
    known = {same_name(name) for name in (*ALWAYS, *fields)}
    return (one for one in Template.parse(text).placeholders if same_name(one.name) not in known)
