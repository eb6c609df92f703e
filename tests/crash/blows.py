"""What is done to a house: kill -9 for one of its processes or for all of them, and worse."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable

from redis import Redis, RedisError
from sqlalchemy import create_engine, text

from tests.crash import moments
from tests.processes.house import alive, wait_for
from tests.processes.installation import Installation

PROGRAMS = {
    "worker": "jobs.worker",
    "web": "gunicorn",
    "scheduler": "jobs.schedule",
    "valkey": "unixsocket",
}
"""A word in the command line of each."""
KINDS = (*PROGRAMS, "all", *moments.MOMENTS)
LARGEST_TABLES = "entry, recipient, batch"


def kill(place: Installation, kind: str, chance: random.Random) -> bool:
    """SIGKILL for one process of a kind, parents and children alike; `all`: the whole house, which is started
    again; a moment: those who are in it. False when the moment did not come."""
    if kind in moments.MOMENTS:
        return moments.strike(place, kind)
    if kind == "all":
        kill_everything(place)
    else:
        _strike(place, kind, signal.SIGKILL, chance.choice)
    return True


def _strike(place: Installation, kind: str, number: int, choose: Callable[[list[int]], int]) -> int:
    """Signal a process of a kind; answers its pid. One that is just being started again is waited for."""
    victims: list[int] = []
    wait_for(lambda: victims.extend(place.house.find(PROGRAMS[kind])) or victims, 30)
    pid = choose(victims)
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return _strike(place, kind, number, choose)  # it had just ended by itself
    return pid


def kill_everything(place: Installation) -> None:
    """The power fails, and comes back."""
    pids = place.house.all()
    place.house.process.kill()
    place.house.process.wait()
    wait_for(lambda: not any(map(alive, pids)), 20)
    place.start_again()


def flush(place: Installation) -> None:
    """Redis forgets everything. One that was just killed is waited for."""
    with Redis.from_url(place.environment["REDIS_URL"]) as redis:
        wait_for(lambda: _flushed(redis), 30)


def _flushed(redis: Redis) -> bool:
    try:
        return bool(redis.flushall())
    except RedisError:
        return False


def lock_database(place: Installation, seconds: float = 10) -> None:
    """Someone else holds the database: a backup, a migration, a person with a console."""
    url = place.database_url
    on_sqlite = url.startswith("sqlite")
    patience = {"timeout": 120} if on_sqlite else {}  # on a busy machine its turn comes late
    engine = create_engine(url, isolation_level="AUTOCOMMIT", connect_args=patience)
    begin = "BEGIN IMMEDIATE" if on_sqlite else "BEGIN"
    with engine.connect() as connection:
        connection.execute(text(begin))
        if not on_sqlite:
            connection.execute(text(f"LOCK TABLE {LARGEST_TABLES} IN ACCESS EXCLUSIVE MODE"))
        time.sleep(seconds)
        connection.execute(text("ROLLBACK"))
    engine.dispose()


def hang_valkey(place: Installation, seconds: float = 60) -> None:
    """Valkey neither answers nor refuses: a machine that swaps, a network that drops packets."""
    pid = _strike(place, "valkey", signal.SIGSTOP, min)
    try:
        time.sleep(seconds)
    finally:
        if alive(pid):
            os.kill(pid, signal.SIGCONT)


def fill_disk(place: Installation, seconds: float = 5) -> None:
    """No byte more fits on the file system of the data folder (a small one, see `small_disk`)."""
    ballast = place.data.parent / "ballast"
    try:
        _write_until_full(ballast)
        time.sleep(seconds)
    finally:
        ballast.unlink(missing_ok=True)


def _write_until_full(ballast: os.PathLike[str]) -> None:
    with open(ballast, "ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


TROUBLES: dict[str, Callable[[Installation], None]] = {
    "flush": flush,
    "lock": lock_database,
    "hang": hang_valkey,
    "disk": fill_disk,
}
