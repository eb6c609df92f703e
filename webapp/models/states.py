"""How states change: one table a noun, and the two verbs that respect it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Update, update

State = TypeVar("State", bound=StrEnum)
Table = Mapping[Any, frozenset[Any]]
"""For each state, the states that may follow it."""


class IllegalMove(Exception):
    """A state was asked to change in a way that its table does not allow."""


def sources(table: Table, target: State) -> list[State]:
    """The states from which `target` may be reached."""
    return [state for state, targets in table.items() if target in targets]


def check(table: Table, source: StrEnum, target: StrEnum) -> None:
    """Raises IllegalMove unless `target` may follow `source`."""
    if target not in table[source]:
        raise IllegalMove(f"{source} -> {target}")


def move(
    model: Any, column: str, table: Table, target: StrEnum, *where: ColumnElement[bool], **values: Any
) -> Update:
    """An UPDATE that moves rows to `target`, and only those that the table allows to move there."""
    state = getattr(model, column)
    return update(model).where(*where, state.in_(sources(table, target))).values({column: target, **values})
