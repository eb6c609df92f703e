"""The drill: an installation with a million messages and running traffic is backed up, wiped and restored.

The real processes send a batch through the simulator meanwhile, and people answer. Then everything is killed
and wiped, the backup is put back, and the processes start again. What was there before must be there, to the
letter; what the carrier had taken before the backup must be known; and nothing may be sent a second time.

Prints the minutes of both commands; fails when anything was lost, changed or doubled.
"""

from __future__ import annotations

import hashlib
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, select, text, update

from tests import factories, images
from tests.bench import population
from tests.bench.measure import Failed, Figure, tell, words
from tests.bench.population import Sizes
from tests.processes.house import wait_for
from tests.processes.installation import DATABASES, Installation, installation
from webapp import config, queue
from webapp.app import create_app
from webapp.db import db, dialect
from webapp.models.batch import Batch, BatchState
from webapp.models.entry import Entry
from webapp.services import settings

PACE = 30.0
"""Texts a second, during the backup and after it."""
DERIVED = ("reply_kind",)
"""Worked out afterwards, in the background."""
QUIET = 20.0
"""Seconds after the restore in which something might be sent again."""


def figures(sizes: Sizes, database: str) -> Iterator[Figure]:
    """Two: minutes of a backup, and of a restore."""
    with installation("--workers", "2", database=database) as place:
        batch_id, before = _settle(place, sizes)
        file = place.data.parent / "drill.zip"
        wait_for(lambda: len(place.simulator.control.messages()) > PACE, 120)
        taken = _refs(place)
        minutes = _minutes(place, "backup", str(file))
        megabytes = file.stat().st_size / 1e6
        during = len(_refs(place)) - len(taken)
        details = {
            "database": database,
            "messages": sizes.messages,
            "MB": megabytes,
            "sent meanwhile": during,
        }
        yield Figure("backup", "backup", minutes, "min", details=details)
        wait_for(lambda: len(_refs(place)) > len(taken) + during + PACE, 120)
        _wipe(place)
        accepted = _refs(place)
        yield Figure("backup", "restore", _minutes(place, "restore", str(file)), "min", details=details)
        place.start_again()
        _compare(place, sizes, batch_id, before, taken)
        time.sleep(QUIET)
        if again := len(_refs(place)) - len(accepted):
            raise Failed(f"{again} messages were sent after the restore, by themselves")


def _settle(place: Installation, sizes: Sizes) -> tuple[int, dict[str, str]]:
    """The population, and a batch that is being sent; its id, and fingerprints of what does not change."""
    settings_of_it = config.load(place.environment)
    place.house.end()  # while a million rows are written, no one else can write
    with create_app(settings_of_it).app_context():
        before = _populate(sizes)
        db.session.remove()
        db.engine.dispose()
    place.start_again()
    with place.app():
        settings.put("keep_hours", False)
        number = factories.number("+12025550177", pace=PACE)
        people = factories.phones(int(PACE * 1200), "0")
        batch = factories.batch(people, number_id=number.id, created_by=1)
        queue.later(queue.DISPATCH)
        db.session.commit()
        return batch.id, before


def _populate(sizes: Sizes) -> dict[str, str]:
    population.settle_in(sizes)
    images.set_sequences(db.metadata.sorted_tables)
    running = update(Batch).where(Batch.state == BatchState.RUNNING)
    db.session.execute(running.values(state=BatchState.PAUSED))  # its rows are to stay as they are
    db.session.commit()
    return _prints(sizes)


def _refs(place: Installation) -> set[str]:
    return {str(one["client_ref"]) for one in place.simulator.control.messages()}


def _minutes(place: Installation, *command: str) -> float:
    started = time.monotonic()
    place.command(*command)
    return (time.monotonic() - started) / 60


def _wipe(place: Installation) -> None:
    """As when the machine is gone."""
    with place.app():
        url = db.engine.url
        place.house.end(signal.SIGKILL)
        if url.get_backend_name() == "postgresql":
            _drop_all()
    for path in sorted(place.data.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def _drop_all() -> None:
    """Once the killed processes' connections are gone."""
    wait_for(lambda: not dialect().others(db.engine), 30)
    with db.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def _compare(
    place: Installation, sizes: Sizes, batch_id: int, before: dict[str, str], taken: set[str]
) -> None:
    """Raises Failed."""
    with place.app():
        after = _prints(sizes)
        if lost := [name for name, found in before.items() if after[name] != found]:
            raise Failed(f"other rows than before in {', '.join(lost)}")
        known = set(db.session.scalars(select(Entry.client_ref).where(Entry.batch_id == batch_id)))
        if strangers := taken - known:
            raise Failed(f"{len(strangers)} messages that the carrier had taken are not known")
        batch = db.session.get_one(Batch, batch_id)
        if batch.state != BatchState.PAUSED or "restored" not in batch.pause_reason:
            raise Failed(f"the batch is {batch.state}: {batch.pause_reason}")


def _prints(sizes: Sizes) -> dict[str, str]:
    """A fingerprint of each table that the traffic adds to: of its rows from before."""
    last = {"entry": sizes.messages, "contact": sizes.threads, "recipient": sizes.recipients}
    return {name: _print(db.metadata.tables[name], count) for name, count in last.items()}


def _print(table: Table, last: int) -> str:
    key: Any = next(iter(table.primary_key.columns))
    columns = [column for column in table.columns if column.name not in DERIVED]
    digest = hashlib.sha256()
    rows = db.session.execute(
        select(*columns).where(key <= last).order_by(*table.primary_key.columns),
        execution_options={"yield_per": 5_000},
    )
    for row in rows:
        digest.update(repr(tuple(row)).encode())
    db.session.rollback()
    return digest.hexdigest()


def main() -> int:
    parser = words(__doc__)
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument("--messages", type=int, default=1_000_000)
    given = parser.parse_args()
    sizes = Sizes(given.messages, max(1, given.messages // 5), given.messages)
    return tell(figures(sizes, given.db), given.json)


if __name__ == "__main__":
    sys.exit(main())
