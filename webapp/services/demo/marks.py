"""What is made up is remembered row by row, so that it can be told from what people have added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, inspect, select

from webapp.db import Model, db
from webapp.models.demo_row import DemoRow

MADE = ("created_at", "started_at", "at")
"""The column that says when a row was made, whichever its table has."""


def remember(*rows: Any) -> None:
    """These rows, which are flushed, are made up."""
    marks = [DemoRow(table_name=_table_of(row), row_id=row.id, made_at=_made_at(row)) for row in rows]
    db.session.add_all(marks)


def of(model: type[Model]) -> set[int]:
    """The ids of the made-up rows of a table that are still there."""
    return set(db.session.scalars(ids(model)))


def ids(model: type[Model]) -> Select[int]:
    """The same as a query."""
    table = db.metadata.tables[model.__tablename__]
    made = next(table.c[name] for name in MADE if name in table.c)
    same = (DemoRow.row_id == table.c.id, DemoRow.made_at == made)
    return select(table.c.id).join(DemoRow, same[0]).where(DemoRow.table_name == table.name, *same)


def any_left() -> bool:
    """Is there made-up data here?"""
    return bool(db.session.scalar(select(exists().where(DemoRow.row_id.is_not(None)))))


def _table_of(row: Any) -> str:
    """Calls and notes are entries, whatever else they have."""
    name: str = inspect(type(row)).base_mapper.local_table.name
    return name


def _made_at(row: Any) -> datetime:
    name = next(name for name in MADE if hasattr(row, name))
    made: datetime = getattr(row, name)
    return made
