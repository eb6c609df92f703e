"""Rows whose phone is, as far as numbering tells, no mobile: landlines, premium and toll-free numbers."""

from __future__ import annotations

from collections import Counter

from webapp.models.batch import Batch
from webapp.rules.phones import phone_kind
from webapp.rules.phones.phone_kind import Kind
from webapp.services.batches.rows import questions, row_trouble
from webapp.services.batches.rows.questions import LANDLINE, LEAVE, MOBILE, PREMIUM, SEND, UNASSIGNED
from webapp.services.batches.rows.row_findings import FAULTY, QUEUED, SKIPPED, Finding, Found, Row

ABOUT = {
    Kind.LANDLINE: LANDLINE,
    Kind.PREMIUM: PREMIUM,
    Kind.SHARED: PREMIUM,
    Kind.TOLL_FREE: PREMIUM,
}
REASONS = {LANDLINE.key: "landline", PREMIUM.key: "premium or toll-free number"}


class PhoneKinds:
    """Counts them as a check goes through the list, and leaves out those that a person does not want."""

    def __init__(self, batch: Batch) -> None:
        both = (LANDLINE, PREMIUM)
        self._left_out = {one.key for one in both if questions.answer_to(batch, one) == LEAVE}
        self._takes_unassigned = questions.answer_to(batch, UNASSIGNED) == SEND
        self._unassigned_before = int(batch.questions.get(UNASSIGNED.key, 0))
        self._counts: Counter[str] = Counter()

    def apply(self, found: list[Found]) -> list[Found]:
        """The same findings, but of rows that are left out for their kind."""
        return [row_trouble.alone(self._apply, row, finding) for row, finding in found]

    def _apply(self, row: Row, finding: Finding) -> Found:
        if finding.status == FAULTY:
            self._counts[UNASSIGNED.key] += any(fault[0] == UNASSIGNED.key for fault in finding.faults or [])
        kind = phone_kind.kind(row.phone) if row.phone and finding.status == QUEUED else None
        self._counts[MOBILE] += kind == Kind.MOBILE
        about = ABOUT.get(kind) if kind else None
        if about is None:
            return row, finding
        self._counts[about.key] += 1
        if about.key not in self._left_out:
            return row, finding
        return row, finding._replace(status=SKIPPED, skip_reason=REASONS[about.key])

    def counted(self) -> dict[str, int]:
        """For `Batch.questions`. Once taken, numbers without a range look like others: their count stays."""
        counts = {one.key: self._counts[one.key] for one in (LANDLINE, PREMIUM, UNASSIGNED)}
        counts[MOBILE] = self._counts[MOBILE]
        if self._takes_unassigned:
            counts[UNASSIGNED.key] = self._unassigned_before
        return counts
