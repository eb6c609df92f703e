"""Many values, or whole rows, as a single parameter; and statements that are built once.

A parameter for each of hundreds of values costs more in SQLAlchemy and in the driver than the answer in the
database, and an executemany is, to PostgreSQL, as many statements as there are rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CursorResult,
    Dialect,
    Executable,
    FromClause,
    Select,
    String,
    UpdateBase,
    bindparam,
    select,
)
from sqlalchemy.types import UserDefinedType

from webapp.db import UNTRACKED, db, dialect
from webapp.dialects.base import Types
from webapp.dialects.registry import DIALECTS

Built = TypeVar("Built", bound=Executable)
Words = ParamSpec("Words")


class _Many(UserDefinedType[Sequence[Any]]):
    """A list of values as one text, in the words of the database."""

    cache_ok = True

    def __init__(self, of: Types) -> None:
        self.of = of() if isinstance(of, type) else of

    def get_col_spec(self, **_: Any) -> str:
        return "TEXT"

    def bind_processor(self, dialect: Dialect) -> Callable[[Iterable[Any] | None], str]:
        return DIALECTS[dialect.name].list_processor(self.of)


def cached_statement(build: Callable[Words, Built]) -> Callable[Words, Built]:
    """A statement that is built at its first use, once for each kind of database and each argument."""
    of: dict[tuple[object, ...], Built] = {}

    @wraps(build)
    def built(*args: Words.args, **words: Words.kwargs) -> Built:
        key = (dialect(), *args, *sorted(words.items()))
        if key not in of:
            of[key] = build(*args, **words)
        return of[key]

    return built


def execute_core(statement: Executable, values: Mapping[str, Any]) -> CursorResult[Any]:
    """Execute a statement that was built once, without the ORM's bookkeeping: several times as fast.

    What is pending in the session is written first; objects that are loaded keep what they knew.
    `values` are those of the parameters; `rows` among them is for `values_table`, a list of mappings.
    """
    db.session.flush()
    if "rows" in values:
        values = {**values, **dialect().rows_as_parameters(values["rows"])}
    return db.session.connection().execute(statement, values)


def execute_for(statement: Executable, ids: Sequence[int]) -> None:
    """Change or delete rows by a statement with the parameter `ids`, if there are any.

    Objects that are loaded keep what they knew.
    """
    if ids:
        db.session.execute(statement, {"ids": ids}, execution_options=UNTRACKED)


def rows_changed(statement: UpdateBase) -> int:
    """Execute an UPDATE or DELETE; returns how many rows it changed. Objects that are loaded follow."""
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount


def in_param(what: Any, name: str) -> ColumnElement[bool]:
    """That a column's value is one of those in the parameter `name`, a list however long."""
    return dialect().is_in(what, _list_parameter(name, what.type))


def names(of: Any, ids: Iterable[int | None]) -> dict[int, str]:
    """The names of a model's rows, by id; `None` among the ids is ignored."""
    wanted = {one for one in ids if one}
    return {row.id: row.name for row in execute_core(_names(of), {"ids": wanted})} if wanted else {}


@cached_statement
def _names(of: Any) -> Select[int, str]:
    return select(of.id, of.name).where(in_param(of.id, "ids"))


def found_by(what: Any, few: Select[Any]) -> ColumnElement[bool]:
    """That a column's value is one of the few that a SELECT finds, whatever the planner thinks."""
    return dialect().is_found_by(what, few)


def in_values(of: Iterable[Any], kind: Types = String) -> Select[Any]:
    """For the right side of IN: values of a type, sent as a single parameter however many there are."""
    values: BindParameter[Any] = bindparam(None, list(of), type_=_Many(kind), unique=True)
    return dialect().elements(values, kind)


def gathered(values: ColumnElement[Any]) -> ColumnElement[Sequence[Any]]:
    """An aggregate: all the values of a column as one list; a row for each costs more to read."""
    return dialect().gathered(values)


def values_table(**columns: Types) -> FromClause:
    """A table whose rows come as `rows` (see `execute_core`): at least one mapping with these columns."""
    return dialect().values_table(columns, _list_parameter)


def _list_parameter(name: str, kind: Types) -> BindParameter[Any]:
    return bindparam(name, type_=_Many(kind))
