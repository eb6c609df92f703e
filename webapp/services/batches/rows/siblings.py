"""Several rows of a list for one phone: the same message goes out once, another one is a question.

A parent with two children stands in two rows, each with its own text. A row that cannot be used shadows no
other: the next row of that phone takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable

from webapp.bulk import in_values
from webapp.channels.base import Bound
from webapp.models.recipient import Recipient
from webapp.services.batches.rows import row_reading, row_trouble
from webapp.services.batches.rows.row_findings import QUEUED, SKIPPED, Finding, Found, Row

ANOTHER = "another message for the phone of row"
"""How the reason begins for which such a row is left out."""


class Siblings:
    """What each phone that stands in several rows gets already, as a check goes through the list."""

    def __init__(self, batch_id: int, content: Bound, send_each: bool) -> None:
        self._batch_id = batch_id
        self._content = content
        self._send_each = send_each
        self._texts: dict[int, set[int]] = {}  # hashes: there may be very many
        self.others = 0
        """Rows with a message of their own for a phone that an earlier row has."""

    def apply(self, found: list[Found]) -> list[Found]:
        """The same findings, but of rows whose phone an earlier row has, what becomes of them beside that."""
        again = {row.first_row for row, _ in found if row.first_row is not None} - self._texts.keys()
        if again:
            self._look_at(again)
        return [
            (row, finding if row.first_row is None else self._beside(row, finding)) for row, finding in found
        ]

    def _look_at(self, first_rows: Iterable[int]) -> None:
        rows = row_reading.read(
            Recipient.batch_id == self._batch_id,
            Recipient.row_no.in_(in_values(first_rows, Recipient.row_no.type)),
        )
        for row, finding in row_trouble.find(self._content, rows):
            self._texts[row.row_no] = {hash(finding.text)} if finding.status == QUEUED else set()

    def _beside(self, row: Row, finding: Finding) -> Finding:
        first = row.first_row or 0
        texts = self._texts.setdefault(first, set())
        if finding.status != QUEUED:
            return finding
        text = hash(finding.text)
        if text in texts:
            return finding._replace(status=SKIPPED, skip_reason=f"duplicate of row {first}")
        if not texts:
            texts.add(text)
            return finding
        self.others += 1
        if not self._send_each:
            return finding._replace(status=SKIPPED, skip_reason=f"{ANOTHER} {first}")
        texts.add(text)
        return finding
