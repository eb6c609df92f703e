"""What differs between the databases: each has a class of its own with the methods of `Dialect`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import BindParameter, ColumnElement, Connection, Engine, FromClause, Select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

Types = TypeEngine[Any] | type[TypeEngine[Any]]
Columns = Mapping[str, Types]
ListParameter = Callable[[str, Types], BindParameter[Any]]
"""Makes a parameter, by its name, for a list of values of a type."""

Write = Callable[[str, Iterable[bytes]], None]
"""Takes a file of a backup, by its name in there."""
Read = Callable[[str], Iterator[bytes]]
"""Gives it out again."""


@dataclass(frozen=True)
class DatabaseCopy:
    """What is known of a database that was copied: rows and columns of each table, and where ids go on."""

    rows: Mapping[str, int]
    columns: Mapping[str, Sequence[str]]
    sequences: Mapping[str, int]


class Damaged(Exception):
    """A database, or a copy of one, is not whole; the message says what was found."""


class Dialect(Protocol):
    """One kind of database. A new one is a module in this folder and a line in `registry`."""

    locks_rows: bool
    """Whether rows are locked one by one, and their order matters; else there is one writer at a time."""

    def engine_options(self) -> dict[str, Any]:
        """What `create_engine` is given."""

    def set_up(self, engine: Engine) -> None:
        """Say how connections and transactions begin."""

    def enable_secure_delete(self, connection: Connection) -> None:
        """Overwrite in the file what this connection deletes from now on, if the database can."""

    def empty_log(self, engine: Engine) -> None:
        """Write what is committed into the database's file, and empty the log before it, if there is one."""

    def encoding(self, connection: Connection) -> str:
        """In which characters the database keeps text: UTF8 if it can keep any."""

    def exclusive(self, engine: Engine, key: int) -> AbstractContextManager[None]:
        """Wait until no other host is in a section with this key."""

    def insert(self, table: Any) -> postgresql.Insert | sqlite.Insert:
        """An INSERT that knows ON CONFLICT."""

    def write_rows(
        self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Insert thousands of rows in the fastest way. Their values are as the driver takes them."""

    def list_processor(self, of: TypeEngine[Any]) -> Callable[[Iterable[Any] | None], str]:
        """What writes a list of values of a type as the text of one parameter."""

    def rows_as_parameters(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The parameters of a `values_table`."""

    def is_in(self, column: Any, values: BindParameter[Any]) -> ColumnElement[bool]:
        """That a column's value is one of a list parameter's."""

    def is_found_by(self, column: Any, few: Select[Any]) -> ColumnElement[bool]:
        """That a column's value is one of those that a SELECT finds, which are few."""

    def elements(self, values: BindParameter[Any], of: Types) -> Select[Any]:
        """A SELECT of a list parameter's values."""

    def gathered(self, values: ColumnElement[Any]) -> ColumnElement[Sequence[Any]]:
        """An aggregate: all values of a column as one list."""

    def values_table(self, columns: Columns, parameter: ListParameter) -> FromClause:
        """A table of the rows that `rows_as_parameters` hands over."""

    def search_rows(self, table: Any, column: Any, text: str, index: str) -> tuple[Select[Any], Any]:
        """Rows of a table with a text in a column, by an index of three characters or more; and its key.

        `index`: SQLite's, as in `index_finds`. The key is the row's id as the index has it.
        """

    def index_finds(
        self, row_id: Any, index: str, texts: Sequence[Iterable[str]], most: int | None, compared: Any
    ) -> ColumnElement[bool]:
        """That rows hold, of each of `texts`, one of its spellings: at least three characters each.

        `index`: SQLite's FTS5 table and its column, with a dot between. It lists `most` rows at most.
        `compared` says the same by comparing the columns, which is what PostgreSQL has an index for.
        """

    def as_searched(self, column: Any) -> ColumnElement[str]:
        """A column as the index has it that is for searches alone."""

    def holds_all(self, column: Any, characters: Sequence[str]) -> ColumnElement[bool]:
        """What lets an index of single characters beyond ASCII narrow a search; else true."""

    def copy_out(self, engine: Engine, scratch: Path, write: Write) -> DatabaseCopy:
        """Copy the whole database as it is at one moment, while others go on. Raises Damaged.

        `scratch`: a folder with room for it.
        """

    def copy_in(
        self, engine: Engine, copied: DatabaseCopy, read: Read, make_schema: Callable[[Connection], None]
    ) -> None:
        """Have the database hold what was copied, and nothing else; all of it or, when it fails, nothing.

        `make_schema` makes the empty tables, as they were in the copy. Raises Damaged.
        """

    def room(self, size: int) -> int:
        """Bytes that a copy of this size takes in our folder, as it is put back."""

    def is_writable(self, engine: Engine) -> bool:
        """Whether its disk has room, and takes what is written, as far as it can tell without writing."""

    def others(self, engine: Engine) -> int:
        """How many other programs are connected to the database, as far as it can tell."""
