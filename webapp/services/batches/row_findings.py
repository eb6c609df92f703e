"""What a row of a list comes to: its message, and whatever is wrong with it. Needs no database."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from webapp.models.recipient import RecipientStatus
from webapp.rules import segments
from webapp.rules.placeholders import Bound

CODE = "message."
"""Faults of a row that come from the message begin with this; a new message clears them."""

QUEUED, FAULTY, SKIPPED = RecipientStatus.QUEUED, RecipientStatus.FAULTY, RecipientStatus.SKIPPED


class Row(NamedTuple):
    """A recipient as it stands; `cells` as JSON."""

    id: int
    row_no: int
    phone: str | None
    cells: str
    status: str
    faults: list[Any] | None
    skip_reason: str
    first_row: int | None


class Finding(NamedTuple):
    """What a check found out about a recipient; `text` is what it would get."""

    status: RecipientStatus
    faults: list[Any] | None
    skip_reason: str
    segments: int
    text: str = ""


Found = tuple[Row, Finding]


class Wanted(NamedTuple):
    """The message that a list is checked against."""

    bound: Bound
    max_segments: int


def find_all(wanted: Wanted, rows: list[Row]) -> list[Found]:
    """For each row, in their order."""
    cells = json.loads(f"[{','.join(row.cells for row in rows)}]")  # much quicker than one by one
    return [(row, find(wanted, row, its_cells)) for row, its_cells in zip(rows, cells, strict=True)]


def find(wanted: Wanted, row: Row, cells: list[str]) -> Finding:
    """Going by the row alone: not by others of the same phone, nor by who may be reached."""
    kept = [fault for fault in row.faults or [] if not fault[0].startswith(CODE)]
    if row.phone is None and not kept:  # it was erased: queued, it would wait for ever
        return Finding(SKIPPED, None, row.skip_reason or "no phone", 0)
    text, missing = wanted.bound.render(cells)
    size = segments.count(text)
    kept += [_missing(wanted.bound, name) for name in missing]
    if not text.strip():
        kept.append([f"{CODE}empty", None, "The message is empty for this row."])
    elif size > wanted.max_segments:
        kept.append([f"{CODE}too_long", None, _too_long(segments.measure(text), wanted.max_segments)])
    return Finding(FAULTY if kept else QUEUED, kept or None, "", size, text)


def _missing(bound: Bound, name: str) -> list[Any]:
    places = zip(bound.template.placeholders, bound.indexes, strict=True)
    column = next((index for placeholder, index in places if placeholder.name == name), None)
    return [f"{CODE}missing", column, f"{name} is empty, and has no fallback."]


def _too_long(size: segments.Measure, most: int) -> str:
    allowed = "1 segment" if most == 1 else f"{most} segments"
    because = f", because “{size.forced_by[0]}” needs the larger alphabet" if size.forced_by else ""
    return f"The message is {size.segments} segments long here{because}; {allowed} at most."
