"""Writing many recipients at once, in the shortest way that each database has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring_ascii
from typing import Final

from webapp.db import db, dialect
from webapp.services.recipients import tallies

ROWS_AT_ONCE = 5000
LETTERS_AT_ONCE = 4_000_000
"""Bounds of what is held in memory, and of how long the others wait until it is written."""


Record = tuple[int, int, str | None, str, str, str | None, str, str, int, int | None]
"""A row of the table as the database takes it, JSON as text; its columns in this order:"""
COLUMNS = (
    "batch_id", "row_no", "phone", "cells", "status", "faults", "skip_reason", "reason", "attempt",
    "first_row",
)  # fmt: skip

_CELLS: Final = 3
_STATUS: Final = 4


def chunks(records: Iterable[Record]) -> Iterator[list[Record]]:
    """The records in portions that are written at once."""
    chunk: list[Record] = []
    letters = 0
    for record in records:
        chunk.append(record)
        letters += len(record[_CELLS])
        if len(chunk) >= ROWS_AT_ONCE or letters > LETTERS_AT_ONCE:
            yield chunk
            chunk, letters = [], 0
    if chunk:
        yield chunk


def store(batch_id: int, chunk: list[Record]) -> None:
    """Write them, and count them in the batch's tally."""
    dialect().write_rows(db.session.connection(), "recipient", COLUMNS, chunk)
    tallies.touch([batch_id])
    for status, count in sorted(Counter(record[_STATUS] for record in chunk).items()):
        tallies.add(batch_id, status, count)


def as_json(texts: Iterable[str]) -> str:
    """What `json.dumps` makes of a list of texts; several times as fast."""
    return f"[{', '.join(map(encode_basestring_ascii, texts))}]"
