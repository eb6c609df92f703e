"""CSV files for people to take away, sent as they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Response, stream_with_context
from flask_login import current_user

from webapp.db import Model, db
from webapp.services import events

LINES_AT_ONCE = 500
BOM = "\ufeff"
"""Without it, Excel takes a UTF-8 file for one in the machine's old encoding."""


def note(about: Model | None, kind: str, **data: Any) -> None:
    """Say in the audit who takes a file away, before it begins: what was sent cannot be called back.

    In a transaction of its own, which begins with a write: one that has only read until then may find, on
    SQLite, that another writer came in between. `about` is read again, because the file is made when the
    session of this request is gone.
    """
    user_id = int(current_user.id)
    db.session.rollback()
    events.note(kind, user_id=user_id, **data)
    db.session.commit()
    if about is not None:
        db.session.refresh(about)


def download(lines: Iterable[str], filename: str) -> Response:
    """A CSV file, sent as it is made."""
    body = stream_with_context(_chunks(lines))
    return Response(body, mimetype="text/csv", headers=attached(filename))


def attached(filename: str) -> dict[str, str]:
    """The header of a file to be kept, not shown."""
    return {"Content-Disposition": f'attachment; filename="{filename}"'}


def _chunks(lines: Iterable[str]) -> Iterator[str]:
    chunk = [BOM]
    for line in lines:
        chunk.append(line)
        if len(chunk) >= LINES_AT_ONCE:
            yield "".join(chunk)
            chunk = []
    yield "".join(chunk)
