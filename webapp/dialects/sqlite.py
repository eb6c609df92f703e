"""SQLite: one writer at a time, lists as JSON, searches in FTS5 tables."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    Select,
    String,
    bindparam,
    column,
    func,
    literal,
    select,
    table,
    true,
    type_coerce,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from webapp.dialects import sqlite_copy, sqlite_engine
from webapp.dialects.base import Columns, DatabaseCopy, ListParameter, Read, Types, Write

log = structlog.get_logger(__name__)

LOG_PATIENCE = 1.0
"""Seconds for which those who write may have to wait while the log is emptied, and it for those who read."""
ROOMY = ("PRAGMA cache_size = -16384", "PRAGMA wal_autocheckpoint = 8192")
"""KiB, and pages: many new rows fill an index in no order. SQLite's usual 2 MiB hold too little of it, and a
checkpoint after each 4 MiB would write most of its pages again for every chunk."""
LEAST_ROOM = 1 << 20
"""Bytes: one webhook's body, or a moment of a call, and what goes with it."""


class Sqlite:
    """See `base.Dialect`."""

    locks_rows = False

    def engine_options(self) -> dict[str, Any]:
        return sqlite_engine.OPTIONS

    def set_up(self, engine: Engine) -> None:
        sqlite_engine.set_up(engine)

    def enable_secure_delete(self, connection: Connection) -> None:
        """https://sqlite.org/pragma.html#pragma_secure_delete"""
        connection.exec_driver_sql("PRAGMA secure_delete = ON").all()

    def empty_log(self, engine: Engine) -> None:
        """https://sqlite.org/pragma.html#pragma_wal_checkpoint"""
        database = engine.url.database or ""
        try:
            with closing(sqlite3.connect(database, timeout=LOG_PATIENCE)) as raw:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.OperationalError as error:
            log.warning("the database's log was not emptied, the next hour tries again", why=str(error))

    def encoding(self, connection: Connection) -> str:
        return "UTF8"

    @contextmanager
    def exclusive(self, engine: Engine, key: int) -> Iterator[None]:
        """The data folder's lock keeps the database to one host."""
        yield

    def insert(self, table: Any) -> sqlite.Insert:
        return sqlite.insert(table)

    def write_rows(
        self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        for pragma in ROOMY:
            connection.exec_driver_sql(pragma)
        places = ", ".join("?" * len(columns))
        names = ", ".join(columns)
        connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({places})", list(rows))  # noqa: S608  (our own names)

    def list_processor(self, of: TypeEngine[Any]) -> Callable[[Iterable[Any] | None], str]:
        return _as_json

    def rows_as_parameters(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        return {"rows": _as_json(rows)}

    def is_in(self, column: Any, values: BindParameter[Any]) -> ColumnElement[bool]:
        return column.in_(self.elements(values, column.type))  # type: ignore[no-any-return]

    def is_found_by(self, column: Any, few: Select[Any]) -> ColumnElement[bool]:
        return column.in_(few)  # type: ignore[no-any-return]

    def elements(self, values: BindParameter[Any], of: Types) -> Select[Any]:
        return select(func.json_each(values).table_valued("value").c.value)

    def gathered(self, values: ColumnElement[Any]) -> ColumnElement[Sequence[Any]]:
        return type_coerce(func.json_group_array(values), JSON)

    def values_table(self, columns: Columns, parameter: ListParameter) -> FromClause:
        each = func.json_each(bindparam("rows", type_=String())).table_valued("value")
        fields = [
            func.json_extract(each.c.value, f"$.{name}", type_=kind).label(name)
            for name, kind in columns.items()
        ]
        return select(*fields).subquery()

    def search_rows(self, table: Any, column: Any, text: str, index: str) -> tuple[Select[Any], Any]:
        """The index is walked from the newest row on, and no more of it is read than a page holds."""
        fts = _fts_table(index)
        found = select(table).join(fts, fts.c.rowid == table.id).where(_match(fts, _quoted(text)))
        return found, fts.c.rowid

    def index_finds(
        self, row_id: Any, index: str, texts: Sequence[Iterable[str]], most: int | None, compared: Any
    ) -> ColumnElement[bool]:
        """https://sqlite.org/fts5.html#full_text_query_syntax"""
        name, _, column = index.partition(".")
        fts = _fts_table(name)
        asked = " AND ".join(f"({' OR '.join(map(_quoted, spellings))})" for spellings in texts)
        found = select(fts.c.rowid).where(_match(fts, f"{column} : ({asked})")).limit(most)
        return row_id.in_(found)  # type: ignore[no-any-return]

    def as_searched(self, column: Any) -> ColumnElement[str]:
        return column  # type: ignore[no-any-return]

    def holds_all(self, column: Any, characters: Sequence[str]) -> ColumnElement[bool]:
        return true()

    def copy_out(self, engine: Engine, scratch: Path, write: Write) -> DatabaseCopy:
        return sqlite_copy.copy_out(Path(engine.url.database or ""), scratch, write)

    def copy_in(
        self, engine: Engine, copied: DatabaseCopy, read: Read, make_schema: Callable[[Connection], None]
    ) -> None:
        """The file has its tables in it."""
        engine.dispose()
        sqlite_copy.copy_in(Path(engine.url.database or ""), copied, read)

    def room(self, size: int) -> int:
        return size

    def is_writable(self, engine: Engine) -> bool:
        """A moment ago: it asks the disk, and waits for no one who writes."""
        file = Path(engine.url.database or "")
        return os.access(file, os.W_OK) and shutil.disk_usage(file.parent).free >= LEAST_ROOM

    def others(self, engine: Engine) -> int:
        """The data folder's lock says it better."""
        return 0


def _as_json(values: Iterable[Any] | None) -> str:
    return json.dumps(list(values or ()), ensure_ascii=False)


def _fts_table(name: str) -> Any:
    return table(name, column("rowid"), column(name))


def _match(fts: Any, query: str) -> ColumnElement[bool]:
    return fts.c[fts.name].op("MATCH")(literal(query))  # type: ignore[no-any-return]


def _quoted(text: str) -> str:
    escaped = text.replace('"', '""')
    return f'"{escaped}"'
