"""Rows whose own list says that their person has opted out, or has not agreed."""

from __future__ import annotations

import json
from collections.abc import Sequence

from webapp.rules import opt_out_column
from webapp.services.batches.questions import MARKED
from webapp.services.batches.row_findings import QUEUED, SKIPPED, Finding, Found, Row


class Marks:
    """Counts them as a check goes through the list, and leaves them out unless a person decides otherwise."""

    def __init__(self, columns: Sequence[str], send: bool) -> None:
        self._column = opt_out_column.find(columns)
        self._send = send
        self._count = 0
        self._reason = f"marked in “{columns[self._column.at][:60]}”" if self._column else ""

    def settle(self, found: list[Found]) -> list[Found]:
        """The same findings, but of rows that are marked."""
        if self._column is None:
            return found
        return [self._settle(*one) if one[1].status == QUEUED else one for one in found]

    def _settle(self, row: Row, finding: Finding) -> Found:
        if self._column is None or not self._column.marks(json.loads(row.cells)):
            return row, finding
        self._count += 1
        return row, finding if self._send else finding._replace(status=SKIPPED, skip_reason=self._reason)

    def counted(self) -> dict[str, int]:
        """For `Batch.questions`."""
        return {MARKED.key: self._count, "marked_in": self._column.at} if self._column else {}
