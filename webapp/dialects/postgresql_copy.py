"""A copy of a PostgreSQL database that is in use, and the way back, without PostgreSQL's programs.

pg_dump must be as new as the server and is often not there, where the database is on another host. COPY
gives the rows of all tables as they are in one snapshot; the tables themselves are made by our migrations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, text

from webapp.dialects.base import Damaged, DatabaseCopy, Read, Write

VERSIONS = "alembic_version"
PIECE = 1 << 18
PATIENT = "SET LOCAL idle_in_transaction_session_timeout = 0"
"""Between two tables the disk is waited for."""
COLUMNS = """SELECT c.table_name, c.column_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
    ORDER BY c.table_name, c.ordinal_position"""
SEQUENCES = """SELECT sequencename, last_value FROM pg_sequences
    WHERE schemaname = current_schema() AND last_value IS NOT NULL"""
OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""
FOREIGN_KEYS = """SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"""
INDEXES = """SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_constraint k
                    WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))"""


def copy_out(engine: Engine, write: Write) -> DatabaseCopy:
    """Raises Damaged when fewer rows come than there are."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text(PATIENT))
        columns = _columns(connection)
        rows = {name: _table_out(connection, name, columns[name], write) for name in columns}
        for name, count in rows.items():
            if connection.scalar(text(f'SELECT count(*) FROM "{name}"')) != count:  # noqa: S608  (our own names)
                raise Damaged(f"not all rows of the table {name} could be read")
        sequences = {name: last for name, last in connection.execute(text(SEQUENCES))}  # noqa: C416
        connection.rollback()
    return DatabaseCopy(rows, columns, sequences)


def copy_in(
    engine: Engine, copied: DatabaseCopy, read: Read, make_schema: Callable[[Connection], None]
) -> None:
    """In one transaction. Foreign keys and indexes are made again when the rows are there: all at once, and
    tables may refer to each other."""
    with engine.begin() as connection:
        connection.execute(text(PATIENT))
        make_schema(connection)
        put_back = _take_away(connection)
        names = ", ".join(f'"{name}"' for name in copied.columns)
        connection.execute(text(f"TRUNCATE {names}"))
        for name, count in copied.rows.items():
            if _table_in(connection, name, copied.columns[name], read(f"{name}.copy")) != count:
                raise Damaged(f"the table {name} has other rows than were copied")
        for statement in put_back:
            connection.execute(text(statement))
        for name, last in copied.sequences.items():
            connection.execute(text("SELECT setval(quote_ident(:name), :last)"), {"name": name, "last": last})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def others(engine: Engine) -> int:
    """Connections of other programs."""
    with engine.connect() as connection:
        return int(connection.scalar(text(OTHERS)) or 0)


def _columns(connection: Connection) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for table, column in connection.execute(text(COLUMNS)):
        if table != VERSIONS:
            columns.setdefault(table, []).append(column)
    return columns


def _table_out(connection: Connection, name: str, columns: Sequence[str], write: Write) -> int:
    """Each row is a line: what is within one is escaped (the manual of COPY, “Text Format”)."""
    counted = _Counted()
    with _cursor(connection) as cursor, cursor.copy(f"COPY {_listed(name, columns)} TO STDOUT") as copy:
        write(f"{name}.copy", counted.of(_gathered(copy)))
    return counted.lines


def _table_in(connection: Connection, name: str, columns: Sequence[str], content: Iterator[bytes]) -> int:
    counted = _Counted()
    with _cursor(connection) as cursor, cursor.copy(f"COPY {_listed(name, columns)} FROM STDIN") as copy:
        for piece in counted.of(content):
            copy.write(piece)
    return counted.lines


def _take_away(connection: Connection) -> list[str]:
    """Drop foreign keys, then indexes; returns the statements that make them again."""
    keys = connection.execute(text(FOREIGN_KEYS)).all()
    indexes = connection.execute(text(INDEXES)).all()
    for table, key, _ in keys:
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {key}"))
    for index, _ in indexes:
        connection.execute(text(f"DROP INDEX {index}"))
    again = [made for _, made in indexes]
    again += [f"ALTER TABLE {table} ADD CONSTRAINT {key} {made}" for table, key, made in keys]
    return [statement.replace(":", "\\:") for statement in again]  # a colon is no parameter


def _listed(name: str, columns: Sequence[str]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f'"{name}" ({names})'


def _cursor(connection: Connection) -> Any:
    driver: Any = connection.connection.driver_connection
    return driver.cursor()


def _gathered(copy: Iterable[memoryview]) -> Iterator[bytes]:
    """The driver gives row by row."""
    piece = bytearray()
    for row in copy:
        piece += row
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


class _Counted:
    """`lines` of what went through."""

    lines = 0

    def of(self, content: Iterable[bytes]) -> Iterator[bytes]:
        for piece in content:
            self.lines += piece.count(b"\n")
            yield piece
