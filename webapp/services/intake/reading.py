"""Reading an uploaded list into recipients: each row with its cells, its phone, or its faults."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

from sqlalchemy import delete, select

from webapp.db import db
from webapp.models.batch import Batch, Upload, Work
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services import tallies
from webapp.services.batches import drafts, runs
from webapp.services.intake import storing, uploads
from webapp.services.intake.columns import find_phone
from webapp.services.intake.faults import FileFault
from webapp.services.intake.rows import CheckedRow, check
from webapp.services.intake.storing import Record
from webapp.services.intake.table import Table, open_table

FORGOTTEN_AT_ONCE = 20_000
FAULTY, QUEUED, SKIPPED = map(str, (RecipientStatus.FAULTY, RecipientStatus.QUEUED, RecipientStatus.SKIPPED))


def read(batch_id: int) -> Iterator[int]:
    """Read the list of a draft; yields the number of rows read whenever a commit is due.

    Rows of an earlier reading are replaced. A file that cannot be used ends in `reading_fault`.
    No transaction is open while rows are worked out: others can write meanwhile.
    """
    run = runs.begin(batch_id, runs.READING)
    if run is None:
        return
    upload = db.session.get_one(Upload, run.batch.upload_id)
    upload_id, filename = upload.id, upload.filename
    yield 0
    yield from _forget(run)
    with closing(uploads.fetch(upload_id)) as file:
        try:
            with open_table(file, filename) as table:
                yield from _read(run, table)
        except FileFault as fault:  # perhaps only at its end: half a list is no list
            yield from _forget(run)
            run.fail(fault.sentence)
            yield 0


def _forget(run: runs.Run) -> Iterator[int]:
    """Drop the rows there are, some at a time."""
    batch = run.again()
    while batch is not None:
        tallies.clear(batch.id)
        some = select(Recipient.id).where(Recipient.batch_id == batch.id).limit(FORGOTTEN_AT_ONCE)
        dropped = db.session.connection().execute(delete(Recipient).where(Recipient.id.in_(some))).rowcount
        run.alive()
        yield 0
        batch = run.again() if dropped else None


def _read(run: runs.Run, table: Table) -> Iterator[int]:
    batch = run.again()
    if batch is None or not _describe(batch, table):
        yield 0
        return
    records = _records(batch, table)
    yield 0
    count = 0
    for chunk in storing.chunks(records):
        batch = run.again()
        if batch is None:
            return
        storing.store(batch.id, chunk)
        count += len(chunk)
        batch.rows_read = count
        run.alive()
        yield count
    batch = run.again()
    if batch is not None:
        batch.set_reading(Work.DONE)
        drafts.check_again(batch)
        yield count


def _describe(batch: Batch, table: Table) -> bool:
    """Write down what was found out; False when a person must say which column holds the phones."""
    batch.columns = table.columns
    batch.notes = table.notes
    batch.rows_expected = table.size_hint
    if batch.phone_column is None or batch.phone_column >= len(table.columns):
        found = find_phone(table.columns, table.sample, batch.country or None)
        batch.phone_column = found.index
        batch.phone_candidates = list(found.candidates)
        batch.notes = [*table.notes, found.why]
    if batch.phone_column is None:
        batch.set_reading(Work.DONE)
    return batch.phone_column is not None


def _records(batch: Batch, table: Table) -> Iterator[Record]:
    """The rows as they are to be stored. The batch is looked at now, not when they are worked out."""
    batch_id, columns, phone_column = batch.id, batch.columns, batch.phone_column or 0
    country = batch.country or None
    first_rows: dict[int, int] = {}
    rows = (check(row_no, cells, columns, phone_column, country) for row_no, cells in table.rows())
    return (_record(batch_id, row, first_rows) for row in rows)


def _record(batch_id: int, row: CheckedRow, first_rows: dict[int, int]) -> Record:
    """`first_rows` remembers where each phone came first (as an int: a million fit)."""
    row_no, cells, phone, faults = row
    first = first_rows.setdefault(int(phone), row_no) if phone else row_no
    stored = storing.as_json(cells)
    why = json.dumps(faults) if faults else None
    if first != row_no:
        return Record(batch_id, row_no, None, stored, SKIPPED, why, f"duplicate of row {first}")
    return Record(batch_id, row_no, phone, stored, FAULTY if faults else QUEUED, why, "")
