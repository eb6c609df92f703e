"""A filled installation is brought from an older schema to the present one: nothing lost, its time and disk.

A million messages are written, the database is taken back to an older revision, and upgraded as a start does
it by itself. Every row of every table must be the same before and after. Disk is the most that the database's
files took meanwhile, beside what they take afterwards.
"""

from __future__ import annotations

import argparse
import hashlib
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from flask_migrate import downgrade
from sqlalchemy import Engine, Table, select, text

from tests.bench import bulk, population
from tests.bench.application import application
from tests.bench.measure import Failed, Figure, seconds, tell, words
from tests.bench.population import Sizes
from webapp.db import db
from webapp.processes import prepare

OLDEST = "0023"
"""The schema before messages were entries: the oldest whose way back is without loss on these rows."""
DERIVED = {"batch.reach_limit"}
"""Columns that an upgrade works out: the population has not run through the versions that would fill them."""
EVERY = 0.1
"""Seconds between two looks at the disk."""


def figures(sizes: Sizes, database: str, revision: str) -> Iterator[Figure]:
    """Two: seconds, and MB."""
    with application(database) as app, app.app_context():
        bulk.leave_alone()
        population.settle_in(sizes)
        db.session.commit()
        before = _prints()
        downgrade(revision=revision)
        _shrink(db.engine)
        measured = partial(_megabytes, db.engine)
        at_rest = measured()
        with _highest(measured) as seen:
            took = seconds(prepare.migrate_database)
        if lost := _differences(before, _prints()):
            raise Failed(f"other rows than before in {', '.join(lost)}")
        details = {"database": database, "from": revision, "messages": sizes.messages, "tables": len(before)}
        yield Figure("upgrade", "time", took, "s", details=details)
        most = max(seen)
        yield Figure("upgrade", "disk", most, "MB", at_rest, "before", most / at_rest, details=details)


def _prints() -> dict[str, str]:
    """A fingerprint of each table: of all its rows, in the order of their keys."""
    return {table.name: _print(table) for table in db.metadata.sorted_tables}


def _print(table: Table) -> str:
    columns = [column for column in table.columns if str(column) not in DERIVED]
    query = select(*columns).order_by(*table.primary_key.columns)
    if table.name == "number_service":  # an upgrade gives each number a switched-off row for later channels
        query = query.where(table.columns.active)
    digest = hashlib.sha256()
    for row in db.session.execute(query, execution_options={"yield_per": 5_000}):
        digest.update(repr(tuple(row)).encode())
    db.session.rollback()
    return digest.hexdigest()


def _differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [name for name, found in before.items() if after.get(name) != found]


def _shrink(engine: Engine) -> None:
    """Give back the room that the way to the older schema has left empty in the files."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM FULL"))
        return
    with closing(sqlite3.connect(engine.url.database or "", isolation_level=None)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _megabytes(engine: Engine) -> float:
    """What the database takes on the disk, its journal included."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            size = connection.scalar(text("SELECT pg_database_size(current_database())"))
            return float(size or 0) / 1e6
    path = Path(engine.url.database or "")
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*")) / 1e6


@contextmanager
def _highest(measured: Callable[[], float]) -> Iterator[list[float]]:
    """What was measured every now and then while the body ran."""
    over, seen = threading.Event(), [measured()]

    def watch() -> None:
        while not over.wait(EVERY):
            seen.append(measured())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def main() -> int:
    parser = words(__doc__)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--from", dest="revision", default=OLDEST, help="the revision that is upgraded")
    given: argparse.Namespace = parser.parse_args()
    sizes = Sizes(given.messages, max(1, given.messages // 5), given.messages)
    return tell(figures(sizes, given.db, given.revision), given.json)


if __name__ == "__main__":
    sys.exit(main())
