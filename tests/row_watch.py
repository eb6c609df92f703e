"""Which rows of PostgreSQL a transaction holds, as another one sees it, and whether it took them in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, create_engine, event, text

from webapp.db import db

RANKS = ["workflow", "run of a workflow", "record of a task", "message that left", "message that waits",
         "leg of a call", "batch", "recipient", "contact", "thread", "hold", "opt-out", "callback",
         "text for later", "number", "service of number", "timer"]  # fmt: skip
BATCH, RECIPIENT = RANKS.index("batch"), RANKS.index("recipient")
TABLES = {
    "workflow": "0, 0", "workflow_run": "1, 0", "task_record": "2, 0",
    "entry": "CASE state WHEN 'queued' THEN 4 ELSE 3 END, 0", "call_leg": "5, 0", "batch": "6, 0",
    "recipient": "7, batch_id", "contact": "8, 0", "thread": "9, 0", "hold": "10, 0", "opt_out": "11, 0",
    "callback": "12, 0", "scheduled_text": "13, 0", "number": "14, 0", "number_service": "15, 0",
    "answering": "16, 0",
}  # fmt: skip
KEYS = {"number_service": "number_id", "answering": "thread_id"}
"""Where it is not called id; numbers are used on one channel here."""
FREE = "free_{0} AS MATERIALIZED (SELECT {2} FROM {0} FOR NO KEY UPDATE SKIP LOCKED)"
TAKEN = "SELECT {1}, {2} FROM {0} WHERE {2} NOT IN (SELECT {2} FROM free_{0})"
HELD = text(
    f"WITH {', '.join(FREE.format(name, kind, KEYS.get(name, 'id')) for name, kind in TABLES.items())} "
    + " UNION ALL ".join(TAKEN.format(name, kind, KEYS.get(name, "id")) for name, kind in TABLES.items())
)
IN_ORDER = re.compile(
    r"ORDER BY (entry\.state = \S+, )?(\w+)\.(?:thread_|number_)?id (FOR (NO KEY )?UPDATE|ON CONFLICT)"
)
"""By the key of the table, messages that wait behind those that left."""
LOCKS = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE|COPY|LOCK|SHARE)\b", re.IGNORECASE)
"""A statement without any of these words takes no row."""


class Row(NamedTuple):
    """A row that is held; `batch_id` of a recipient (0 of others). Rows sort as they are to be taken."""

    rank: int
    batch_id: int
    id: int

    def __str__(self) -> str:
        return f"{RANKS[self.rank]} {self.id}"


class Watch:
    """What a transaction has taken so far; `faults` are sentences."""

    def __init__(self) -> None:
        self.held: set[Row] = set()
        self.seen = 0
        self.faults: list[str] = []

    def look(self, now: set[Row], statement: str) -> None:
        """After a statement; `now` is held."""
        new = now - self.held
        if new and "SKIP LOCKED" not in statement:
            self.faults += [f"{fault}: {statement}" for fault in self._faults(new, statement)]
        self.held |= new
        self.seen += len(new)

    def _faults(self, new: set[Row], statement: str) -> Iterator[str]:
        """What is taken only where no one has it is not asked about: it cannot make anyone wait.

        Nor can a recipient, whose batch is held.
        """
        batches = {row.id for row in self.held if row.rank == BATCH}
        for row in sorted(new):
            if row.rank == RECIPIENT and row.batch_id not in batches:
                yield f"{row} without its batch"
        asked = sorted(row for row in new if row.rank != RECIPIENT)
        late = [row for row in self.held if asked and row.rank != RECIPIENT and row > asked[0]]
        if late:
            yield f"{asked[0]} after {max(late)}"
        if len(asked) > 1 and not IN_ORDER.search(statement):
            yield f"{' and '.join(map(str, asked))} in no order"


@contextmanager
def another() -> Iterator[Engine]:
    """As others see them. One connection for many tests: PostgreSQL plans the question once for each."""
    other = create_engine(db.engine.url, isolation_level="AUTOCOMMIT")
    try:
        yield other
    finally:
        other.dispose()


@contextmanager
def watched(other: Engine) -> Iterator[Watch]:
    """By `another`: what the application holds, after each statement that may take rows."""
    watch = Watch()

    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not LOCKS.search(statement):
            return
        with other.connect() as connection:
            now = {Row(rank, batch_id, row_id) for rank, batch_id, row_id in connection.execute(HELD)}
        watch.look(now, statement)

    def over(_connection: Connection) -> None:
        watch.held.clear()

    listening = (("after_cursor_execute", look), ("commit", over), ("rollback", over))
    for name, listener in listening:
        event.listen(db.engine, name, listener)
    try:
        yield watch
    finally:
        for name, listener in listening:
            event.remove(db.engine, name, listener)
