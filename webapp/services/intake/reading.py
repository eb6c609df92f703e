"""Reading an uploaded list into recipients: each row with its cells, its phone, or its faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert

from webapp.db import db
from webapp.models.batch import Batch, Upload, Work
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services import tallies
from webapp.services.batches import drafts, runs
from webapp.services.intake import uploads
from webapp.services.intake.columns import find_phone
from webapp.services.intake.faults import FileFault
from webapp.services.intake.rows import CheckedRow, check
from webapp.services.intake.table import Table, open_table

AT_ONCE = 2000
FAULTY, QUEUED, SKIPPED = RecipientStatus.FAULTY, RecipientStatus.QUEUED, RecipientStatus.SKIPPED


def read(batch_id: int) -> Iterator[int]:
    """Read the list of a draft; yields the number of rows read whenever a commit is due.

    Rows of an earlier reading are replaced. A file that cannot be used ends in `reading_fault`.
    """
    run = runs.begin(batch_id, runs.READING)
    if run is None:
        return
    _forget(batch_id)
    batch = run.batch
    upload = db.session.get_one(Upload, batch.upload_id)
    filename, file = upload.filename, uploads.fetch(upload)
    yield 0
    with closing(file):
        try:
            with open_table(file, filename) as table:
                yield from _read(run, table)
        except FileFault as fault:  # perhaps only at its end: half a list is no list
            if run.fail(fault.sentence):
                _forget(batch_id)
            yield 0


def _forget(batch_id: int) -> None:
    db.session.execute(delete(Recipient).where(Recipient.batch_id == batch_id))
    tallies.clear(batch_id)


def _read(run: runs.Run, table: Table) -> Iterator[int]:
    batch = run.again()
    if batch is None or not _describe(batch, table):
        yield 0
        return
    yield 0
    columns, phone_column, country = batch.columns, batch.phone_column or 0, batch.country or None
    rows = (check(row_no, cells, columns, phone_column, country) for row_no, cells in table.rows())
    first_rows: dict[int, int] = {}
    count = 0
    while chunk := list(islice(rows, AT_ONCE)):
        batch = run.again()
        if batch is None:
            return
        _store(batch.id, chunk, first_rows)
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


def _store(batch_id: int, chunk: list[CheckedRow], first_rows: dict[int, int]) -> None:
    """Write some rows. `first_rows` remembers where each phone came first (as an int: a million fit)."""
    records = [_record(batch_id, row, first_rows) for row in chunk]
    db.session.connection().execute(insert(Recipient), records)
    tallies.touch(batch_id)
    for status in (QUEUED, FAULTY, SKIPPED):
        tallies.add(batch_id, status, sum(record["status"] == status for record in records))


def _record(batch_id: int, row: CheckedRow, first_rows: dict[int, int]) -> dict[str, Any]:
    first = first_rows.setdefault(int(row.phone), row.row_no) if row.phone else row.row_no
    duplicate = first != row.row_no
    status = SKIPPED if duplicate else FAULTY if row.faults else QUEUED
    return {
        "batch_id": batch_id,
        "row_no": row.row_no,
        "phone": None if duplicate else row.phone,
        "cells": row.cells,
        "status": status,
        "faults": [list(fault) for fault in row.faults] or None,
        "skip_reason": f"duplicate of row {first}" if duplicate else "",
        "reason": "",
        "attempt": 0,
    }
