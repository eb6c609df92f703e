"""What the parts of an agent that are edited one by one have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from webapp.agents.stored import Definition
from webapp.errors import Fault, Faults
from webapp.models.agent import EngineName
from webapp.services.agents.editing.typed import Shape, Typed
from webapp.services.agents.store import AgentForm, Current

LONGEST_KEY = 40


@dataclass(frozen=True)
class Part:
    """A part with a form of its own. `show`: what stands in the form; `read`: the agent with what was typed,
    which raises Faults that name the fields. `renamed`: how the form calls what store's faults name.

    `strict`: it holds what versions do not, so that any save of a colleague overtakes it.
    """

    key: str
    title: str
    lead: str
    shape: Shape
    show: Callable[[Current], dict[str, Any]]
    read: Callable[[Typed, Current], AgentForm]
    renamed: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False


@dataclass(frozen=True)
class ItemKind:
    """`part`: the field of the definition that holds them, which store's faults name, too.

    `show`: what stands in the form of the item with that key, None for a new one; NotFound without such an
    item. `read`: all items with what was typed, as `part` holds them; raises Faults that name the fields.
    `remove`: all but that one; raises NotFound, and Fault while it is in use.
    `again`: what was typed, for the same form.
    """

    key: str
    part: str
    one: str
    field: str
    shape: Shape
    show: Callable[[Definition, str | None], dict[str, Any]]
    read: Callable[[Typed, Definition, str | None], tuple[Any, ...]]
    remove: Callable[[Definition, str], tuple[Any, ...]]
    again: Callable[[Typed, Shape], dict[str, Any]] = Typed.again


def with_definition(current: Current, **changes: Any) -> AgentForm:
    """The agent as it is, but for some of its definition."""
    agent = current.agent
    definition: Definition = replace(current.definition, **changes)
    return AgentForm(agent.name, EngineName(agent.engine), definition, agent.color)


def in_form(fault: Fault, shape: Shape, renamed: Mapping[str, str]) -> dict[str, str]:
    """Field of the form -> sentence; what this form does not hold stands above it, under ""."""
    by_field = fault.by_field if isinstance(fault, Faults) else {fault.field or "": fault.sentence}
    found: dict[str, str] = {}
    for name, sentence in by_field.items():
        own = renamed.get(name, name)
        known = own in (*shape.texts, *shape.lists, *shape.rows) or own.rsplit("-", 2)[0] in shape.rows
        place = own if known else ""
        found[place] = f"{found[place]} {sentence}" if place in found else sentence
    return found


def new_key(name: str, taken: Collection[str]) -> str:
    """A key made of a name, in small ASCII letters, digits and _, that is not taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_KEY].strip("_") or "item"
    key, number = stem, 2
    while key in taken or key == "new":
        key, number = f"{stem}_{number}", number + 1
    return key
