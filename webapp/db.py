"""The database: the session, the base class, the column types, and how an engine is set up.

The only file that knows Flask-SQLAlchemy.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    MetaData,
    String,
    literal,
    literal_column,
    or_,
    text,
)
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from webapp.dialects.base import Dialect
from webapp.dialects.registry import for_url

DIALECT = "outbound.dialect"
"""Where an application keeps its database's dialect."""
BigId = BigInteger().with_variant(Integer, "sqlite")
"""The key of a table that may get more rows than 2³¹; SQLite numbers only what is called INTEGER."""
UNTRACKED: dict[str, Any] = {"synchronize_session": False}
"""Options of a statement that changes many rows: the session's objects are not searched for them."""


class Discriminator(String):
    """The column that says which class a row is of. Its values are literals in statements.

    SQLAlchemy adds `kind IN (…)` to all that is said about one class, and would write that list again at each
    execution: 40 µs, a third of looking up one message.
    """

    class comparator_factory(String.Comparator[str]):
        def in_(self, other: Iterable[str]) -> ColumnElement[bool]:
            return or_(*(self.expr == literal_column(f"'{value}'", String) for value in other))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime. Naive values are refused: no one knows what they mean."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: engine.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: engine.Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Constraint names are spelled out, so that migrations can name them on both databases."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: JSON, list[str]: JSON, list[Any]: JSON},
    )


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    from sqlalchemy import engine
    from sqlalchemy.dialects import postgresql, sqlite

    class Model(Base):
        """What every table inherits from."""

        __abstract__ = True
else:
    Model = db.Model


def partial_index(condition: str, on_postgresql: str | None = None) -> dict[str, Any]:
    """The `where` of a partial index, in the very words in which each database gets its queries."""
    return {"sqlite_where": text(condition), "postgresql_where": text(on_postgresql or condition)}


def inline_literal(value: str) -> Any:
    """A literal written into the statement: a bound parameter would hide from the planner that a
    partial index fits."""
    return literal(value, literal_execute=True)


def dialect() -> Dialect:
    """What differs between the databases, for the one in use."""
    chosen: Dialect = current_app.extensions[DIALECT]
    return chosen


def insert(model: type[Model]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the database in use."""
    return dialect().insert(model)


def read_from_now_on() -> None:
    """What is left of this request, a long download say, takes no lock on SQLite. After its last commit."""
    g.reads_only = True


def write_all_the_same() -> None:
    """This request writes, although it is a GET: from a carrier, say. Before its first statement."""
    g.reads_only = False


@contextmanager
def only_reading() -> Iterator[Connection]:
    """A second connection, apart from the session, that writes nothing and takes no lock on SQLite.

    For jobs and for requests that write: there the session's transactions hold the write lock from their
    first statement on.
    """
    with db.engine.connect() as connection:
        yield connection.execution_options(only_reading=True)


def enable_secure_delete() -> None:
    """What this connection deletes from now on is overwritten in SQLite's file, not just given free.

    PostgreSQL leaves that to its vacuum.
    """
    dialect().enable_secure_delete(db.session.connection())


def leave_no_trace() -> None:
    """What was deleted, and is committed, goes from SQLite's log, too, where it would stand for days.

    For after a commit. While someone else reads or writes it may stay; the next call does it.
    """
    dialect().empty_log(db.engine)


def now() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC)


def init_app(app: Flask, database_url: str) -> None:
    """Bind the session to the database; the engine is made at first use."""
    chosen = for_url(database_url)
    app.extensions[DIALECT] = chosen
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = chosen.engine_options()
    db.init_app(app)
    with app.app_context():
        engine = db.engine
        chosen.set_up(engine)
    # A forked worker must not talk over its parent's connections.
    os.register_at_fork(after_in_child=lambda: engine.dispose(close=False))
