"""CSV downloads, streamed as they are made.

What holds people's data is asked for by POST: who took it away is a line of the audit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import ascii_letters, digits
from typing import Any
from urllib.parse import quote

from flask import Response, stream_with_context
from flask_login import current_user

from webapp.db import Model, db, read_from_now_on
from webapp.models.batch import Batch
from webapp.services import events
from webapp.views.signing_in.confirming import must_be_recent

LINES_AT_ONCE = 500
PLAIN = frozenset(f"{ascii_letters}{digits} .-_+()")
"""What a file's name may hold without more ado."""
BOM = "\ufeff"
"""Without it, Excel takes a UTF-8 file for one in the machine's old encoding."""


def noted(
    kind: str, lines: Iterable[str], filename: str, source: Model | None = None, **data: Any
) -> Response:
    """A CSV file, after the audit has noted who takes it; `source` is what it is of, `data` says more.

    They must have typed their password lately.
    """
    must_be_recent()
    batch_id = source.id if isinstance(source, Batch) else None
    events.note(kind, user_id=current_user.id, batch_id=batch_id, **data)
    db.session.commit()
    read_from_now_on()
    if source is not None:
        db.session.refresh(source)  # the lines are made when the session of the request is gone
    return download(lines, filename)


def download(lines: Iterable[str], filename: str) -> Response:
    """A CSV file, sent as it is made."""
    body = stream_with_context(_chunks(lines))
    return Response(body, mimetype="text/csv", headers=attached(filename))


def attached(filename: str) -> dict[str, str]:
    """The header of a file to be kept, not shown. A name in other letters is said as RFC 6266 says (§5)."""
    plain = "".join(letter if letter in PLAIN else "_" for letter in filename)
    other = f"; filename*=UTF-8''{quote(filename, safe='')}" if plain != filename else ""
    return {"Content-Disposition": f'attachment; filename="{plain}"{other}'}


def _chunks(lines: Iterable[str]) -> Iterator[str]:
    chunk = [BOM]
    for line in lines:
        chunk.append(line)
        if len(chunk) >= LINES_AT_ONCE:
            yield "".join(chunk)
            chunk = []
    yield "".join(chunk)
