"""Lists a page at a time, by key: each page begins behind the last row of the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Select

from webapp.db import db

T = TypeVar("T")


class Page(NamedTuple, Generic[T]):
    """Some rows, and the key after which the next ones begin (None: these were the last)."""

    rows: Sequence[T]
    next: int | None


def newest(query: Select[T], key: Any, before: int | None, size: int) -> Page[T]:
    """Up to `size` rows from the one with the largest key on, or from the first with a key below `before`.

    `key` is a column of the model that is selected.
    """
    if before is not None:
        query = query.where(key < before)
    return page(db.session.scalars(query.order_by(key.desc()).limit(size + 1)).all(), size, key.key)


def page(rows: Sequence[T], size: int, key: str = "id") -> Page[T]:
    """A page of rows of which one more was asked for than it holds. `key`: their attribute, an integer."""
    shown, more = split(rows, size)
    return Page(shown, attrgetter(key)(shown[-1]) if more else None)


def split(rows: Sequence[T], size: int) -> tuple[Sequence[T], bool]:
    """The rows of a page, and whether there are more, when one more was asked for than it holds."""
    return rows[:size], len(rows) > size


def pages(load: Callable[[int | None], Page[T]]) -> Iterator[Sequence[T]]:
    """The rows of one page after another, without holding all of them in memory."""
    before: int | None = None
    while True:
        rows, before = load(before)
        yield rows
        if before is None:
            return
        db.session.expunge_all()
