"""SQLite's one writer: who waits gets its turn, or an error that says why; a reader waits for no one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from threading import Event, Thread, get_ident
from typing import NoReturn

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DatabaseError, OperationalError

from webapp.dialects import sqlite_engine


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


def test_a_damaged_file_is_told_as_what_it_is_and_what_to_do(engine: Engine) -> None:
    """Its own words for it are of a class of errors that is told with a traceback, at each try."""
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO said VALUES (hex(zeroblob(9000)))"))
        connection.execute(text("DELETE FROM said"))
    engine.dispose()
    file = Path(engine.url.database or "")
    whole = file.read_bytes()
    for broken, why in ((b"x" * 8192, "not a database"), (whole[:4096] + b"x" * 9000, "malformed")):
        file.write_bytes(broken)
        with pytest.raises(OperationalError, match=f"(?s){why}.*restore FILE --overwrite"):
            with engine.connect() as connection:
                connection.execute(text("SELECT * FROM said")).all()
        engine.dispose()


def say(engine: Engine, who: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO said VALUES (:who)"), {"who": who})


def said(engine: Engine) -> set[str]:
    with engine.connect().execution_options(only_reading=True) as connection:
        return set(connection.scalars(text("SELECT who FROM said")))


def all_say(engine: Engine, who: set[str]) -> list[Thread]:
    threads = [Thread(target=say, args=(engine, one)) for one in who]
    for one in threads:
        one.start()
    return threads


def looks(monkeypatch: pytest.MonkeyPatch, look: Callable[[], None]) -> None:
    """Call `look` whenever a thread looks whether someone else writes."""
    busy = sqlite_engine._busy
    monkeypatch.setattr(sqlite_engine, "_busy", lambda raw: (look(), busy(raw))[1])


@pytest.mark.parametrize("behind", [sqlite_engine.BEHIND_SECONDS, 0.0])
def test_everybody_gets_a_turn(
    engine: Engine, other: sqlite3.Connection, behind: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_engine, "BEHIND_SECONDS", behind)
    everybody = {str(n) for n in range(8)}
    threads = all_say(engine, everybody)
    assert said(engine) == set(), "a reader waits for nobody"
    other.execute("COMMIT")
    for one in threads:
        one.join(20)
    assert said(engine) == everybody


def test_one_of_a_process_looks_for_all(
    engine: Engine, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: set[int] = set()
    numbers, often = count(), Event()

    def look() -> None:
        looked.add(get_ident())
        if next(numbers) == 50:
            often.set()

    looks(monkeypatch, look)
    monkeypatch.setattr(sqlite_engine, "BEHIND_SECONDS", 20.0)
    threads = all_say(engine, {"a", "b", "c"})
    assert often.wait(20)
    assert len(looked) == 1
    other.execute("COMMIT")
    for one in threads:
        one.join(20)
    assert len(looked) == 3


def test_whose_patience_ends_hears_why_and_may_come_again(
    engine: Engine, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(OperationalError, match="database is locked"):
        patch.setattr(sqlite_engine, "PATIENCE_SECONDS", 0.05)
        say(engine, "early")
    other.execute("COMMIT")
    say(engine, "late")
    assert said(engine) == {"late"}


def test_what_else_waits_is_as_patient_as_before(engine: Engine) -> None:
    with engine.begin() as connection:
        patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert patience == sqlite_engine.PATIENCE_SECONDS * 1000


def test_an_error_that_no_waiting_helps_comes_at_once_in_sqlalchemys_words(engine: Engine) -> None:
    def deny(action: int, *_: object) -> int:
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_TRANSACTION else sqlite3.SQLITE_OK

    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.set_authorizer(deny)
        with pytest.raises(DatabaseError, match="not authorized"):
            connection.begin()
        raw.set_authorizer(None)
    say(engine, "later")
    assert said(engine) == {"later"}


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_process_does_not_stand_behind_its_parents_threads(
    engine: Engine, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = Event()
    looks(monkeypatch, looking.set)
    threads = all_say(engine, {"parent"})
    assert looking.wait(20)
    child = os.fork()
    if child == 0:
        _end_as_child(engine, monkeypatch)
    _, status = os.waitpid(child, 0)
    other.execute("COMMIT")
    threads[0].join(20)
    assert os.waitstatus_to_exitcode(status) == 0, "1: it stood behind a thread; 2: it passed the writer"
    assert said(engine) == {"parent"}


def _end_as_child(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> NoReturn:
    """With 0 when it looks steadily, as the first of its process does."""
    code, numbers = 2, count()
    monkeypatch.setattr(sqlite_engine, "PATIENCE_SECONDS", 0.5)
    monkeypatch.setattr(sqlite_engine, "BEHIND_SECONDS", 0.05)
    monkeypatch.setattr(sqlite_engine, "LOOK_AGAIN_BEHIND", 1.0)
    looks(monkeypatch, lambda: os._exit(0) if next(numbers) == 3 else None)
    try:
        engine.dispose(close=False)
        say(engine, "child")
    except OperationalError:
        code = 1
    finally:
        os._exit(code)
