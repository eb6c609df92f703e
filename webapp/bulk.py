"""Many values, or whole rows, as a single parameter; and statements that are built once.

A parameter for each of hundreds of values costs more in SQLAlchemy and in the driver than the answer in the
database, and an executemany is, to PostgreSQL, as many statements as there are rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    CursorResult,
    Dialect,
    Executable,
    FromClause,
    Select,
    String,
    any_,
    bindparam,
    cast,
    column,
    func,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine, UserDefinedType

from webapp.db import db

Built = TypeVar("Built", bound=Executable)
Words = ParamSpec("Words")
Types = TypeEngine[Any] | type[TypeEngine[Any]]


class _Many(UserDefinedType[Sequence[Any]]):
    """A list of values as one text: as PostgreSQL writes an array, or as JSON for SQLite.

    PostgreSQL's driver would write an array element by element, several times as slowly.
    """

    cache_ok = True

    def __init__(self, of: Types) -> None:
        self.of = of() if isinstance(of, type) else of

    def get_col_spec(self, **_: Any) -> str:
        return "TEXT"

    def bind_processor(self, dialect: Dialect) -> Callable[[Iterable[Any] | None], str]:
        if dialect.name != "postgresql":
            return _as_json
        return _as_array_of_json if isinstance(self.of, JSON) else _as_array


def _as_array(values: Iterable[Any] | None) -> str:
    """https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO"""
    return "{" + ",".join("NULL" if value is None else _quoted(str(value)) for value in values or ()) + "}"


def _as_array_of_json(values: Iterable[Any] | None) -> str:
    return _as_array(_as_json_text(value) for value in values or ())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _as_json(values: Iterable[Any] | None) -> str:
    return _as_json_text(list(values or ()))


def _as_json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _unbounded(kind: Types) -> TypeEngine[Any]:
    """A cast to VARCHAR(16) would cut off what is longer, in silence; comparing or writing it does not."""
    made = kind() if isinstance(kind, type) else kind
    return String() if type(made) is String else made


def cached_statement(build: Callable[Words, Built]) -> Callable[Words, Built]:
    """A statement that is built at its first use, once for each kind of database and each argument."""
    of: dict[tuple[object, ...], Built] = {}

    @wraps(build)
    def built(*args: Words.args, **words: Words.kwargs) -> Built:
        key = (_dialect(), *args, *sorted(words.items()))
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
        values = {**values, **_columns(values["rows"])}
    return db.session.connection().execute(statement, values)


def _columns(given: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """PostgreSQL takes an array for each column: then its planner knows how many rows there are."""
    if _dialect() == "postgresql":
        return {f"rows_{name}": [row[name] for row in given] for name in given[0]}
    return {"rows": _as_json(given)}


def in_param(what: Any, name: str) -> ColumnElement[bool]:
    """That a column's value is one of those in the parameter `name`, a list however long."""
    values: BindParameter[Any] = bindparam(name, type_=_Many(what.type))
    if _dialect() == "postgresql":
        return what == any_(_array(values, what.type))  # type: ignore[no-any-return]
    return what.in_(_elements(values))  # type: ignore[no-any-return]


def names(of: Any, ids: Iterable[int | None]) -> dict[int, str]:
    """What rows of a model that has names are called, by id; of those ids that are one."""
    wanted = {one for one in ids if one}
    return {row.id: row.name for row in execute_core(_names(of), {"ids": wanted})} if wanted else {}


@cached_statement
def _names(of: Any) -> Select[int, str]:
    return select(of.id, of.name).where(in_param(of.id, "ids"))


def found_by(what: Any, few: Select[Any]) -> ColumnElement[bool]:
    """That a column's value is one of those that a SELECT finds, which are few, whatever the planner thinks.

    PostgreSQL works an array out first, and then goes through the column's index: of IN it may make a join
    that reads the whole table.
    """
    if _dialect() == "postgresql":
        return what == any_(func.array(few.scalar_subquery()))  # type: ignore[no-any-return]
    return what.in_(few)  # type: ignore[no-any-return]


def in_values(of: Iterable[Any], kind: Types = String) -> Select[Any]:
    """What stands after IN: values of a kind, sent as a single parameter however many there are."""
    values: BindParameter[Any] = bindparam(None, list(of), type_=_Many(kind), unique=True)
    if _dialect() == "postgresql":  # whose planner knows how many elements an array has
        return select(func.unnest(_array(values, kind)).column_valued())
    return _elements(values)


def gathered(values: ColumnElement[Any]) -> ColumnElement[Sequence[Any]]:
    """An aggregate: all the values of a column as one list; a row for each costs more to read."""
    if _dialect() == "postgresql":
        return func.coalesce(func.array_agg(values), cast([], ARRAY(values.type)))
    return type_coerce(func.json_group_array(values), JSON)


def _array(values: BindParameter[Any], of: Types) -> ColumnElement[Any]:
    return cast(values, ARRAY(_unbounded(of)))


def values_table(**columns: Types) -> FromClause:
    """A table whose rows come as `rows` (see `execute_core`): at least one mapping with these columns."""
    if _dialect() == "postgresql":
        arrays = [
            _array(bindparam(f"rows_{name}", type_=_Many(kind)), kind) for name, kind in columns.items()
        ]
        shape = [column(name, kind) for name, kind in columns.items()]
        return func.unnest(*arrays).table_valued(*shape).render_derived()
    each = func.json_each(bindparam("rows", type_=String())).table_valued("value")
    fields = [
        func.json_extract(each.c.value, f"$.{name}", type_=kind).label(name) for name, kind in columns.items()
    ]
    return select(*fields).subquery()


def _elements(values: ColumnElement[Any]) -> Select[Any]:
    return select(func.json_each(values).table_valued("value").c.value)


def _dialect() -> str:
    return db.session.get_bind().dialect.name
