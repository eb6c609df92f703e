"""CSV files for people to take away, sent as they are made.

What holds people's data is asked for by POST: who took it away is a line of the audit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Response, stream_with_context
from flask_login import current_user

from webapp.db import db, read_from_now_on
from webapp.models.batch import Batch
from webapp.services import events

LINES_AT_ONCE = 500
BOM = "\ufeff"
"""Without it, Excel takes a UTF-8 file for one in the machine's old encoding."""


def noted(kind: str, lines: Iterable[str], filename: str, batch: Batch | None = None) -> Response:
    """A CSV file, after the audit has noted who takes it; `batch` is what it is of."""
    events.note(kind, user_id=current_user.id, batch_id=batch.id if batch else None)
    db.session.commit()
    read_from_now_on()
    if batch is not None:
        db.session.refresh(batch)  # the lines are made when the session of the request is gone
    return download(lines, filename)


def download(lines: Iterable[str], filename: str) -> Response:
    """A CSV file, sent as it is made."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    body = stream_with_context(_chunks(lines))
    return Response(body, mimetype="text/csv", headers=headers)


def _chunks(lines: Iterable[str]) -> Iterator[str]:
    chunk = [BOM]
    for line in lines:
        chunk.append(line)
        if len(chunk) >= LINES_AT_ONCE:
            yield "".join(chunk)
            chunk = []
    yield "".join(chunk)
