"""A copy of a SQLite database that is in use, and the way back.

https://sqlite.org/backup.html: a file that is copied while someone writes may be torn, and its journal is
another file; SQLite's own copy is of one moment, and writers go on meanwhile.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from webapp.dialects.base import Damaged, DatabaseCopy, Read, Write

FILE = "outbound.db"
CHUNK = 1 << 20
NAMES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"


def copy_out(database: Path, scratch: Path, write: Write) -> DatabaseCopy:
    """Raises Damaged when the database is not whole."""
    copy = scratch / FILE
    address = f"file:{quote(os.fspath(database))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=30)) as source, closing(_opened(copy)) as target:
        _snapshot(source, target)
        target.execute("PRAGMA journal_mode = DELETE")
        _check(target)
        rows = _rows(target)
    write(FILE, chunks(copy))
    copy.unlink()
    return DatabaseCopy(rows, {}, {})


def copy_in(database: Path, copied: DatabaseCopy, read: Read) -> None:
    """Takes the place of the database at once, when all of it is there and whole. No one may use it."""
    draft = database.with_name(f"{database.name}.restored")
    try:
        _write(draft, read(FILE))
        with closing(_opened(draft)) as connection:
            _check(connection)
            if _rows(connection) != copied.rows:
                raise Damaged("it has other rows than were copied")
        _end_journal(database)
        draft.replace(database)
        _sync(database.parent)
    finally:
        draft.unlink(missing_ok=True)


def _snapshot(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """In one step, which keeps no writer waiting. Raises OSError where there is no room for it."""
    try:
        source.backup(target)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise


def chunks(path: Path) -> Iterator[bytes]:
    """A file's bytes, a piece at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _opened(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return sqlite3.connect(path, isolation_level=None)


def _check(connection: sqlite3.Connection) -> None:
    """https://sqlite.org/pragma.html#pragma_integrity_check"""
    try:
        [(found,)] = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise Damaged(str(found))


def _rows(connection: sqlite3.Connection) -> dict[str, int]:
    names = [name for (name,) in connection.execute(NAMES)]
    count = 'SELECT count(*) FROM "{}"'
    return {name: connection.execute(count.format(name)).fetchone()[0] for name in names}


def _write(path: Path, content: Iterator[bytes]) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in content:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _end_journal(database: Path) -> None:
    """The old database's journal must not be taken for the new one's: its pages would be written into it."""
    for end in ("-wal", "-shm", "-journal"):
        database.with_name(database.name + end).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(descriptor)
    os.close(descriptor)
