"""A batch's list from another batch: rows are copied, with their cells, and their phones as they were read.

Where what the rows said was removed, and the file is still kept, the file is copied and read again. The copy
is a list like any other from then on: who stands in it twice is told again, and the gate is asked about
everyone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement

from webapp.channels import registry as channels
from webapp.channels.base import FAULT
from webapp.db import db
from webapp.errors import Fault
from webapp.models.batch import UNKNOWN, Batch, BatchState
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.work import Work
from webapp.services import uploads
from webapp.services.background_work import Claim
from webapp.services.batches import drafts
from webapp.services.batches.lists import groups, kept_lists
from webapp.services.batches.lists.kept_lists import Kept
from webapp.services.batches.rows import row_reading
from webapp.services.batches.rows.row_findings import Row
from webapp.services.intake import storing
from webapp.services.intake.storing import Record
from webapp.services.recipients import tallies

CHANGED = "The list was changed, or removed, before it was copied. Upload a list."
NO_ONE = "No one is left there whose row could be copied. Upload a list."
FAULTY, QUEUED, SKIPPED = map(str, (RecipientStatus.FAULTY, RecipientStatus.QUEUED, RecipientStatus.SKIPPED))


def taken(claim: Claim[Batch]) -> Iterator[int]:
    """Copy the rows; or the file, which is read next. Yields how many there are whenever a commit is due.

    What cannot be copied ends in `reading_fault`.
    """
    batch = claim.row
    source = db.session.get(Batch, batch.copied_from) if batch.copied_from else None
    kept = kept_lists.of(source) if source is not None else Kept.NOTHING
    whole_file = kept == Kept.FILE and not batch.copied_groups  # it holds everyone
    if source is None or not (kept == Kept.ROWS or whole_file) or source.columns != batch.columns:
        claim.fail(CHANGED)
        yield 0
    elif whole_file:
        _copy_file(claim, source)
        yield 0
    else:
        where, list_as_it_is = groups.people(source, batch.copied_groups or ()), _state(source)
        yield 0
        yield from _copy_rows(claim, where)
        _conclude(claim, list_as_it_is)
        yield claim.row.rows_read


def _copy_file(claim: Claim[Batch], source: Batch) -> None:
    batch = claim.row
    try:
        if source.upload_id is None:
            raise Fault(CHANGED)
        batch.upload_id = uploads.copy(source.upload_id, batch.created_by).id
    except Fault as fault:
        db.session.rollback()
        claim.fail(fault.sentence)


def _copy_rows(claim: Claim[Batch], where: ColumnElement[bool]) -> Iterator[int]:
    """No transaction is open while rows are read."""
    count, after, first_rows = 0, 0, dict[str, int]()
    while rows := row_reading.read(where, Recipient.row_no > after, limit=storing.ROWS_AT_ONCE):
        for portion in storing.chunks(_records(claim.row.id, rows, first_rows)):
            batch = claim.again()
            if batch is None:
                return
            storing.store(batch.id, portion)
            count += len(portion)
            batch.rows_read = count
            claim.heartbeat()
            yield count
        after = rows[-1].row_no


def _records(batch_id: int, rows: list[Row], first_rows: dict[str, int]) -> Iterator[Record]:
    """As a list is read (services/intake/parse). What is wrong with what was said there does not count."""
    for row in rows:
        faults = [fault for fault in row.faults or [] if not fault[0].startswith(FAULT)]
        why = json.dumps(faults) if faults else None
        if row.cells == row_reading.UNREADABLE or (row.phone is None and not faults):
            continue
        first = first_rows.get(row.phone) if row.phone else None
        if first is not None and not faults:
            again = f"duplicate of row {first}"
            yield batch_id, row.row_no, row.phone, row.cells, SKIPPED, why, again, "", 0, first
            continue
        if row.phone and not faults:
            first_rows[row.phone] = row.row_no
        status = FAULTY if faults else QUEUED
        yield batch_id, row.row_no, row.phone, row.cells, status, why, "", "", 0, first


def _state(source: Batch) -> tuple[Any, ...]:
    """What is another one when a list was replaced, or read in another way."""
    return source.upload_id, source.reading, source.phone_column, source.country, source.rows_read


def _conclude(claim: Claim[Batch], before: tuple[Any, ...]) -> None:
    batch = claim.again()
    if batch is None:
        return
    source = db.session.get(Batch, batch.copied_from, populate_existing=True) if batch.copied_from else None
    if source is None or (source.state == BatchState.DRAFT and _state(source) != before):
        claim.fail(CHANGED)
    elif not batch.rows_read:
        claim.fail(NO_ONE)
    else:
        batch.notes = _notes(batch, source)
        batch.set_reading(Work.DONE)
        drafts.check_again(batch)


def _notes(batch: Batch, source: Batch) -> list[str]:
    keys = batch.copied_groups or []
    unknown = tallies.counts(source.id).get(UNKNOWN, 0)
    perhaps = channels.of(source.channel).words.unknown.after(unknown)
    within = "in this list" if not keys or UNKNOWN in keys else "left out"
    notes = [f"From “{source.name}”: {groups.words(source, keys) if keys else 'everyone on its list'}."]
    if unknown:
        notes.append(f"Of “{source.name}”, {perhaps}. These people are {within}.")
    if batch.reminds:
        notes.append("Who replies before this batch reaches them is left out.")
    return notes
