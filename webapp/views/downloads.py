"""CSV files for people to take away, sent as they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Response, stream_with_context

LINES_AT_ONCE = 500
BOM = "\ufeff"
"""Without it, Excel takes a UTF-8 file for one in the machine's old encoding."""


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
