"""Reports as CSV: the original columns, and what became of each row."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.models.batch import Batch
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.batches import consent, listing, replies
from webapp.services.csv_lines import line

ENDING = ("status", "reason", "attempts", "changed_at", "replied_at", "reply", "opted_out_at", "consent")


def whole(batch: Batch) -> Iterator[str]:
    """The report of a batch, line by line."""
    yield line(["row", *batch.columns, *ENDING])
    stated = consent.words(batch)
    for rows in listing.portions(batch.id):
        wrote = replies.of(rows)
        for one in rows:
            ending = [*_became(one), wrote.get(one.id, ""), _time(one.opted_out_at), stated]
            yield line([str(one.row_no), *_cells(batch, one), *ending])


def faulty(batch: Batch) -> Iterator[str]:
    """The rows that must be fixed, with what is wrong: fix them, and upload the file again."""
    yield line([*batch.columns, "what is wrong"])
    for one in listing.every(batch.id, RecipientStatus.FAULTY):
        yield line([*_cells(batch, one), _reason(one)])


def _became(one: Recipient) -> list[str]:
    return [one.status, _reason(one), str(one.attempt), _time(one.changed_at), _time(one.replied_at)]


def _cells(batch: Batch, one: Recipient) -> list[str]:
    """As many as there are columns, whatever the row had."""
    count = len(batch.columns)
    return [*one.cells[:count], *[""] * (count - len(one.cells))]


def _reason(one: Recipient) -> str:
    return " ".join([one.skip_reason, one.reason, *[str(fault[2]) for fault in one.faults or []]]).strip()


def _time(moment: object) -> str:
    return moment.isoformat(timespec="seconds") if hasattr(moment, "isoformat") else ""
