"""What is wrong with an agent that is to be saved, and its texts as they can be stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeVar
from zoneinfo import available_timezones

from webapp.agents import registry, stored
from webapp.agents.stored import Definition, WorkingHours
from webapp.errors import Fault, Gather
from webapp.rules import storable
from webapp.rules.hours.hours import DAY
from webapp.services.agents import language_models, task_checking
from webapp.services.contacts import labels

LONGEST = 20_000
"""Characters of the instructions, or of one entry of the knowledge."""
MOST_KNOWLEDGE = 2_000
MOST_ENTRIES = 500
MOST_CAP = 1_000
LONGEST_WAIT = 600
Value = TypeVar("Value")


def engine(name: str) -> None:
    """Raises Fault for one that cannot be used."""
    kind = registry.ENGINES.get(name)
    if kind is None or kind.fault:
        raise Fault(kind.fault if kind else "Choose an engine from the list.", "engine")


def model(name: str, wanted: Definition) -> None:
    """Raises Fault when the engine `name` needs a language model and cannot ask the chosen one."""
    if name in registry.ENGINES and registry.ENGINES[name].asks_model:
        language_models.must_be_usable(wanted.model_id)


def clean(definition: Definition) -> Definition:
    """Without what a database cannot hold."""
    return stored.from_json(_cleaned(stored.to_json(definition)))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return storable.clean(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return {key: _cleaned(one) for key, one in value.items()} if isinstance(value, dict) else value


def definition(wanted: Definition, faults: Gather) -> None:
    """Gathers what is wrong, by field."""
    for check in (_texts, _languages, _lengths, _times, _keys, _labels, _tasks, task_checking.check, _hours):
        with faults:
            check(wanted)


def _texts(wanted: Definition) -> None:
    if len(wanted.instructions) > LONGEST:
        raise Fault(f"The instructions may have {LONGEST:,} characters.", "instructions")
    if len(wanted.knowledge) > MOST_KNOWLEDGE:
        raise Fault(f"An agent may have {MOST_KNOWLEDGE:,} entries of knowledge.", "knowledge")
    for entry in wanted.knowledge:
        if not entry.text.strip():
            raise Fault(f"The entry of knowledge “{entry.title}” is empty.", "knowledge")
        if len(entry.text) > LONGEST or len(entry.title) > 200:
            raise Fault(f"The entry of knowledge “{entry.title[:80]}” is too long.", "knowledge")


def _languages(wanted: Definition) -> None:
    if not wanted.languages:
        raise Fault("Choose at least one language.", "languages")


def _lengths(wanted: Definition) -> None:
    if not 1 <= wanted.segments <= 3:
        raise Fault("An answer may have 1 to 3 segments.", "segments")
    if not (1 <= wanted.caps.day <= MOST_CAP and 1 <= wanted.caps.thread <= MOST_CAP):
        raise Fault(f"The caps are numbers from 1 to {MOST_CAP:,}.", "caps")
    if not 0 <= wanted.handoff.after_answers <= MOST_CAP:
        raise Fault(f"Hand off after 1 to {MOST_CAP:,} answers, or never.", "handoff")


def _times(wanted: Definition) -> None:
    if not 0 <= wanted.wait <= wanted.longest_wait <= LONGEST_WAIT:
        raise Fault(
            f"The waiting time is at least 0 seconds, the longest no shorter, and at most {LONGEST_WAIT}.",
            "wait",
        )


def _keys(wanted: Definition) -> None:
    if len(wanted.playbook) > MOST_ENTRIES:
        raise Fault(f"A playbook may have {MOST_ENTRIES} entries.", "playbook")
    _once((entry.key for entry in wanted.playbook), "entries of the playbook", "playbook")
    _once((task.key for task in wanted.tasks), "tasks", "tasks")
    _once((label.name for label in wanted.labels), "labels", "labels")
    _once((entry.id for entry in wanted.knowledge), "entries of knowledge", "knowledge")


def _once(keys: Iterable[Value], what: str, field: str) -> None:
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise Fault(f"Two {what} are called “{twice[0]}”.", field)


def _labels(wanted: Definition) -> None:
    for label in wanted.labels:
        try:
            labels.read(label.name)
        except Fault as fault:
            raise Fault(f"The label “{label.name[:80]}”: {fault.sentence}", "labels") from fault


def _tasks(wanted: Definition) -> None:
    known = {task.key for task in wanted.tasks}
    known_labels = {label.name for label in wanted.labels}
    for entry in wanted.playbook:
        if entry.task is not None and entry.task not in known:
            raise Fault(f"The entry “{entry.name}” begins a task that does not exist.", "playbook")
        if not set(entry.labels) <= known_labels:
            raise Fault(f"The entry “{entry.name}” sets a label that the agent may not set.", "playbook")
        if not any(phrase.strip() for phrase in entry.phrases):
            raise Fault(f"The entry “{entry.name}” has no example.", "playbook")


def _hours(wanted: Definition) -> None:
    if wanted.hours is None:
        return
    if wanted.hours.zone not in available_timezones():
        raise Fault("Choose a time zone from the list, for example Europe/Berlin.", "hours")
    spans = [span for span in _spans(wanted.hours) if span is not None]
    if not spans:
        raise Fault("With these hours the agent would never answer.", "hours")
    if not all(0 <= opens < closes <= DAY for opens, closes in spans):
        raise Fault("A day begins before it ends.", "hours")


def _spans(hours: WorkingHours) -> tuple[tuple[int, int] | None, ...]:
    return hours.weekdays, hours.saturdays, hours.sundays
