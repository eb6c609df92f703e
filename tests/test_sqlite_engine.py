"""SQLite's one writer: who waits gets its turn, or an error that says why; a reader waits for nobody."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import NoReturn

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from webapp import sqlite_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = create_engine(f"sqlite:///{tmp_path / 'line.db'}", **sqlite_engine.OPTIONS)
    sqlite_engine.set_up(made)
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE said (who TEXT)"))
    yield made
    made.dispose()


@pytest.fixture
def other(engine: Engine) -> Iterator[sqlite3.Connection]:
    """A writer that does not come to an end by itself."""
    with closing(sqlite3.connect(str(engine.url.database), check_same_thread=False)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def say(engine: Engine, who: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO said VALUES (:who)"), {"who": who})


def said(engine: Engine) -> set[str]:
    with engine.connect().execution_options(only_reading=True) as connection:
        return set(connection.scalars(text("SELECT who FROM said")))


def test_everybody_in_line_gets_a_turn(engine: Engine, other: sqlite3.Connection) -> None:
    line = [Thread(target=say, args=(engine, str(n))) for n in range(8)]
    for one in line:
        one.start()
    assert said(engine) == set(), "a reader waits for nobody"
    other.execute("COMMIT")
    for one in line:
        one.join(20)
    assert said(engine) == {str(n) for n in range(8)}


def test_whose_patience_ends_hears_why_and_may_come_again(
    engine: Engine, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_engine, "PATIENCE_SECONDS", 0.05)
    with pytest.raises(OperationalError, match="database is locked"):
        say(engine, "early")
    other.execute("COMMIT")
    say(engine, "late")
    assert said(engine) == {"late"}


def test_an_error_that_no_waiting_helps_comes_at_once(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(sqlite3.OperationalError, match="within a transaction"):
        sqlite_engine._locked(connection.connection.driver_connection)  # type: ignore[arg-type]


def test_a_forked_process_does_not_stand_in_its_parents_line(
    engine: Engine, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = Event()
    monkeypatch.setattr(sqlite_engine, "_locked", _telling(looking))
    waiting = Thread(target=say, args=(engine, "parent"))
    waiting.start()
    assert looking.wait(20)
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(sqlite_engine, "PATIENCE_SECONDS", 0.05)
        looking.clear()
        _end_as_child(engine, looking)
    _, status = os.waitpid(child, 0)
    other.execute("COMMIT")
    waiting.join(20)
    assert os.waitstatus_to_exitcode(status) == 0, "1: it never looked; 2: it passed the other writer"
    assert said(engine) == {"parent"}


def _end_as_child(engine: Engine, looking: Event) -> NoReturn:
    code = 2
    try:
        engine.dispose(close=False)
        say(engine, "child")
    except OperationalError:
        code = 0 if looking.is_set() else 1
    finally:
        os._exit(code)


def _telling(looking: Event) -> object:
    look = sqlite_engine._locked

    def locked(raw: sqlite3.Connection) -> bool:
        looking.set()
        return look(raw)

    return locked
