"""An open task: field after field is asked for, then everything is read back, then the task runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from webapp.agents import phrases, wishes
from webapp.agents.base import Decision, Goal, HandoffKind, Memory, OpenTask
from webapp.agents.definition import Field, FieldKind, Task
from webapp.agents.fields import Answer, is_over
from webapp.agents.playbook.answers import aside, credited
from webapp.agents.playbook.read_back import label_of, question_of, read_back, shown
from webapp.agents.playbook.talk import Talk
from webapp.agents.playbook.values import MOMENTS, at_night, seen, taken
from webapp.agents.playbook.variables import whole
from webapp.agents.words import folded, holds, words
from webapp.rules.fields.field_sentences import Fault, sentence
from webapp.rules.replies import question_forms

_MOST_WORDS_OF_MOMENT = 5
"""Of a text that is a day or a time and nothing else."""
_MOST_TRIES = 2
"""Answers to one question that give no value, before staff take over."""


def begins(talk: Talk, task: Task, lead: str = "") -> Decision:
    """The task's first answer: `lead`, and the question for the first field that was not said already."""
    return _goes_on(talk, task, _filled(talk, task, {}), lead)


def continues_task(talk: Talk) -> Decision | None:
    """What the texts do for the open task; None when there is none (any more)."""
    opened = talk.conversation.memory.task
    task = talk.conversation.agent.task(opened.key if opened else None)
    if opened is None or task is None:
        return None
    if phrases.drops_it(talk.text):
        return talk.says(talk.sentence("dropped"), f"They dropped the task {task.name}.")
    if opened.confirming:
        return credited(talk, _confirms(talk, task, opened))
    asked = next((field for field in task.fields if field.key == opened.asked), None)
    if asked is None:
        return _goes_on(talk, task, opened.fields)
    return credited(talk, _answers(talk, task, opened, asked))


def _answers(talk: Talk, task: Task, opened: OpenTask, asked: Field) -> Decision:
    """To the question for one field."""
    if not asked.required and phrases.leaves_out(talk.text):
        return _goes_on(talk, task, {**opened.fields, asked.key: ""})
    if opened.guess and talk.agrees:
        return _goes_on(talk, task, {**opened.fields, asked.key: opened.guess})
    if asked.kind is not FieldKind.YES_NO and all(map(phrases.is_small_talk, talk.texts)):
        return _asks(talk, task, opened.fields, asked, unsure=talk.conversation.memory.unsure)
    by_the_way = aside(talk) if asked.kind is not FieldKind.TEXT or "?" in talk.text else ""
    if asked.kind is FieldKind.TEXT and by_the_way:
        return _asks(talk, task, opened.fields, asked, by_the_way, talk.conversation.memory.unsure)
    if asked.kind is FieldKind.TEXT and (corrected := _moments(talk, task, opened.fields)):
        return _goes_on(talk, task, corrected)
    return _takes(talk, task, opened, asked, by_the_way)


def _takes(talk: Talk, task: Task, opened: OpenTask, asked: Field, by_the_way: str) -> Decision:
    """The value that they give; `by_the_way`: the answer to what they ask besides."""
    known = _with_other_moment(talk, task, opened.fields, asked)
    if not opened.guess and (night := at_night(talk, asked)):
        return _asks_again(talk, task, known, asked, night)
    given = taken(talk, asked)
    value = given.likely if task.confirm else given.value
    if value is not None:
        return _goes_on(talk, task, _filled(talk, task, {**known, asked.key: value}))
    if known != opened.fields:
        return _goes_on(talk, task, known)
    if by_the_way:
        return _asks(talk, task, opened.fields, asked, by_the_way, talk.conversation.memory.unsure)
    if opened.guess and talk.agrees is False:
        return _asks(talk, task, opened.fields, asked, unsure=talk.conversation.memory.unsure)
    if asked.kind in MOMENTS and wishes.wants_offer(talk.text):
        why = "They want to be offered a day or time."
        return _gives_up(talk, task, opened.fields, why, HandoffKind.UNSURE)
    return _asks_again(talk, task, opened.fields, asked, given)


def _with_other_moment(talk: Talk, task: Task, fields: Mapping[str, str], asked: Field) -> Mapping[str, str]:
    """Asked for the time, they name another day: "Friday at 3"; where they read it again before it counts."""
    if not task.confirm or asked.kind not in MOMENTS:
        return fields
    corrected = _corrected(talk, task, fields)
    return {key: corrected[key] for key in fields}


def _moments(talk: Talk, task: Task, fields: Mapping[str, str]) -> Mapping[str, str] | None:
    """The fields with another day or time, when the text is nothing else: "Monday" is no reason."""
    corrected = _corrected(talk, task, fields)
    return corrected if corrected != fields and len(words(talk.text)) <= _MOST_WORDS_OF_MOMENT else None


def _confirms(talk: Talk, task: Task, opened: OpenTask) -> Decision:
    """A correction is taken and read back, even beside a yes; yes runs it; a plain no is asked about."""
    corrected = _corrected(talk, task, opened.fields)
    if corrected != opened.fields or _over(talk, task, corrected):
        return _goes_on(talk, task, corrected)
    if talk.agrees and all(field.key in opened.fields for field in task.fields):
        return _runs(talk, task, opened.fields)
    if talk.agrees:  # its owner has added a field meanwhile
        return _goes_on(talk, task, opened.fields)
    named = [field for field in task.fields if _is_named(talk, field)]
    named = named or (list(task.fields) if talk.agrees is False and len(task.fields) == 1 else [])
    if len(named) == 1:
        without = {key: value for key, value in opened.fields.items() if key != named[0].key}
        return _asks(talk, task, without, named[0])
    if talk.agrees is None and (by_the_way := aside(talk)):
        say = f"{by_the_way}\n{talk.sentence('is_it_right')}"
        return _waits(talk, task, opened, say, confirm=True)
    if talk.agrees is None and question_forms.form(talk.text):
        return _gives_up(
            talk, task, opened.fields, "They asked something that nothing answers.", HandoffKind.UNSURE
        )
    return _asks_what_to_change(talk, task, opened, talk.agrees is False)


def _is_named(talk: Talk, field: Field) -> bool:
    return holds(folded(talk.text), folded(label_of(field, talk.language)))


def _asks_what_to_change(talk: Talk, task: Task, opened: OpenTask, refused: bool) -> Decision:
    """Once when they refused, and once when it is neither; never in the words that they have read already."""
    labels = ", ".join(label_of(field, talk.language) for field in task.fields)
    say = talk.sentence("what_to_change", labels=labels) if refused else talk.sentence("yes_or_change")
    if not refused and all(map(phrases.is_small_talk, talk.texts)):
        say = talk.sentence("is_it_right")
    if talk.conversation.memory.unsure + 1 > _MOST_TRIES or say == talk.asked:
        why = "They did not confirm it, and it is not clear what to change."
        return _gives_up(talk, task, opened.fields, why)
    return _waits(talk, task, opened, say, confirm=not refused)


def _waits(talk: Talk, task: Task, opened: OpenTask, say: str, confirm: bool) -> Decision:
    """The task stays open until they confirm it."""
    memory = Memory(task=opened, unsure=talk.conversation.memory.unsure + 1)
    decision = talk.says(say, f"{task.name}: waits for a yes.", memory)
    return replace(decision, task=task.key, fields=opened.fields, confirm=confirm)


def _corrected(talk: Talk, task: Task, fields: Mapping[str, str]) -> Mapping[str, str]:
    """The fields with what the text says again of those that are known when they are seen."""
    values = dict(fields)
    for field in task.fields:
        if _is_only_one(task, field) and (value := seen(talk, field)):
            values[field.key] = value
    return values


def _filled(talk: Talk, task: Task, fields: Mapping[str, str]) -> Mapping[str, str]:
    """With what was said beyond the question; only where the contact hears it again before it counts."""
    if not task.confirm:
        return fields
    missing = [field for field in task.fields if field.key not in fields and _is_only_one(task, field)]
    values = {field.key: seen(talk, field) for field in missing}
    return {**fields, **{key: value for key, value in values.items() if value}}


def _is_only_one(task: Task, field: Field) -> bool:
    """Of two dates, a text does not say which it means."""
    return sum(other.kind is field.kind for other in task.fields) == 1


def _goes_on(talk: Talk, task: Task, fields: Mapping[str, str], lead: str = "") -> Decision:
    """Ask for the next field, or again for what is over by now; read back, or run."""
    if over := _over(talk, task, fields):
        left = {key: value for key, value in fields.items() if key != over.key}
        return _asks_again(talk, task, left, over, Answer(None, sentence(Fault.PAST, talk.language)), lead)
    following = next((field for field in task.fields if field.key not in fields), None)
    if following is not None and (given := at_night(talk, following)):
        return _asks_again(talk, task, fields, following, given, lead)
    if following is not None:
        return _asks(talk, task, fields, following, lead)
    if not task.confirm or not task.fields:
        return _runs(talk, task, fields, lead)
    say = "\n".join(filter(None, (lead, read_back(task, fields, talk.language, _fits(talk, lead)))))
    opened = OpenTask(task.key, fields, confirming=True)
    decision = talk.says(
        say, f"{task.name}: all fields are there; asks whether they are right.", Memory(opened)
    )
    return replace(decision, task=task.key, fields=fields, confirm=True)


def _over(talk: Talk, task: Task, fields: Mapping[str, str]) -> Field | None:
    """They answer days later."""
    now = talk.conversation.local_now
    return next((field for field in task.fields if is_over(field, fields.get(field.key, ""), now)), None)


def _fits(talk: Talk, lead: str) -> Callable[[str], bool]:
    """Whether a text leaves as it is behind `lead`."""
    return lambda text: talk.conversation.fits(f"{lead}\n{text}")


def _asks(
    talk: Talk, task: Task, fields: Mapping[str, str], field: Field, lead: str = "", unsure: int = 0
) -> Decision:
    question = question_of(field, talk.language)
    memory = Memory(OpenTask(task.key, fields, asked=field.key), unsure=unsure)
    say = f"{lead} {question}" if lead and "\n" not in lead else f"{lead}\n{question}".strip()
    decision = talk.says(say, f"{task.name}: asks for {field.label}.", memory)
    return replace(decision, task=task.key, fields=fields)


def _asks_again(
    talk: Talk, task: Task, fields: Mapping[str, str], field: Field, given: Answer, lead: str = ""
) -> Decision:
    """In words that say what is wanted, or whether the guess was meant."""
    unsure = talk.conversation.memory.unsure + 1
    if unsure > _MOST_TRIES or (unsure == _MOST_TRIES and given.guess is None):
        return _gives_up(talk, task, fields, f"Their answers gave no {field.label}.")
    memory = Memory(OpenTask(task.key, fields, field.key, guess=given.guess or ""), unsure=unsure)
    say = f"{lead} {given.sentence}".strip()
    decision = talk.says(say, f"{task.name}: asks for {field.label} again.", memory)
    return replace(decision, task=task.key, fields=fields)


def _gives_up(
    talk: Talk, task: Task, fields: Mapping[str, str], why: str, kind: HandoffKind = HandoffKind.TASK
) -> Decision:
    decision = talk.hands_off(kind, f"{task.name} could not be completed. {why}")
    return replace(decision, task=task.key, fields=fields)


def _runs(talk: Talk, task: Task, fields: Mapping[str, str], lead: str = "") -> Decision:
    known = {field.key: field for field in task.fields}
    values = {key: shown(known[key], value, talk.language) for key, value in fields.items() if key in known}
    written = task.done_in.get(talk.language) or task.done
    done = whole(written, talk.conversation, values) or talk.sentence("done")
    decision = talk.says(" ".join(filter(None, (lead, done))), f"{task.name} runs.")
    goal = Goal(True, f"“{task.name}” was agreed.") if task.reaches_goal else None
    return replace(decision, task=task.key, fields=fields, runs=True, goal=goal)
