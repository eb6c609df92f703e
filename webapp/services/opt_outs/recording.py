"""Recording a list of opt-outs: each phone is out as soon as its row is read, and no row is read twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from webapp.db import db
from webapp.models.opt_out import OptOutSource
from webapp.models.opt_out_import import OptOutImport, UnusableRow
from webapp.models.upload import Upload
from webapp.models.work import Work
from webapp.services import background_work
from webapp.services.intake import parse, phones, stream, unread_rows
from webapp.services.intake.options import ReadingOptions
from webapp.services.intake.parse import Description, ParseRequest, Told
from webapp.services.intake.phones import Portion
from webapp.services.opt_outs import imports, register
from webapp.services.opt_outs.register import Evidence

READING = background_work.Kind(
    field="reading",
    get=imports.locked,
    move=OptOutImport.set_reading,
    wanted=lambda one: one.upload_id is not None,
    failed="The phones recorded until then stay opted out.",
    interrupted="Outbound was interrupted several times while it worked on this list. Try again.",
)


DENIED = "denied"
"""In `OptOutImport.read_as`: how many rows say that their person is not out. They are, all the same."""


def read(import_id: int) -> Iterator[int]:
    """Record an uploaded list; yields the number of rows read whenever a commit is due.

    A portion of rows, what became of them and how far that is are one commit: a job that takes over from
    one that died goes on behind it. A file that turns out to be broken ends in `reading_fault`; the phones
    above the break stay opted out.
    """
    claim = background_work.begin(import_id, READING)
    if claim is None:
        return
    upload = db.session.get_one(Upload, claim.row.upload_id)
    stored = stream.Stored(upload.id, upload.size)
    # Caution goes the other way than for a batch: who is hidden in the sheet has opted out all the same.
    options = ReadingOptions.of({"hidden": True} | claim.row.reading_options)
    further = () if claim.row.phone_column is None else tuple(claim.row.read_as.get(parse.FURTHER, ()))
    request = ParseRequest(upload.filename, claim.row.phone_column, claim.row.country, options, True, further)
    rows = partial(phones.portions, claim.row.row_reached)
    yield 0
    with stream.told(stored, request, rows) as told:
        yield from _read(claim, told)


def _read(claim: background_work.Claim[OptOutImport], told: Iterator[Told]) -> Iterator[int]:
    for kind, content in told:
        if kind == parse.FAULT:
            if claim.fail(content):
                imports.close(claim.row)
            yield 0
            return
        one = claim.again()
        if one is None:
            return
        if kind == parse.DESCRIBED:
            _describe(one, Description(*content))
            if one.phone_column is None:
                break
        elif kind == parse.ROWS:
            _record(one, Portion(*content))
        claim.heartbeat()
        yield one.rows_read
    one = claim.again()
    if one is not None:
        one.set_reading(Work.DONE)
        if one.phone_column is not None:
            imports.close(one)
        yield one.rows_read


def _describe(one: OptOutImport, described: Description) -> None:
    one.columns, one.rows_expected = described.columns, described.rows_expected
    one.read_as = {**described.read_as, DENIED: one.read_as.get(DENIED, 0) if one.row_reached else 0}
    if one.phone_column is None:
        one.notes = described.notes
        one.phone_column, one.phone_candidates = described.phone_column, described.phone_candidates
        if one.phone_column is not None and described.read_as[parse.NOT_OUT]:
            one.phone_column, one.phone_candidates = None, [one.phone_column]  # staff say whether all are out


def _record(one: OptOutImport, portion: Portion) -> None:
    evidence = Evidence(OptOutSource.IMPORT, one.statement, import_id=one.id, user_id=one.created_by)
    added = len(register.record_all(portion.phones, evidence))
    unread_rows.keep(UnusableRow, one.id, portion.unusable)
    one.row_reached = portion.last
    one.rows_read += portion.rows
    one.added += added
    one.known += len(portion.phones) - added
    one.unusable += len(portion.unusable)
    one.repeated += portion.repeated
    one.lifted += portion.lifted
    if portion.denied:
        one.read_as = {**one.read_as, DENIED: one.read_as[DENIED] + portion.denied}
