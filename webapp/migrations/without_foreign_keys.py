"""SQLite rebuilds a table for most changes, and dropping the old one deletes what refers to it.

So its foreign keys are off meanwhile (https://www.sqlite.org/lang_altertable.html, section 7), which can only
be said between two transactions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event


def begin(connection: sa.Connection) -> None:
    """Begin the migration's transaction again, before its first change; at its end they are on again."""
    raw: Any = connection.connection.driver_connection

    def end(how: str) -> Callable[[sa.Connection], None]:
        def ended(_connection: sa.Connection) -> None:
            if raw.in_transaction:
                raw.execute(how)
            raw.execute("PRAGMA foreign_keys = ON")

        return ended

    event.listen(connection, "commit", end("COMMIT"), once=True)
    event.listen(connection, "rollback", end("ROLLBACK"))
    raw.execute("COMMIT")
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("BEGIN IMMEDIATE")


def check(connection: sa.Connection, tables: Iterable[str]) -> None:
    """That every row of these tables refers to what is there. Raises RuntimeError."""
    for table in tables:
        broken = connection.exec_driver_sql(f'PRAGMA foreign_key_check("{table}")').first()
        if broken is not None:
            raise RuntimeError(f"a row of {table} refers to what is not there: {tuple(broken)}")
