"""How a database means to answer a query."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, event

from webapp.db import db


def plan(query: Select[Any]) -> list[str]:
    """The lines of EXPLAIN, for the query as it is sent, with its parameters."""
    connection = db.session.connection()
    word = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"

    def explain(*sent: Any) -> tuple[str, Any]:
        _, _, statement, parameters, *_ = sent
        return f"{word} {statement}", parameters

    event.listen(connection, "before_cursor_execute", explain, retval=True)
    try:
        return [str(row[-1]) for row in connection.execute(query).cursor.fetchall()]
    finally:
        event.remove(connection, "before_cursor_execute", explain)
