"""Reports as CSV: the original columns, and what became of each row."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.models.batch import Batch
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.batches import consent, listing
from webapp.services.csv_lines import line


def whole(batch: Batch) -> Iterator[str]:
    """The report of a batch, line by line."""
    yield line(["row", *batch.columns, "status", "reason", "attempts", "changed_at", "replied_at", "consent"])
    stated = consent.words(batch)
    for one in listing.every(batch.id):
        ending = [one.status, _reason(one), str(one.attempt), _time(one.changed_at), _time(one.replied_at)]
        ending.append(stated)
        yield line([str(one.row_no), *_cells(batch, one), *ending])


def faulty(batch: Batch) -> Iterator[str]:
    """The rows that must be mended, with what is wrong: mend them, and upload the file again."""
    yield line([*batch.columns, "what is wrong"])
    for one in listing.every(batch.id, RecipientStatus.FAULTY):
        yield line([*_cells(batch, one), _reason(one)])


def _cells(batch: Batch, one: Recipient) -> list[str]:
    """As many as there are columns, whatever the row had."""
    count = len(batch.columns)
    return [*one.cells[:count], *[""] * (count - len(one.cells))]


def _reason(one: Recipient) -> str:
    return " ".join([one.skip_reason, one.reason, *[str(fault[2]) for fault in one.faults or []]]).strip()


def _time(moment: object) -> str:
    return moment.isoformat(timespec="seconds") if hasattr(moment, "isoformat") else ""
