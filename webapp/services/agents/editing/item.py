"""What the answers, the knowledge and the tasks of an agent have in common: each has a form of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webapp.agents.stored import Definition
from webapp.services.agents.editing.typed import Shape, Typed


@dataclass(frozen=True)
class ItemKind:
    """`part`: the field of the definition that holds them, which store's faults name, too.

    `show`: what stands in the form of the item with that key, None for a new one; NotFound without such an
    item. `read`: all items with what was typed, as `part` holds them; raises Faults that name the fields.
    `remove`: all but that one; raises NotFound, and Fault while it is in use.
    """

    key: str
    part: str
    one: str
    field: str
    shape: Shape
    show: Callable[[Definition, str | None], dict[str, Any]]
    read: Callable[[Typed, Definition, str | None], tuple[Any, ...]]
    remove: Callable[[Definition, str], tuple[Any, ...]]
