"""Rows whose own list says that their person has opted out, or has not agreed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from webapp.rules.cells import opt_out_column
from webapp.services.batches.rows import row_trouble
from webapp.services.batches.rows.questions import MARKED, MARKED_IN
from webapp.services.batches.rows.row_findings import QUEUED, SKIPPED, Finding, Found, Row


class OptOutMarks:
    """Counts them as a check goes through the list, and leaves them out unless a person decides otherwise."""

    def __init__(self, columns: Sequence[str], send: bool) -> None:
        self._columns = opt_out_column.find(columns)
        self._names = columns
        self._send = send
        self._count = 0
        self._marking: set[int] = set()
        self.left_out: dict[str, str] = {}
        """The phones of those who are left out, and why: another row of theirs is not sent either."""

    def apply(self, found: list[Found]) -> list[Found]:
        """The same findings, but of rows that are marked."""
        if not self._columns:
            return found
        return [row_trouble.alone(self._apply, *one) if one[1].status == QUEUED else one for one in found]

    def _apply(self, row: Row, finding: Finding) -> Found:
        cells = json.loads(row.cells)
        marking = next((column.at for column in self._columns if column.marks(cells)), None)
        if marking is None:
            return row, finding
        self._count += 1
        self._marking.add(marking)
        if self._send:
            return row, finding
        why = f"marked in “{self._names[marking][:60]}”"
        self.left_out[row.phone or ""] = why
        return row, finding._replace(status=SKIPPED, skip_reason=why)

    def counted(self) -> dict[str, Any]:
        """For `Batch.questions`."""
        return {MARKED.key: self._count, MARKED_IN: sorted(self._marking)} if self._columns else {}
