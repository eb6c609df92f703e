"""How SQLite is set up: every commit is durable, and its one writer at a time is waited for steadily."""

from __future__ import annotations

import os
import sqlite3
import time
from threading import Lock
from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy.exc import OperationalError

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
PATIENCE_SECONDS = 30
"""How long a writer waits for another one, before it fails."""
LOOK_AGAIN = 0.001
"""Seconds until a waiting writer looks again whether the other one is done: the first of its process."""
BEHIND_SECONDS, LOOK_AGAIN_BEHIND = 1.0, 0.02
"""So long the others leave it to the first; then they look, too, but not as often."""
OPTIONS: dict[str, Any] = {"connect_args": {"timeout": PATIENCE_SECONDS}, "hide_parameters": True}
"""An error does not say what a statement was given: messages, names, phones."""
DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
DAMAGED = (
    "its file is damaged ({}). Stop Outbound, and put your newest backup back: "
    "./outbound restore FILE --overwrite"
)


def set_up(engine: Engine) -> None:
    """Say how its connections and transactions begin."""
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _Begin())
    event.listen(engine, "handle_error", _tell_damage)


def _connected(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's "begin" event says BEGIN, in our words
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _tell_damage(context: ExceptionContext) -> OperationalError | None:
    """A broken file is a fault of the disk, and no statement's: it is told as one, with what to do."""
    said = context.original_exception
    if not str(getattr(said, "sqlite_errorname", "")).startswith(DAMAGE):
        return None
    told = sqlite3.OperationalError(DAMAGED.format(said))
    return OperationalError(context.statement, None, told, hide_parameters=True)


class _Begin:
    """A reader takes a snapshot; a transaction that may write takes the write lock at once.

    A deferred transaction that reads first and writes later fails with SQLITE_BUSY_SNAPSHOT when
    another writer came in between; no time-out helps there.

    SQLite itself looks for the lock again after 1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50 ms, then every 100 ms
    (main.c, sqliteDefaultBusyCallback): who has waited longest looks most rarely, and is passed by those who
    have just come. Here one thread of each process looks steadily, and the others wait behind it.
    """

    def __init__(self) -> None:
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)  # none of those who waited is in the child

    def _begin_anew(self) -> None:
        self._first = Lock()

    def __call__(self, connection: Connection) -> None:
        if _only_reads(connection):
            connection.exec_driver_sql("BEGIN")
            return
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA busy_timeout = 0")
        try:
            self._wait(raw)
            if not raw.in_transaction:
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # what stands in the way, in SQLAlchemy's words
        finally:
            raw.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000:.0f}")

    def _wait(self, raw: sqlite3.Connection) -> None:
        """Until the lock is ours, or patience has an end, or something else stands in the way."""
        until, first = time.monotonic() + PATIENCE_SECONDS, False
        try:
            first = self._first.acquire(timeout=min(BEHIND_SECONDS, PATIENCE_SECONDS))
            while _busy(raw) and time.monotonic() < until:
                time.sleep(LOOK_AGAIN if first else LOOK_AGAIN_BEHIND)
        finally:
            if first:
                self._first.release()


def _only_reads(connection: Connection) -> bool:
    if connection.get_execution_options().get("only_reading"):
        return True
    return has_request_context() and g.get("reads_only", request.method in SAFE_METHODS)


def _busy(raw: sqlite3.Connection) -> bool:
    """Whether someone else writes. If not, the lock is ours, unless there is an error of another kind."""
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return code & 0xFF == sqlite3.SQLITE_BUSY  # the low byte; the others say why
    return False
