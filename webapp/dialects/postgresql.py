"""PostgreSQL: rows are locked one by one, lists are arrays, searches use pg_trgm's indexes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    Select,
    String,
    Text,
    and_,
    any_,
    cast,
    func,
    literal_column,
    null,
    select,
    text,
)
from sqlalchemy import column as column_named
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from webapp.dialects import postgresql_copy
from webapp.dialects.base import Columns, DatabaseCopy, ListParameter, Read, Types, Write

CONNECT_ARGS = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "options": "-c idle_in_transaction_session_timeout=15s -c tcp_keepalives_idle=5 "
    "-c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c plan_cache_mode=force_custom_plan",
}
"""A host that is cut off in the middle of a transaction must not hold its locks for two hours, TCP's own
patience: after some 15 seconds PostgreSQL lets go of it, and it of PostgreSQL (their manual, 20.3.1 and
34.1.2). No transaction of ours rests for nearly as long.

Plans are made again each time: one that was made while a table was small reads all of it for as long as the
connection lives, or until the table is analyzed (54.3, plan_cache_mode)."""
KEEP_PLANS = "SET LOCAL plan_cache_mode = auto"
"""For many rows: PostgreSQL looks up what each refers to. Planning that again took half of the time."""


class Postgresql:
    """See `base.Dialect`."""

    locks_rows = True

    def engine_options(self) -> dict[str, Any]:
        """An error does not say what a statement was given: messages, names, phones."""
        pool = {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 20}
        return {**pool, "connect_args": CONNECT_ARGS, "hide_parameters": True}

    def set_up(self, engine: Engine) -> None:
        pass

    def enable_secure_delete(self, connection: Connection) -> None:
        """PostgreSQL leaves that to its vacuum."""

    def empty_log(self, engine: Engine) -> None:
        """Its log is overwritten by itself."""

    def encoding(self, connection: Connection) -> str:
        return str(connection.scalar(text("SHOW server_encoding")))

    @contextmanager
    def exclusive(self, engine: Engine, key: int) -> Iterator[None]:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": key})
            try:
                yield
            finally:  # a rollback does not give it back
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})

    def insert(self, table: Any) -> postgresql.Insert:
        return postgresql.insert(table)

    def write_rows(
        self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        connection.exec_driver_sql(KEEP_PLANS)
        driver: Any = connection.connection.driver_connection
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def list_processor(self, of: TypeEngine[Any]) -> Callable[[Iterable[Any] | None], str]:
        """The driver would write an array element by element, several times as slowly."""
        return _as_array_of_json if isinstance(of, JSON) else _as_array

    def rows_as_parameters(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """An array for each column: then the planner knows how many rows there are."""
        return {f"rows_{name}": [row[name] for row in rows] for name in rows[0]}

    def is_in(self, column: Any, values: BindParameter[Any]) -> ColumnElement[bool]:
        return column == any_(_array(values, column.type))  # type: ignore[no-any-return]

    def is_found_by(self, column: Any, few: Select[Any]) -> ColumnElement[bool]:
        """An array is worked out first, then the column's index is used.

        IN may become a join that reads the whole table.
        """
        return column == any_(func.array(few.scalar_subquery()))  # type: ignore[no-any-return]

    def elements(self, values: BindParameter[Any], of: Types) -> Select[Any]:
        """The planner knows how many elements an array has."""
        return select(func.unnest(_array(values, of)).column_valued())

    def gathered(self, values: ColumnElement[Any]) -> ColumnElement[Sequence[Any]]:
        return func.coalesce(func.array_agg(values), cast([], ARRAY(values.type)))

    def values_table(self, columns: Columns, parameter: ListParameter) -> FromClause:
        arrays = [_array(parameter(f"rows_{name}", kind), kind) for name, kind in columns.items()]
        shape = [column_named(name, kind) for name, kind in columns.items()]
        return func.unnest(*arrays).table_valued(*shape).render_derived()

    def search_rows(self, table: Any, column: Any, text: str, index: str) -> tuple[Select[Any], Any]:
        return select(table).where(column.contains(text, autoescape=True)), table.id

    def index_finds(
        self, row_id: Any, index: str, texts: Sequence[Iterable[str]], most: int | None, compared: Any
    ) -> ColumnElement[bool]:
        return compared  # type: ignore[no-any-return]

    def as_searched(self, column: Any) -> ColumnElement[str]:
        return column.op("||", return_type=String())(literal_column("''"))  # type: ignore[no-any-return]

    def holds_all(self, column: Any, characters: Sequence[str]) -> ColumnElement[bool]:
        """The conditions are those of the index (migration 0016), so that other rows are not read."""
        more_than_ascii = func.octet_length(column) != func.char_length(column)
        return and_(
            more_than_ascii, func.string_to_array(column, null(), type_=ARRAY(Text)).contains(characters)
        )

    def copy_out(self, engine: Engine, scratch: Path, write: Write) -> DatabaseCopy:
        return postgresql_copy.copy_out(engine, write)

    def copy_in(
        self, engine: Engine, copied: DatabaseCopy, read: Read, make_schema: Callable[[Connection], None]
    ) -> None:
        postgresql_copy.copy_in(engine, copied, read, make_schema)

    def room(self, size: int) -> int:
        """It is on a server, which knows its own disk."""
        return 0

    def is_writable(self, engine: Engine) -> bool:
        """The same: we cannot see it."""
        return True

    def others(self, engine: Engine) -> int:
        return postgresql_copy.others(engine)


def _array(values: BindParameter[Any], of: Types) -> ColumnElement[Any]:
    return cast(values, ARRAY(_unbounded(of)))


def _unbounded(kind: Types) -> TypeEngine[Any]:
    """A cast to VARCHAR(16) would cut off what is longer, in silence; comparing or writing it does not."""
    made = kind() if isinstance(kind, type) else kind
    return String() if type(made) is String else made


def _as_array(values: Iterable[Any] | None) -> str:
    """https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO"""
    return "{" + ",".join("NULL" if value is None else _quoted(str(value)) for value in values or ()) + "}"


def _as_array_of_json(values: Iterable[Any] | None) -> str:
    return _as_array(json.dumps(value, ensure_ascii=False) for value in values or ())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
