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

from sqlalchemy import func, select

from webapp.db import db
from webapp.errors import Fault
from webapp.models.attribute import ContactAttribute
from webapp.models.batch import Batch
from webapp.models.contact import Contact
from webapp.models.segment import Segment
from webapp.rules.placeholders import same_name
from webapp.services.batches import drafts
from webapp.services.contacts.segments import members

OWN = ("Phone", "Name", "First name")
MOST_ATTRIBUTES = 100
"""Columns; those that most of them have come first."""
AT_ONCE = 2_000


def take(batch: Batch, segment: Segment, user_id: int) -> None:
    """Take its contacts, in the place of the list that was there. Raises Fault for no one, Conflict."""
    drafts.must_be_draft(batch)
    with tempfile.TemporaryFile() as content:
        if not _write(content, segment):
            sentence = f"No one is in “{segment.name}” now, or none of them has a phone that can be reached."
            raise Fault(sentence, "segment")
        content.seek(0)
        drafts.attach(batch, f"{segment.name}.csv", content, user_id)
    batch.segment_id = segment.id


def _write(content: IO[bytes], segment: Segment) -> int:
    """Returns how many they are."""
    columns, count = _columns(segment), 0
    text = io.TextIOWrapper(content, "utf-8", newline="", write_through=True)
    rows = csv.writer(text)
    rows.writerow([*OWN, *columns])
    for phone, name, known in _contacts(segment):
        values = {same_name(key): str(value) for key, value in known.items()}
        first = name.split()[0] if name.strip() else ""
        rows.writerow([phone, name, first, *(values.get(same_name(key), "") for key in columns)])
        count += 1
    text.detach()
    return count


def _contacts(segment: Segment) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Those with a phone; a sender's name, or a short code, is none."""
    query = select(Contact.phone, Contact.name, Contact.attributes)
    query = query.where(members.within(segment), Contact.phone.startswith("+", autoescape=True))
    for row in db.session.execute(query.order_by(Contact.id), execution_options={"yield_per": AT_ONCE}):
        yield row.phone, row.name, row.attributes or {}


def _columns(segment: Segment) -> list[str]:
    """The attributes that any of them has, by how many do, without those that are called like our columns."""
    theirs = select(Contact.id).where(members.within(segment))
    query = select(func.min(ContactAttribute.name)).where(ContactAttribute.contact_id.in_(theirs))
    query = query.group_by(ContactAttribute.key).order_by(func.count().desc(), ContactAttribute.key)
    taken = {same_name(one) for one in OWN}
    found = db.session.scalars(query.limit(MOST_ATTRIBUTES + len(OWN)))
    return [one for one in found if same_name(one) not in taken][:MOST_ATTRIBUTES]
