"""The list of batches, newest first, and finding some of them by name, state, number and author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from webapp.bulk import in_param
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.number import Number
from webapp.models.user import User
from webapp.rules import natural_order, search_text
from webapp.services import paging
from webapp.services.paging import Page

PAGE = 50
NAMES_AT_ONCE = 1_000


@dataclass(frozen=True)
class BatchSearch:
    """What is looked for; empty or None: any. `archived`: those alone, else the others."""

    text: str = ""
    state: str = ""
    number_id: int | None = None
    author_id: int | None = None
    archived: bool = False

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.state or self.number_id or self.author_id)


def find(wanted: BatchSearch, before: int | None = None) -> Page[Batch]:
    """A page; `before` is the id of the last one on the page before."""
    query = select(Batch).options(joinedload(Batch.number), joinedload(Batch.author))
    if not search_text.words(wanted.text):
        return paging.newest(query.where(*_conditions(wanted)), Batch.id, before, PAGE)
    ids = _named(wanted, before)
    found = query.where(in_param(Batch.id, "ids")).order_by(Batch.id.desc())
    return paging.page(db.session.scalars(found, {"ids": ids}).all(), PAGE)


def any_archived() -> bool:
    """Has the archive anything in it?"""
    return db.session.scalar(select(Batch.id).where(Batch.archived_at.is_not(None)).limit(1)) is not None


def numbers_used() -> Sequence[Number]:
    """Those that batches are sent from."""
    used = select(Batch.number_id).where(Batch.number_id.is_not(None))
    rows = db.session.scalars(select(Number).where(Number.id.in_(used)))
    return sorted(rows, key=lambda one: (natural_order.key(one.label), one.e164))


def authors() -> Sequence[User]:
    """Those who have made batches."""
    made = select(User).where(User.id.in_(select(Batch.created_by)))
    return sorted(db.session.scalars(made), key=lambda one: (natural_order.key(one.name), one.id))


def _conditions(wanted: BatchSearch) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        Batch.archived_at.is_not(None) if wanted.archived else Batch.archived_at.is_(None)
    ]
    if wanted.state:
        found.append(Batch.state == BatchState(wanted.state))
    if wanted.number_id is not None:
        found.append(Batch.number_id == wanted.number_id)
    if wanted.author_id is not None:
        found.append(Batch.created_by == wanted.author_id)
    return found


def _named(wanted: BatchSearch, before: int | None) -> list[int]:
    """The ids of a page and one more. Neither case nor accents matter, as with the names of contacts."""
    found: list[int] = []
    asked = search_text.words(wanted.text)
    for batch_id, name in _names(wanted, before):
        known = search_text.indexed(name)
        if all(any(spelling in known for spelling in spellings) for spellings in asked):
            found.append(batch_id)
            if len(found) > PAGE:
                break
    return found


def _names(wanted: BatchSearch, before: int | None) -> Iterator[tuple[int, str]]:
    """Newest first. Ten thousand are read and compared in some fifty milliseconds."""
    query = select(Batch.id, Batch.name).where(*_conditions(wanted))
    query = query.order_by(Batch.id.desc()).limit(NAMES_AT_ONCE)
    while True:
        rows = db.session.execute(query.where(Batch.id < before) if before else query).all()
        yield from ((row.id, row.name) for row in rows)
        if len(rows) < NAMES_AT_ONCE:
            return
        before = rows[-1].id
