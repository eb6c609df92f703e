"""What a model's answer does for a task: values are read again, nothing runs that was not read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from webapp.agents import fields, outgoing, phrases
from webapp.agents.base import Conversation, OpenTask
from webapp.agents.definition import Field, FieldKind, Task
from webapp.agents.links import find_links
from webapp.agents.llm.answer import Answer
from webapp.agents.outgoing import Limits
from webapp.agents.playbook import leaning
from webapp.agents.playbook.read_back import question_of, read_back, shown
from webapp.agents.playbook.variables import whole
from webapp.agents.seen import as_seen
from webapp.rules.replies import conditions, question_forms, yes_or_no

_FREE = frozenset({FieldKind.TEXT, FieldKind.EMAIL, FieldKind.PHONE})
"""Kinds of fields in which someone else's address, phone or link could stand."""


@dataclass(frozen=True, slots=True)
class Step:
    """Where the task is after this answer. `say`: what is said instead of the model's words; "": those."""

    task: Task | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    confirm: bool = False
    runs: bool = False
    say: str = ""
    memory: OpenTask | None = None


def step(conversation: Conversation, answer: Answer, language: str, limits: Limits) -> Step:
    """The task that the answer names or that is open; none when the contact dropped it."""
    opened = conversation.memory.task
    said = "\n".join(conversation.unanswered())
    task = conversation.agent.task(answer.task) or conversation.agent.task(opened.key if opened else None)
    if task is None or (opened and phrases.drops_it(said)) or (answer.end and not answer.task):
        return Step()
    values = _values(conversation, task, answer, language, limits)
    missing = next((one for one in task.fields if one.required and one.key not in values), None)
    if missing is not None or not answer.runs:
        return _goes_on(task, values, missing, answer, language)
    if _is_agreed(conversation, task, values):
        return _runs(conversation, task, values, language)
    text = read_back(task, values, language, conversation.fits)
    memory = OpenTask(task.key, values, confirming=True)
    return Step(task, values, confirm=True, say=text, memory=memory)


def _values(
    conversation: Conversation, task: Task, answer: Answer, language: str, limits: Limits
) -> dict[str, str]:
    """Those that were known and those of the answer, each valid; of what is not, the older value stays."""
    opened = conversation.memory.task
    values = dict(opened.fields) if opened and opened.key == task.key else {}
    now = conversation.local_now
    values = {
        one.key: values[one.key]
        for one in task.fields
        if one.key in values and not fields.is_over(one, values[one.key], now)
    }
    for given in answer.fields:
        wanted = next((one for one in task.fields if one.key == given.key), None)
        if wanted is not None and (value := _value(wanted, given.value, conversation, language, limits)):
            values[wanted.key] = value
    return {one.key: values[one.key] for one in task.fields if one.key in values}


def _value(
    wanted: Field, given: str, conversation: Conversation, language: str, limits: Limits
) -> str | None:
    """The value as the field wants it, by the rules by which a playbook reads a text; None when it is none.

    An address, phone or link in it must be this contact's or the owner's: models make them up.
    """
    given = given.strip()
    reading = fields.Reading(conversation.local_now, language, conversation.contact.country)
    value = given if fields.is_valid(wanted, given) else fields.read(wanted, given, reading)
    if value and fields.is_over(wanted, value, conversation.local_now):
        return None
    if value and wanted.kind in _FREE and outgoing.fault(value, with_own_links(conversation, limits)):
        return None
    return value


def with_own_links(conversation: Conversation, limits: Limits) -> Limits:
    """The same, and what this contact's own texts and row link to: for what is kept, not for what is sent."""
    own = [link for text in limits.own for link in find_links(as_seen(text))]
    return replace(limits, links=(*limits.links, *own))


def _goes_on(
    task: Task, values: dict[str, str], missing: Field | None, answer: Answer, language: str
) -> Step:
    """Still open. The question is the model's, unless it thought that the task could run, or says nothing."""
    memory = OpenTask(task.key, values, asked=missing.key if missing else None)
    say = ""
    if missing is not None and (answer.runs or not answer.say.strip()):
        say = question_of(missing, language)
    return Step(task, values, say=say, memory=memory)


def _is_agreed(conversation: Conversation, task: Task, values: Mapping[str, str]) -> bool:
    """Whether these very values were read back before, and the contact neither said no nor asked anything."""
    if not task.confirm or not task.fields:
        return True
    opened = conversation.memory.task
    read_before = opened is not None and opened.key == task.key and opened.confirming
    if not read_before or opened is None or dict(opened.fields) != dict(values):
        return False
    said = "\n".join(conversation.unanswered())
    if conditions.has_one(said) or leaning.is_hedged(said):
        return False
    agrees = yes_or_no.read(said, (conversation.language, *conversation.agent.languages))
    return question_forms.form(said) is None if agrees is None else agrees


def _runs(conversation: Conversation, task: Task, values: Mapping[str, str], language: str) -> Step:
    by_key = {one.key: one for one in task.fields}
    as_said = {key: shown(by_key[key], value, language) for key, value in values.items()}
    written = task.done_in.get(language) or task.done
    done = whole(written, conversation, as_said)
    return Step(task, values, runs=True, say=done)
