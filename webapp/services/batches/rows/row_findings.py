"""What a row of a list comes to: what it would get, and whatever is wrong with it. Needs no database."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from webapp.channels.base import FAULT, Bound
from webapp.models.recipient import RecipientStatus

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
    units: int
    text: str = ""


Found = tuple[Row, Finding]


def find_all(content: Bound, rows: list[Row]) -> list[Found]:
    """For each row, in their order."""
    cells = json.loads(f"[{','.join(row.cells for row in rows)}]")  # much quicker than one by one
    return [(row, find(content, row, its_cells)) for row, its_cells in zip(rows, cells, strict=True)]


def find(content: Bound, row: Row, cells: list[str]) -> Finding:
    """Going by the row alone: not by others of the same phone, nor by who may be reached."""
    kept = [fault for fault in row.faults or [] if not fault[0].startswith(FAULT)]
    if row.phone is None and not kept:  # it was erased: queued, it would wait for ever
        return Finding(SKIPPED, None, row.skip_reason or "no phone", 0)
    said = content.say(cells)
    kept += content.faults_of(said)
    return Finding(FAULTY if kept else QUEUED, kept or None, "", said.units, said.text)
