"""Writing many rows past the application, as fast as each database takes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import text

from webapp.db import db

Row = tuple[Any, ...]


def load(table: str, columns: str, rows: Iterable[Row]) -> None:
    """`columns` by name, separated by blanks; moments are text (`YYYY-MM-DD HH:MM:SS`, UTC)."""
    names = ", ".join(f'"{name}"' for name in columns.split())
    connection: Any = db.engine.raw_connection()
    try:
        if db.engine.dialect.name == "postgresql":
            _copy(connection, f'COPY "{table}" ({names}) FROM STDIN', rows)
            if "id" in columns.split():
                _go_on(connection, table)
        else:
            places = ", ".join("?" * len(columns.split()))
            _insert(connection, f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)  # noqa: S608
    finally:
        connection.close()


def _copy(connection: Any, statement: str, rows: Iterable[Row]) -> None:
    with connection.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
    connection.commit()


def _go_on(connection: Any, table: str) -> None:
    """PostgreSQL gives the next row an id after these, as SQLite does."""
    at = f"pg_get_serial_sequence('\"{table}\"', 'id')"
    connection.cursor().execute(f'SELECT setval({at}, max(id)) FROM "{table}"')  # noqa: S608
    connection.commit()


def _insert(connection: Any, statement: str, rows: Iterable[Row]) -> None:
    cursor = connection.cursor()
    cursor.execute("BEGIN")
    cursor.executemany(statement, rows)
    cursor.execute("COMMIT")


def moment(at: datetime) -> str:
    """A naive UTC moment as both databases read it."""
    return f"{at:%Y-%m-%d %H:%M:%S.%f}"


def settle(analyze: bool) -> None:
    """Leave the database as days of work would: its planner with statistics, or without any."""
    connection: Any = db.engine.raw_connection()
    try:
        if db.engine.dialect.name == "postgresql":
            connection.driver_connection.autocommit = True
            connection.execute("VACUUM ANALYZE" if analyze else "VACUUM")
        elif analyze:
            connection.execute("ANALYZE")
    finally:
        connection.invalidate()


def leave_alone() -> None:
    """PostgreSQL gathers statistics by itself, in the background: not here, where we say when."""
    if db.engine.dialect.name != "postgresql":
        return
    with db.engine.begin() as connection:
        for table in db.metadata.sorted_tables:
            connection.execute(text(f'ALTER TABLE "{table.name}" SET (autovacuum_enabled = false)'))
