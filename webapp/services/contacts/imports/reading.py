"""Reading a list of people: who of them is new, who is known, and which rows cannot be imported."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlalchemy import Select, func, select

from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.contact_import import ContactImport, UnreadRow
from webapp.models.opt_out import OptOut
from webapp.models.upload import Upload
from webapp.models.work import Work
from webapp.services import background_work
from webapp.services.contacts.imports import columns, marks, store
from webapp.services.intake import parse, people, stream, unread_rows
from webapp.services.intake.options import ReadingOptions
from webapp.services.intake.parse import Description, ParseRequest, Told
from webapp.services.intake.people import Portion

READING = background_work.Kind(
    field="reading",
    get=store.locked,
    move=ContactImport.set_reading,
    wanted=lambda one: one.upload_id is not None,
    failed="Nothing was imported.",
    interrupted="Outbound was interrupted several times while it read this list. Try again.",
)


def read(import_id: int) -> Iterator[int]:
    """Count what an uploaded list holds; yields the number of rows read whenever a commit is due.

    No contact is made. A file that cannot be used ends in `reading_fault`.
    """
    claim = background_work.begin(import_id, READING)
    if claim is None:
        return
    _from_the_beginning(claim.row)
    upload = db.session.get_one(Upload, claim.row.upload_id)
    stored, wanted = stream.Stored(upload.id, upload.size), request(claim.row, upload.filename)
    yield 0
    with stream.told(stored, wanted, partial(people.portions, 0)) as told:
        yield from _read(claim, told)


def request(one: ContactImport, filename: str) -> ParseRequest:
    """How its file is worked out: both times in the same way."""
    return ParseRequest(filename, one.phone_column, one.country, ReadingOptions.of(one.reading_options))


def _from_the_beginning(one: ContactImport) -> None:
    one.rows_read = one.new = one.known = one.opted_out = one.repeated = one.unread = 0
    one.shown = []
    unread_rows.forget(UnreadRow, one.id)


def _read(claim: background_work.Claim[ContactImport], told: Iterator[Told]) -> Iterator[int]:
    for kind, content in told:
        if kind == parse.FAULT:
            claim.fail(content)
            yield 0
            return
        one = claim.again()
        if one is None:
            return
        if kind == parse.DESCRIBED:
            _describe(one, Description(*content))
        elif kind == parse.ROWS:
            _count(one, Portion(*content))
        claim.heartbeat()
        yield one.rows_read
    one = claim.again()
    if one is not None:
        one.set_reading(Work.DONE)
        yield one.rows_read


def _describe(one: ContactImport, described: Description) -> None:
    one.columns, one.rows_expected = described.columns, described.rows_expected
    one.read_as, one.name_columns = {**described.read_as, marks.COUNT: 0}, described.name_columns
    if one.phone_column is None:
        one.notes = described.notes
        one.phone_column, one.phone_candidates = described.phone_column, described.phone_candidates


def _count(one: ContactImport, portion: Portion) -> None:
    phones = [phone for phone, _ in portion.people]
    if not one.shown and portion.people:
        one.shown = columns.look(one.columns, [cells for _, cells in portion.people], one.country)
    unread_rows.keep(UnreadRow, one.id, portion.unread)
    known = execute_core(_known(), {"phones": phones}).scalar_one()
    one.rows_read += portion.rows
    one.known += known
    one.new += len(phones) - known
    one.opted_out += execute_core(_out(), {"phones": phones}).scalar_one()
    one.repeated += len(portion.again)
    if marked := sum(1 for _ in marks.phones(one, portion)):
        one.read_as = {**one.read_as, marks.COUNT: one.read_as[marks.COUNT] + marked}
    one.unread += len(portion.unread)


@cached_statement
def _known() -> Select[int]:
    return select(func.count()).where(in_param(Contact.phone, "phones"))


@cached_statement
def _out() -> Select[int]:
    theirs = (in_param(OptOut.phone, "phones"), OptOut.lifted_at.is_(None))
    return select(func.count(OptOut.phone.distinct())).where(*theirs)
