"""The tasks of an agent, one by one: what they collect, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from webapp.agents.definition import Field, FieldKind, Task
from webapp.agents.stored import Definition
from webapp.errors import Fault, Gather, NotFound
from webapp.rules.typed_text import one_line
from webapp.services.agents.editing import actions
from webapp.services.agents.editing.part import ItemKind, new_key
from webapp.services.agents.editing.typed import Shape, Typed, is_empty
from webapp.services.agents.editing.who import LANGUAGES, in_others
from webapp.services.contacts import attributes

KINDS = {
    "text": "Text",
    "number": "Number",
    "date": "Date",
    "time": "Time",
    "date_time": "Date and time",
    "yes_no": "Yes or no",
    "choice": "One of several",
    "phone": "Phone number",
    "email": "E-mail address",
}
IN_OTHERS = tuple(f"{what}_{language}" for what in ("label", "question") for language in LANGUAGES)
NAMES = ("key", "label", "kind", "required", "choices", "question", "keep_as", *IN_OTHERS)
DONE_IN = tuple(f"done_{language}" for language in LANGUAGES)
MOST_FIELDS = 20
SHAPE = Shape(
    ("name", "when", "confirm", "done", *DONE_IN, "reaches_goal"),
    rows={"field": NAMES, actions.PREFIX: actions.NAMES},
)


def kinds() -> list[tuple[str, str]]:
    """The kinds of fields that there are, with their words."""
    return [(str(kind), KINDS.get(kind, kind.replace("_", " "))) for kind in FieldKind]


def get(definition: Definition, key: str | None) -> Task:
    """An empty one for None. Raises NotFound."""
    if key is None:
        return Task("", "")
    task = next((task for task in definition.tasks if task.key == key), None)
    if task is None:
        raise NotFound("This task does not exist any more.")
    return task


def show(definition: Definition, key: str | None) -> dict[str, Any]:
    """As the form has it."""
    task = get(definition, key)
    return {
        "name": task.name,
        "when": task.when,
        "confirm": "yes" if task.confirm else "",
        "done": task.done,
        **{f"done_{language}": task.done_in.get(language, "") for language in LANGUAGES},
        "reaches_goal": "yes" if task.reaches_goal else "",
        "field": [_row(n, field) for n, field in enumerate(task.fields)],
        actions.PREFIX: actions.rows(task.actions),
    }


def again(typed: Typed, shape: Shape) -> dict[str, Any]:
    """For the same form, see Typed.again; an action stands in it with nothing typed, too."""
    return typed.again(shape) | {actions.PREFIX: actions.again(typed)}


def _row(n: int, field: Field) -> dict[str, str]:
    return {
        "n": str(n),
        "key": field.key,
        "label": field.label,
        "kind": str(field.kind),
        "required": "yes" if field.required else "",
        "choices": ", ".join(field.choices),
        "question": field.question,
        "keep_as": field.keep_as,
        **{f"label_{language}": field.labels.get(language, "") for language in LANGUAGES},
        **{f"question_{language}": field.questions.get(language, "") for language in LANGUAGES},
    }


def read(typed: Typed, definition: Definition, key: str | None) -> tuple[Task, ...]:
    """The tasks with this one in its place, or at the end. Raises Faults."""
    old, faults, values = get(definition, key), Gather(), dict[str, Any]()
    with faults:
        values["name"] = typed.line("name", 80, "Give the task a name, for example “New appointment”.")
    with faults:
        values["when"] = typed.line("when", 300)
    with faults:
        values["done"] = typed.said("done")
    with faults:
        values["done_in"] = in_others(typed, "done_", old.done_in, typed.said)
    values["fields"] = _fields(typed, old, faults)
    values["actions"] = actions.read(typed, faults)
    faults.settle()
    values |= {"confirm": typed.flag("confirm"), "reaches_goal": typed.flag("reaches_goal")}
    taken = [task.key for task in definition.tasks]
    task = replace(old, key=key or new_key(values["name"], taken), **values)
    actions.check(task, faults)
    faults.settle()
    if key is None:
        return (*definition.tasks, task)
    return tuple(task if one.key == key else one for one in definition.tasks)


def remove(definition: Definition, key: str) -> tuple[Task, ...]:
    """All but that one. Raises NotFound, and Fault while an answer begins it."""
    gone = get(definition, key)
    begins = next((entry.name for entry in definition.playbook if entry.task == key), None)
    if begins is not None:
        raise Fault(f"The answer “{begins}” begins this task. Change that answer first.")
    return tuple(task for task in definition.tasks if task is not gone)


def _fields(typed: Typed, old: Task, faults: Gather) -> tuple[Field, ...]:
    fields: list[Field] = []
    for row in typed.rows("field", NAMES):
        if not is_empty(row):
            with faults:
                fields.append(_in_others(_field(row, old, fields), row["n"], typed))
    with faults:
        if not fields and not faults.by_field:
            raise Fault("Add at least one field: a task is what the agent asks for, step by step.", "field")
        if len(fields) > MOST_FIELDS:
            raise Fault(f"A task may have {MOST_FIELDS} fields. People do not answer more.", "field")
    return tuple(fields)


def _field(row: Mapping[str, str], old: Task, before: list[Field]) -> Field:
    """What the form does not show of a field that was there before stays."""
    at = f"field-{row['n']}"
    label, question = one_line(row["label"]), one_line(row["question"])
    if not label or len(label) > 60:
        raise Fault("Give the field a name of up to 60 characters.", f"{at}-label")
    if len(question) > 300:
        raise Fault("The question may have 300 characters.", f"{at}-question")
    if row["kind"] not in list(FieldKind):
        raise Fault("Choose what kind of answer it is.", f"{at}-kind")
    kind, taken = FieldKind(row["kind"]), [field.key for field in before]
    known = next((one for one in old.fields if one.key == row["key"] and one.key not in taken), None)
    blank = known or Field(new_key(label, [*taken, *(one.key for one in old.fields)]), label)
    choices = _choices(row["choices"], f"{at}-choices") if kind is FieldKind.CHOICE else ()
    required, keep_as = bool(row["required"]), _kept(row["keep_as"], f"{at}-keep_as")
    field = replace(blank, label=label, kind=kind, required=required, choices=choices)
    return replace(field, question=question, keep_as=keep_as)


def _kept(typed: str, field: str) -> str:
    """The name of an attribute, or "". Raises Fault that names `field`."""
    if not one_line(typed):
        return ""
    try:
        return attributes.read_name(typed)
    except Fault as fault:
        raise Fault(fault.sentence, field) from fault


def _in_others(field: Field, row: str, typed: Typed) -> Field:
    def line(name: str) -> str:
        return typed.line(name, 300)

    labels = in_others(typed, f"field-{row}-label_", field.labels, line)
    return replace(
        field, labels=labels, questions=in_others(typed, f"field-{row}-question_", field.questions, line)
    )


def _choices(typed: str, field: str) -> tuple[str, ...]:
    choices = tuple(dict.fromkeys(filter(None, map(one_line, typed.replace("\n", ",").split(",")))))
    if len(choices) < 2:
        raise Fault("Write at least two choices, separated by commas.", field)
    if len(choices) > 20 or any(len(one) > 60 for one in choices):
        raise Fault("At most 20 choices of up to 60 characters each.", field)
    return choices


KIND = ItemKind("tasks", "tasks", "task", "name", SHAPE, show, read, remove, again)
