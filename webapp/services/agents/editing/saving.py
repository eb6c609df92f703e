"""Saving one part or one item of an agent, without losing what a colleague has saved of another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from webapp.agents.stored import Definition
from webapp.errors import Conflict, Fault, Faults, NotFound
from webapp.models.agent import EngineName
from webapp.models.user import User
from webapp.services import events
from webapp.services.agents import store
from webapp.services.agents.editing import answers, goal, handoff, hours, knowledge, limits, tasks, who
from webapp.services.agents.editing.part import ItemKind, Part, in_form, with_definition
from webapp.services.agents.editing.typed import Typed
from webapp.services.agents.store import AgentForm, Current

PARTS = {part.key: part for part in (who.PART, handoff.PART, goal.PART, limits.PART, hours.PART)}
ITEMS = {kind.key: kind for kind in (answers.KIND, knowledge.KIND, tasks.KIND)}


def save_part(agent_id: int, seen: int, part: Part, typed: Typed, by: User) -> bool:
    """Whether there was anything to save. `seen`: the version that the form showed.

    Raises Conflict when a colleague has changed the same part since, NotFound, and Faults as the form names
    its fields.
    """

    def same(old: Definition, current: Current) -> bool:
        return not part.strict and part.show(Current(current.agent, old)) == part.show(current)

    try:
        return _save(agent_id, seen, same, lambda current: part.read(typed, current), by)
    except (Faults, Fault) as fault:
        raise _of_form(fault, part) from fault


def save_item(agent_id: int, seen: int, kind: ItemKind, key: str | None, typed: Typed, by: User) -> bool:
    """The same for one item; `key`: None for a new one. Conflict, too, when a colleague has removed it."""
    try:
        return _save(agent_id, seen, _same_item(kind, key), _with_item(kind, key, typed), by)
    except (Faults, Fault) as fault:
        raise _of_form(fault, kind) from fault


def remove_item(agent_id: int, seen: int, kind: ItemKind, key: str, by: User) -> None:
    """Raises Conflict when a colleague has changed it since, NotFound, and Fault while it is in use."""

    def change(current: Current) -> AgentForm:
        return with_definition(current, **{kind.part: kind.remove(current.definition, key)})

    _save(agent_id, seen, _same_item(kind, key), change, by)


def _same_item(kind: ItemKind, key: str | None) -> Callable[[Definition, Current], bool]:
    """A new item overtakes no one."""

    def same(old: Definition, current: Current) -> bool:
        return key is None or _shown(kind, old, key) == _shown(kind, current.definition, key)

    return same


def _shown(kind: ItemKind, definition: Definition, key: str) -> dict[str, Any] | None:
    try:
        return kind.show(definition, key)
    except NotFound:
        return None


def _with_item(kind: ItemKind, key: str | None, typed: Typed) -> Callable[[Current], AgentForm]:
    def change(current: Current) -> AgentForm:
        if key is not None and _shown(kind, current.definition, key) is None:
            raise Conflict(f"A colleague has removed this {kind.one} meanwhile. Save again to put it back.")
        return with_definition(current, **{kind.part: kind.read(typed, current.definition, key)})

    return change


def _save(
    agent_id: int,
    seen: int,
    same: Callable[[Definition, Current], bool],
    change: Callable[[Current], AgentForm],
    by: User,
) -> bool:
    """Where colleagues have saved since, but not this, theirs and this are put together."""
    current = store.current(store.get(agent_id))
    is_newest = seen == current.agent.version or _may_go_on(agent_id, seen, same, current)
    form = change(current)
    if form == with_definition(current):
        return False
    store.save(agent_id, current.agent.version if is_newest else seen, form, by)
    return True


def _may_go_on(
    agent_id: int, seen: int, same: Callable[[Definition, Current], bool], current: Current
) -> bool:
    try:
        return same(store.version(agent_id, seen), current)
    except NotFound:
        return False


def _of_form(fault: Fault, form: Part | ItemKind) -> Fault:
    """With the form's own names of fields; what is no fault of a field stays what it is."""
    if not isinstance(fault, Faults) and fault.field is None:
        return fault
    renamed = form.renamed if isinstance(form, Part) else {form.part: form.field}
    return Faults(in_form(fault, form.shape, renamed))


def put_back(agent_id: int, number: int, by: User) -> bool:
    """An older version's definition becomes the newest; False when it is the same already.

    Name, color and engine stay, which versions do not hold; and the model where the older one had none, for
    it was a playbook then. Raises NotFound, Conflict, and Faults when it cannot be used any more.
    """
    current = store.current(store.get(agent_id))
    old = store.version(agent_id, number)
    if old.model_id is None and current.agent.engine == EngineName.LLM:
        old = replace(old, model_id=current.definition.model_id)
    if old == current.definition:
        return False
    form = replace(with_definition(current), definition=old)
    agent = store.save(agent_id, current.agent.version, form, by)
    events.note("agent.put_back", user_id=by.id, agent=agent.id, name=agent.name, version=number)
    return True
