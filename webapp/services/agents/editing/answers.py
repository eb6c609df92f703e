"""The answers of an agent: entries of its playbook, one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from webapp.agents.definition import PlaybookEntry
from webapp.agents.stored import Definition
from webapp.errors import Fault, Gather, NotFound
from webapp.rules.typed_text import one_line
from webapp.services.agents.editing.part import ItemKind, new_key
from webapp.services.agents.editing.typed import LONGEST_LINE, Shape, Typed
from webapp.services.agents.editing.who import LANGUAGES, in_others

ONLY = ("column", "value")
NOTHING, HANDOFF = "", "handoff:"
TASK = "task:"
"""Before the key of the task that begins."""
IN_OTHERS = tuple(f"answer_{language}" for language in LANGUAGES)
ASKS_IN_OTHERS = tuple(f"ask_{language}" for language in LANGUAGES)
LONGEST_ASK = 80
"""Characters: two of them stand in one question."""
SHAPE = Shape(
    ("name", "phrases", "ask", *ASKS_IN_OTHERS, "answer", *IN_OTHERS, "then", "reason", "reaches_goal"),
    ("labels",),
    {"only": ONLY},
)


def get(definition: Definition, key: str | None) -> PlaybookEntry:
    """An empty one for None. Raises NotFound."""
    if key is None:
        return PlaybookEntry("", "", ())
    entry = next((entry for entry in definition.playbook if entry.key == key), None)
    if entry is None:
        raise NotFound("This answer does not exist any more.")
    return entry


def show(definition: Definition, key: str | None) -> dict[str, Any]:
    """As the form has it. `then`: NOTHING, HANDOFF, or TASK and the key of a task."""
    entry = get(definition, key)
    only = [
        {"n": str(n), "column": column, "value": value}
        for n, (column, value) in enumerate(entry.only.items())
    ]
    return {
        "name": entry.name,
        "phrases": "\n".join(entry.phrases),
        "ask": entry.ask,
        **{f"ask_{language}": entry.asks.get(language, "") for language in LANGUAGES},
        "answer": entry.answer,
        **{f"answer_{language}": entry.answers.get(language, "") for language in LANGUAGES},
        "then": _then(entry),
        "reason": entry.handoff or "",
        "reaches_goal": "yes" if entry.reaches_goal else "",
        "labels": list(entry.labels),
        "only": only,
    }


def _then(entry: PlaybookEntry) -> str:
    if entry.task:
        return f"{TASK}{entry.task}"
    return HANDOFF if entry.handoff else NOTHING


def read(typed: Typed, definition: Definition, key: str | None) -> tuple[PlaybookEntry, ...]:
    """The playbook with this entry in its place, or at the end. Raises Faults."""
    old, faults, values = get(definition, key), Gather(), dict[str, Any]()
    with faults:
        values["name"] = typed.line("name", 80, "Give the answer a name, for example “Opening hours”.")
    with faults:
        values["phrases"] = _phrases(typed)
    with faults:
        values["ask"] = typed.line("ask", LONGEST_ASK)
    with faults:
        values["asks"] = in_others(typed, "ask_", old.asks, lambda name: typed.line(name, LONGEST_ASK))
    with faults:
        values["answer"] = typed.said("answer")
    with faults:
        values["answers"] = in_others(typed, "answer_", old.answers, typed.said)
    with faults:
        values |= _follows(typed, definition)
    with faults:
        values["only"] = _only(typed)
    with faults:
        if not (values.get("answer", "x") or values.get("task", "x") or values.get("handoff", "x")):
            raise Fault("Write an answer, or choose what happens then.", "answer")
    faults.settle()
    values |= {"labels": typed.chosen("labels"), "reaches_goal": typed.flag("reaches_goal")}
    taken = [entry.key for entry in definition.playbook]
    entry = replace(old, key=key or new_key(values["name"], taken), **values)
    if key is None:
        return (*definition.playbook, entry)
    return tuple(entry if one.key == key else one for one in definition.playbook)


def remove(definition: Definition, key: str) -> tuple[PlaybookEntry, ...]:
    """The playbook without it. Raises NotFound."""
    gone = get(definition, key)
    return tuple(entry for entry in definition.playbook if entry is not gone)


def _phrases(typed: Typed) -> tuple[str, ...]:
    phrases = typed.lines("phrases")
    if not phrases:
        raise Fault("Write at least one example of how people ask. Eight are much better.", "phrases")
    return phrases


def _follows(typed: Typed, definition: Definition) -> dict[str, str | None]:
    then = typed.get("then")
    if then == NOTHING:
        return {"task": None, "handoff": None}
    if then == HANDOFF:
        reason = typed.line("reason", 200) or f"The answer “{one_line(typed.get('name'))[:80]}” says so."
        return {"task": None, "handoff": reason}
    task = then.removeprefix(TASK)
    if task not in [one.key for one in definition.tasks]:
        raise Fault("This task does not exist any more. Choose another one.", "then")
    return {"task": task, "handoff": None}


def _only(typed: Typed) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in typed.rows("only", ONLY):
        column, value = one_line(row["column"]), one_line(row["value"])
        if not column and not value:
            continue
        if not column or not value or max(len(column), len(value)) > LONGEST_LINE:
            raise Fault("Fill in both, the column and its value, or neither.", f"only-{row['n']}-column")
        found[column] = value
    return found


KIND = ItemKind("answers", "playbook", "answer", "name", SHAPE, show, read, remove)
