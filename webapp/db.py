"""The database: the session, the base class, the column types, and how an engine is set up.

The only file that knows Flask-SQLAlchemy.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    literal,
    literal_column,
    or_,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from webapp import sqlite_engine

POSTGRESQL = {
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

Plans are made anew each time: one that was made while a table was small reads all of it for as long as the
connection lives, or until somebody analyses the table (54.3, plan_cache_mode)."""


BigId = BigInteger().with_variant(Integer, "sqlite")
"""The key of a table that may get more rows than 2³¹; SQLite numbers only what is called INTEGER."""


class Discriminator(String):
    """Says which class a row is of. The classes stand in a statement as they are.

    SQLAlchemy adds `kind IN (…)` to all that is said about one class, and would write that list anew at each
    execution: 40 µs, a third of looking up one message.
    """

    class comparator_factory(String.Comparator[str]):
        def in_(self, other: Iterable[str]) -> ColumnElement[bool]:
            return or_(*(self.expr == literal_column(f"'{value}'", String) for value in other))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime. Naive values are refused: nobody knows what they mean."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
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


def insert(model: type[Model]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the database in use."""
    if db.session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(model)
    return sqlite.insert(model)


def read_from_now_on() -> None:
    """What is left of this request, a long download say, takes no lock on SQLite. After its last commit."""
    g.reads_only = True


def write_all_the_same() -> None:
    """This request writes, although it is a GET: from a carrier, say. Before its first statement."""
    g.reads_only = False


@contextmanager
def only_reading() -> Iterator[Connection]:
    """A connection beside the session that writes nothing, and takes no lock on SQLite.

    For jobs and for requests that write: there the session's transactions hold the write lock from their
    first statement on.
    """
    with db.engine.connect() as connection:
        yield connection.execution_options(only_reading=True)


def enable_secure_delete() -> None:
    """What this connection deletes from now on is overwritten in SQLite's file, not just given free.

    (sqlite.org/pragma.html#pragma_secure_delete). PostgreSQL leaves that to its vacuum.
    """
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON").all()


def now() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC)


def init_app(app: Flask, database_url: str) -> None:
    """Bind the session to the database; the engine is made at first use."""
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(database_url)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sqlite_engine.set_up(db.engine)
        engine = db.engine
    # A forked worker must not talk over its parent's connections.
    os.register_at_fork(after_in_child=lambda: engine.dispose(close=False))


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return sqlite_engine.OPTIONS
    return {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 20, "connect_args": POSTGRESQL}
