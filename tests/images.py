"""What takes seconds to make in a database, made once and put back for each test that changes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, select, text

from webapp.db import db

Image = dict[str, list[dict[str, Any]]]
"""The rows of each table that has any, by its name, as the application reads them."""

RELEASED = {
    "sqlite": "PRAGMA defer_foreign_keys = on",
    "postgresql": "SET LOCAL session_replication_role = replica",
}
"""Rows come table by table, and some tables name each other."""
SEQUENCES = 'SELECT setval(pg_get_serial_sequence(:name, :column), max({column})) FROM "{name}"'


def take() -> Image:
    """Every row of the application whose context this is."""
    rows = {table.name: db.session.execute(select(table)).mappings().all() for table in _tables()}
    db.session.rollback()
    return {name: [dict(row) for row in some] for name, some in rows.items() if some}


def put_back(image: Image) -> None:
    """Into the emptied tables. Committed; new rows get the ids that they would have got after `take`."""
    db.session.execute(text(RELEASED[db.engine.dialect.name]))
    for table in _tables():
        if rows := image.get(table.name):
            db.session.execute(table.insert(), rows)
    set_sequences(table for table in _tables() if table.name in image)
    db.session.commit()


def _tables() -> list[Table]:
    return [*db.metadata.sorted_tables]


def set_sequences(tables: Iterable[Table]) -> None:
    """After rows with ids of their own: new ones get the next. SQLite does that by itself."""
    if db.engine.dialect.name != "postgresql":
        return
    for table in tables:
        if (column := table.autoincrement_column) is not None:
            query = SEQUENCES.format(name=table.name, column=column.name)  # our own names
            db.session.execute(text(query), {"name": f'"{table.name}"', "column": column.name})
