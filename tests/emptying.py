"""Empties the database between tests, by a connection of its own, which keeps its statements prepared.

Each test on a database begins so: what takes a millisecond here takes the suite several seconds.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from webapp.db import db

Run = Callable[[bool], None]
_runs: dict[Engine, Run] = {}

HOURS = "INSERT INTO setting (key, value) VALUES ('keep_hours', 'false')"
POSTGRESQL = """CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    {deletes}
    {sequences}
END $$"""
"""A tenth of the time of TRUNCATE, which makes each table and index anew."""
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()"
SEQUENCE = "IF pg_sequence_last_value('{0}') IS NOT NULL THEN PERFORM setval('{0}', 1, false); END IF;"
NUMBERED = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"


def empty(around_the_clock: bool = False) -> None:
    """Of the application whose context this is: every row of every table. Ids begin at 1 again.

    `around_the_clock`: the team keeps no hours then.
    """
    db.session.commit()
    engine = db.engine
    if engine not in _runs:
        _runs[engine] = (_on_postgresql if engine.dialect.name == "postgresql" else _on_sqlite)(engine)
    _runs[engine](around_the_clock)


def _names() -> list[str]:
    return [table.name for table in reversed(db.metadata.sorted_tables)]


def _until_disposed(engine: Engine, connection: Any) -> None:
    """Who takes the database away, or counts its users, disposes of the engine before.

    A fork does so, too; there nothing is closed: the server would take that for the parent's goodbye.
    """
    owner = os.getpid()

    def close(_engine: Engine) -> None:
        _runs.pop(engine, None)
        if os.getpid() == owner:
            connection.close()

    event.listen(engine, "engine_disposed", close, once=True)


def _on_postgresql(engine: Engine) -> Run:
    """As a replica it minds neither foreign keys nor the trigger that keeps what was noted."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    options = "-c session_replication_role=replica"
    connection: Any = psycopg.connect(url, autocommit=True, options=options)
    found = connection.execute(SEQUENCES).fetchall()
    sequences = "\n".join(SEQUENCE.format(name) for (name,) in found)
    deletes = "\n".join(f'DELETE FROM "{name}";' for name in _names())  # noqa: S608 names of our own tables
    connection.execute(POSTGRESQL.format(deletes=deletes, sequences=sequences))
    _until_disposed(engine, connection)

    def run(around_the_clock: bool) -> None:
        with connection.transaction():
            connection.execute("SELECT pg_temp.empty()", prepare=True)
            if around_the_clock:
                connection.execute(HOURS, prepare=True)

    return run


def _on_sqlite(engine: Engine) -> Run:
    """Only where rows were: a table whose ids are numbered stands in `sqlite_sequence` once it had one.

    `datetime` is what the trigger asks that keeps what was noted: here all is older than it.
    """
    options: dict[str, Any] = {"isolation_level": None, "check_same_thread": False, "cached_statements": 500}
    connection = sqlite3.connect(str(engine.url.database), timeout=30, **options)
    connection.create_function("datetime", -1, lambda *_words: "9999")
    numbered, names = {name for (name,) in connection.execute(NUMBERED)}, _names()
    _until_disposed(engine, connection)

    def run(around_the_clock: bool) -> None:
        connection.execute("BEGIN IMMEDIATE")
        used = {name for (name,) in connection.execute("SELECT name FROM sqlite_sequence")}
        for name in names:
            if name in used or name not in numbered:
                connection.execute(f'DELETE FROM "{name}" WHERE true')  # noqa: S608 names of our own tables
        connection.execute("DELETE FROM sqlite_sequence WHERE true")
        if around_the_clock:
            connection.execute(HOURS)
        connection.execute("COMMIT")

    return run
