"""Reading an uploaded list into recipients: each row with its cells, its phone, or its faults."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlalchemy import delete, select

from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.recipient import Recipient
from webapp.models.upload import Upload
from webapp.models.work import Work
from webapp.services import background_work
from webapp.services.background_work import Claim
from webapp.services.batches import drafts
from webapp.services.batches.lists import from_batch, from_segment, list_work
from webapp.services.batches.rows import row_editing
from webapp.services.intake import parse, storing, stream
from webapp.services.intake.options import ReadingOptions
from webapp.services.intake.parse import Description, ParseRequest, Told
from webapp.services.recipients import tallies

FORGOTTEN_AT_ONCE = 20_000


def read(batch_id: int) -> Iterator[int]:
    """Read the list of a draft; yields the number of rows read whenever a commit is due.

    Rows of an earlier reading are replaced. A file that cannot be used ends in `reading_fault`.
    No transaction is open while rows are worked out: others can write meanwhile.
    """
    claim = background_work.begin(batch_id, list_work.READING)
    if claim is None:
        return
    batch: Batch | None = claim.row
    if claim.row.upload_id is None:
        yield from _forget(claim)
        source = from_segment if claim.row.copied_groups is None else from_batch
        yield from source.taken(claim)
        batch = claim.again()
    if batch is None:
        return
    upload = db.session.get_one(Upload, batch.upload_id)
    stored = stream.Stored(upload.id, upload.size)
    options = ReadingOptions.of(batch.reading_options)
    request = ParseRequest(upload.filename, batch.phone_column, batch.country, options)
    yield 0
    yield from _forget(claim)
    rows = partial(parse.recipients, batch_id, unassigned=options.unassigned)
    with stream.told(stored, request, rows) as told:
        yield from _read(claim, told)


def _forget(claim: Claim[Batch]) -> Iterator[int]:
    """Drop the rows there are, some at a time."""
    batch = claim.again()
    while batch is not None:
        tallies.clear(batch.id)
        some = select(Recipient.id).where(Recipient.batch_id == batch.id).limit(FORGOTTEN_AT_ONCE)
        dropped = db.session.connection().execute(delete(Recipient).where(Recipient.id.in_(some))).rowcount
        claim.heartbeat()
        yield 0
        batch = claim.again() if dropped else None


def _read(claim: Claim[Batch], told: Iterator[Told]) -> Iterator[int]:
    count = 0
    for kind, content in told:
        if kind == parse.FAULT:
            yield from _forget(claim)  # half a list is no list
            claim.fail(content)
            yield 0
            return
        batch = claim.again()
        if batch is None:
            return
        if kind == parse.DESCRIBED:
            _describe(batch, Description(*content))
        elif kind == parse.ROWS:
            storing.store(batch.id, content)
            count += len(content)
            batch.rows_read = count
        claim.heartbeat()
        yield count
    batch = claim.again()
    if batch is not None:
        batch.set_reading(Work.DONE)
        row_editing.restore(batch)
        drafts.check_again(batch)
        yield count


def _describe(batch: Batch, described: Description) -> None:
    if described.columns != batch.columns:  # else someone may have chosen
        batch.name_columns = described.name_columns
    batch.columns = described.columns
    batch.notes = described.notes
    batch.rows_expected = described.rows_expected
    batch.read_as = described.read_as
    if described.phone_column is None or described.phone_column != batch.phone_column:
        batch.phone_column = described.phone_column
        batch.phone_candidates = described.phone_candidates
