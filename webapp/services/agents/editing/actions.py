"""What a task does when it runs: rows of its form, each an action with the fields that its kind declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from webapp.agents.definition import Task, TaskAction
from webapp.errors import Fault, Faults, Gather
from webapp.services.actions.base import Action
from webapp.services.actions.registry import ACTIONS, ALL, MOST, unknown
from webapp.services.agents import task_checking
from webapp.services.agents.editing.typed import Typed

PREFIX = "action"
NAMES = ("kind", *dict.fromkeys(field.key for action in ALL for field in action.fields))
ADDED = "new_action"
"""The field that says which kind of action is added."""
Row = dict[str, str]


def rows(actions: Iterable[TaskAction]) -> list[Row]:
    """As the form has them."""
    return [_row(n, one.kind, one.settings) for n, one in enumerate(actions)]


def again(typed: Typed) -> list[Row]:
    """What was typed, with one action more, one less, or one moved up: by the button that was pressed."""
    found = [row for row in _sent(typed) if typed.get("drop") != f"{PREFIX}-{row['n']}"]
    if typed.get("more") == PREFIX and typed.get(ADDED) in ACTIONS and len(found) < MOST:
        found.append(_row(_following(found), typed.get(ADDED), {}))
    place = next((at for at, row in enumerate(found) if typed.get("up") == f"{PREFIX}-{row['n']}"), 0)
    if place:
        numbers = [row["n"] for row in found]
        found[place - 1], found[place] = found[place], found[place - 1]
        found = [{**row, "n": n} for row, n in zip(found, numbers, strict=True)]
    return found


def read(typed: Typed, faults: Gather) -> tuple[TaskAction, ...]:
    """In the order of the form. What is wrong is gathered at the fields of its row."""
    found = [_action(row) for row in _sent(typed)]
    with faults:
        if len(found) > MOST:
            raise Fault(f"A task can have up to {MOST} actions.", PREFIX)
    for row, action in zip(_sent(typed), found, strict=True):
        for field, sentence in _wrong(row, action):
            with faults:
                raise Fault(sentence, field)
    return tuple(found)


def check(task: Task, faults: Gather) -> None:
    """What is wrong with the task as a whole: what nothing fills, say. Gathered above its actions."""
    if found := task_checking.faults(task):
        with faults:
            raise Fault(" ".join(found[: task_checking.MOST_SENTENCES]), PREFIX)


def _sent(typed: Typed) -> list[Row]:
    """A row counts when it names its kind, even with nothing typed: not every action has fields."""
    return [row for row in typed.rows(PREFIX, NAMES) if row["kind"]]


def _row(n: int, kind: str, settings: Mapping[str, str]) -> Row:
    fields = ACTIONS[kind].fields if kind in ACTIONS else ()
    shown = {field.key: settings.get(field.key, field.default) for field in fields}
    return {"n": str(n)} | dict.fromkeys(NAMES, "") | shown | {"kind": kind}


def _following(found: list[Row]) -> int:
    return max((int(row["n"]) for row in found), default=-1) + 1


def _action(row: Row) -> TaskAction:
    """A field that is empty is left out, unless it has a default that must not come back."""
    fields = ACTIONS[row["kind"]].fields if row["kind"] in ACTIONS else ()
    typed = {field.key: row[field.key].replace("\r\n", "\n").strip() for field in fields}
    defaults = {field.key: field.default for field in fields}
    return TaskAction(row["kind"], {key: value for key, value in typed.items() if value or defaults[key]})


def _wrong(row: Row, used: TaskAction) -> Iterator[tuple[str, str]]:
    """Fields of the form, with a sentence each."""
    at, action = f"{PREFIX}-{row['n']}", ACTIONS.get(used.kind)
    if action is None:
        yield PREFIX, unknown(used.kind)
        return
    by_field = _by_field(action, used)
    for name, sentence in by_field.items():
        yield f"{at}-{name}", sentence


def _by_field(action: Action, used: TaskAction) -> dict[str, str]:
    """What cannot be read stands at its field; what only the whole action knows, at the likeliest one."""
    keys = [field.key for field in action.fields]
    try:
        action.read(used.settings)
    except Faults as faults:
        return {key if key in keys else keys[0]: said for key, said in faults.by_field.items()}
    place = "url" if "url" in keys else next(iter(keys), "kind")
    found = action.faults(used.settings)
    return {place: " ".join(found)} if found else {}
