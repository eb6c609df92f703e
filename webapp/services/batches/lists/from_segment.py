"""A batch's list from a segment: its contacts as they are now, a row each, with their attributes as columns.

It is a list like any other from then on: read, checked, and asked about by the gate. Who joins the segment
later is in it once the list is taken again.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from typing import IO

from sqlalchemy import ColumnElement, and_, select

from webapp.db import db
from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.models.contact import Contact
from webapp.models.segment import Segment
from webapp.rules import first_names
from webapp.rules.placeholders import same_name
from webapp.services import uploads
from webapp.services.background_work import Claim
from webapp.services.batches import drafts
from webapp.services.contacts.chosen import reading
from webapp.services.contacts.segments import members
from webapp.services.team import quotas

OWN = ("Phone", "Name", "First name")
PHONE, NAMES = 0, [1]
"""Where those stand. They are not guessed: an attribute may be a phone, or a name, of someone else."""
MOST_ATTRIBUTES = 100
"""Columns; those that most of them have come first."""
GONE = "The segment was deleted before its contacts were taken. Choose another list."


def take(batch: Batch, segment: Segment, user_id: int) -> None:
    """Let a job take its contacts, in the place of the list that was there.

    Raises Fault for no one, and Conflict.
    """
    drafts.must_be_draft(batch)
    if db.session.scalar(select(Contact.id).where(_chosen(segment)).limit(1)) is None:
        raise Fault(_no_one(segment.name), "segment")
    quotas.use(quotas.UPLOADS, user_id, "segment")
    drafts.replace_list(batch, None, f"{segment.name}.csv", user_id)
    batch.segment_id, batch.rows_expected = segment.id, members.count(segment)


def taken(claim: Claim[Batch]) -> Iterator[int]:
    """Take the contacts of a batch's segment into a list of its own, which is read next.

    Yields how many there are whenever a commit is due. What cannot be taken ends in `reading_fault`.
    """
    batch = claim.row
    segment = db.session.get(Segment, batch.segment_id) if batch.segment_id else None
    if segment is None:
        claim.fail(GONE)
        yield 0
        return
    chosen, name, user_id = _chosen(segment), segment.name, batch.created_by
    yield 0
    with tempfile.TemporaryFile() as content:
        columns, count = _columns(chosen), 0
        for count in _write(content, columns, chosen):
            if (row := claim.again()) is None:
                return
            row.rows_read = count
            claim.heartbeat()
            yield count
        content.seek(0)
        _keep(claim, f"{name}.csv", content if count else None, columns, user_id)
        yield count


def _keep(
    claim: Claim[Batch], filename: str, content: IO[bytes] | None, columns: list[str], user_id: int
) -> None:
    """None: there was no one."""
    batch = claim.again()
    if batch is None:
        return
    try:
        if content is None:
            raise Fault(_no_one(filename.removesuffix(".csv")))
        batch.upload_id = uploads.keep(filename, content, user_id).id
    except Fault as fault:
        db.session.rollback()
        claim.fail(fault.sentence)
        return
    batch.columns, batch.phone_column, batch.name_columns = [*OWN, *columns], PHONE, NAMES
    batch.rows_read = 0
    claim.heartbeat()


def _no_one(name: str) -> str:
    return f"No one is in “{name}” now, or none of them has a phone that can be reached."


def _chosen(segment: Segment) -> ColumnElement[bool]:
    """Those with a phone; a sender's name, or a short code, is none."""
    return and_(members.within(segment), Contact.phone.startswith("+", autoescape=True))


def _write(content: IO[bytes], columns: list[str], chosen: ColumnElement[bool]) -> Iterator[int]:
    """Yields how many have been written, some at a time. Nothing is locked meanwhile."""
    count = 0
    keys = [same_name(key) for key in columns]
    text = io.TextIOWrapper(content, "utf-8", newline="", write_through=True)
    rows = csv.writer(text)
    rows.writerow([*OWN, *columns])
    known = dict[str, str]()
    try:
        for some in reading.pages(chosen):
            for one in some:
                values = {_key(key, known): str(value) for key, value in (one.attributes or {}).items()}
                first = first_names.of(one.name)
                rows.writerow([one.phone, one.name, first, *(values.get(key, "") for key in keys)])
            count += len(some)
            yield count
    finally:
        text.detach()  # else it closes the file


def _key(name: str, known: dict[str, str]) -> str:
    """What names that are written differently share, worked out once for each name."""
    if name not in known:
        known[name] = same_name(name)
    return known[name]


def _columns(chosen: ColumnElement[bool]) -> list[str]:
    """The attributes that any of them has, without those that are called like our columns."""
    taken = {same_name(one) for one in OWN}
    found = reading.attribute_names(chosen, MOST_ATTRIBUTES + len(OWN))
    return [one for one in found if same_name(one) not in taken][:MOST_ATTRIBUTES]
