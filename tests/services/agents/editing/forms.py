"""Forms of an agent's parts as a browser would send them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from webapp.agents.stored import Definition
from webapp.errors import Fault, Faults
from webapp.models.agent import Agent, EngineName
from webapp.services.agents.editing.part import ItemKind, Part
from webapp.services.agents.editing.typed import Shape, Typed
from webapp.services.agents.store import AgentForm, Current


def current(definition: Definition | None = None) -> Current:
    """Desk, which answers by its playbook; it is in no database."""
    agent = Agent(name="Desk", color="blue", engine=EngineName.PLAYBOOK, version=1)
    return Current(agent, definition or Definition())


def sent(shape: Shape, shown: Mapping[str, Any], **changes: str | list[str]) -> Typed:
    """All that the form holds, with some of it changed."""
    values: dict[str, list[str]] = {name: [shown[name]] for name in shape.texts if name in shown}
    values |= {name: list(shown[name]) for name in shape.lists}
    for prefix, names in shape.rows.items():
        for row in shown[prefix]:
            values |= {f"{prefix}-{row['n']}-{name}": [row[name]] for name in names}
    for name, value in changes.items():
        values[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    return Typed(values)


def saved(part: Part, definition: Definition | None = None, **changes: str | list[str]) -> AgentForm:
    """The agent with what was typed into a part's form."""
    present = current(definition)
    return part.read(sent(part.shape, part.show(present), **changes), present)


def written(
    kind: ItemKind, definition: Definition, key: str | None, **changes: str | list[str]
) -> tuple[Any, ...]:
    """The items with what was typed into the form of one."""
    return kind.read(sent(kind.shape, kind.show(definition, key), **changes), definition, key)


def faults(part: Part, **changes: str | list[str]) -> dict[str, str]:
    """Field -> sentence."""
    with pytest.raises(Faults) as raised:
        saved(part, **changes)
    return raised.value.by_field


def item_faults(kind: ItemKind, definition: Definition, key: str | None, **changes: str) -> dict[str, str]:
    with pytest.raises((Faults, Fault)) as raised:
        written(kind, definition, key, **changes)
    return raised.value.by_field if isinstance(raised.value, Faults) else {}
