"""Rows of an imported list that could not be used: kept as they stood there, and downloaded to be fixed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import delete, insert, select

from webapp.db import db
from webapp.models.contact_import import ContactImport, UnreadRow
from webapp.models.opt_out_import import OptOutImport, UnusableRow
from webapp.services.csv_lines import line
from webapp.services.intake.people import Unread

AT_ONCE = 1000
NAMES = ("import_id", "row_no", "cells", "reason")

Row = TypeVar("Row", bound=UnreadRow | UnusableRow)


def keep(table: type[Row], import_id: int, rows: Sequence[Unread]) -> None:
    """Beside those that the list has already."""
    kept = [dict(zip(NAMES, (import_id, *row), strict=True)) for row in rows]
    if kept:
        db.session.execute(insert(table), kept)


def forget(table: type[Row], import_id: int) -> None:
    """All of a list."""
    db.session.execute(delete(table).where(table.import_id == import_id))


def some(table: type[Row], import_id: int, limit: int | None, after: int = -1) -> Sequence[Row]:
    """At most `limit`, or all, in the order of the list, after the row with the number `after`."""
    query = select(table).where(table.import_id == import_id, table.row_no > after)
    return db.session.scalars(query.order_by(table.row_no).limit(limit)).all()


def report(table: type[Row], one: ContactImport | OptOutImport) -> Iterator[str]:
    """All of a list as CSV, with what is wrong: fix them, and import the file."""
    yield line([*one.columns, "row", "what is wrong"])
    rows = some(table, one.id, AT_ONCE)
    while rows:
        for row in rows:
            yield _line(row, len(one.columns))
            db.session.expunge(row)
        rows = some(table, one.id, AT_ONCE, rows[-1].row_no)


def _line(row: UnreadRow | UnusableRow, width: int) -> str:
    """In the list's own columns; cells beyond them come last."""
    cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
    return line([*cells, str(row.row_no), row.reason, *row.cells[width:]])
