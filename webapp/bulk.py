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
    ColumnElement,
    CompoundSelect,
    CursorResult,
    Dialect,
    Executable,
    FromClause,
    Select,
    String,
    Text,
    any_,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeDecorator, TypeEngine

from webapp.db import db

LARGE = 500
"""More elements than this are sent to PostgreSQL as one text."""
Built = TypeVar("Built", bound=Executable)
Words = ParamSpec("Words")
Types = TypeEngine[Any] | type[TypeEngine[Any]]


class _Many(TypeDecorator[Sequence[Any]]):
    """A list of values: an array on PostgreSQL, JSON text on SQLite."""

    impl = String
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = _unbounded(of)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(self.of) if dialect.name == "postgresql" else String()

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return values if dialect.name == "postgresql" else json.dumps(values, ensure_ascii=False)


def _unbounded(kind: Types) -> TypeEngine[Any]:
    """A cast to VARCHAR(16) would cut off what is longer, in silence; comparing or writing it does not."""
    made = kind() if isinstance(kind, type) else kind
    return String() if type(made) is String else made


def built_once(build: Callable[Words, Built]) -> Callable[Words, Built]:
    """A statement that is built at its first use, once for each kind of database and each argument."""
    of: dict[tuple[object, ...], Built] = {}

    @wraps(build)
    def built(*args: Words.args, **words: Words.kwargs) -> Built:
        key = (_dialect(), *args, *sorted(words.items()))
        if key not in of:
            of[key] = build(*args, **words)
        return of[key]

    return built


def direct(statement: Executable, values: Mapping[str, Any]) -> CursorResult[Any]:
    """Execute a statement that was built once, without the ORM's bookkeeping: several times as fast.

    What is pending in the session is written first; objects that are loaded keep what they knew.
    `values` are those of the parameters; `rows` among them is for `rows`, a list of mappings.
    """
    db.session.flush()
    if "rows" in values:
        values = {**values, **_columns(values["rows"])}
    return db.session.connection().execute(statement, values)


def _columns(given: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """PostgreSQL takes an array for each column: then its planner knows how many rows there are."""
    if _dialect() == "postgresql":
        return {f"rows_{name}": [row[name] for row in given] for name in given[0]}
    return {"rows": json.dumps(given, ensure_ascii=False)}


def among(what: Any, name: str) -> ColumnElement[bool]:
    """That a column's value is one of those in the parameter `name`, a list however long."""
    values = bindparam(name, type_=_Many(what.type))
    if _dialect() == "postgresql":
        return what == any_(values)  # type: ignore[no-any-return]
    return what.in_(_elements(values))  # type: ignore[no-any-return]


def found_by(what: Any, few: Select[Any] | CompoundSelect[Any]) -> ColumnElement[bool]:
    """That a column's value is one of those that a SELECT finds, which are few, whatever the planner thinks.

    PostgreSQL works an array out first, and then goes through the column's index: of IN it may make a join
    that reads the whole table.
    """
    if _dialect() == "postgresql":
        return what == any_(func.array(few.scalar_subquery()))  # type: ignore[no-any-return]
    return what.in_(few)  # type: ignore[no-any-return]


def one_of(texts: Iterable[str]) -> Select[str]:
    """What stands after IN, sent as a single parameter however many there are."""
    wanted = list(texts)
    if _dialect() == "postgresql":
        return _large(wanted) if len(wanted) > LARGE else _small(wanted)
    return _elements(bindparam(None, wanted, type_=_Many(String()), unique=True))


def _small(texts: list[str]) -> Select[str]:
    """PostgreSQL's planner knows how many elements an array has."""
    values = bindparam(None, texts, type_=_Many(String()), unique=True)
    return select(func.unnest(values).column_valued())


def _large(texts: list[str]) -> Select[str]:
    """The driver writes an array element by element, several times as slowly as one text."""
    elements = bindparam(None, json.dumps(texts), type_=Text(), unique=True)
    return select(func.json_array_elements_text(cast(elements, JSON)).column_valued())


def rows(**columns: Types) -> FromClause:
    """A table whose rows come as `rows` (see `direct`): at least one mapping with these columns."""
    if _dialect() == "postgresql":
        arrays = [bindparam(f"rows_{name}", type_=ARRAY(_unbounded(kind))) for name, kind in columns.items()]
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
