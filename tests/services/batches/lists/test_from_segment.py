"""A batch of a segment: its people as they are then, with what is known of them as columns."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from tests.conversations import CAROL, DAVE
from webapp import queue
from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.models.contact import Contact
from webapp.models.recipient import Recipient
from webapp.models.segment import Segment
from webapp.models.source import Source, SourceKind
from webapp.models.work import Work
from webapp.services import background_work, sweep
from webapp.services.batches import drafts
from webapp.services.batches.lists import from_segment, reading
from webapp.services.contacts import attributes
from webapp.services.contacts.segments import members, store

LIST = Source(SourceKind.LIST, "list.csv")


@pytest.fixture
def keen(app: Flask) -> Segment:
    """Carol, Dave, and a sender without a phone."""
    carol = factories.add(Contact(phone=CAROL, name="Carol Diaz"))
    dave, shop = (factories.add(Contact(phone=phone)) for phone in (DAVE, "SHOP"))
    attributes.put(carol, "city", 'Rome, "the" city', LIST)
    attributes.put(carol, "phone", "a landline", LIST)
    attributes.put(dave, "City", "Oslo", LIST)
    attributes.put(dave, "note", "two\nlines", LIST)
    segment = store.create("Keen", factories.user())
    members.add(segment, members.these([carol.id, dave.id, shop.id]), LIST)
    factories.number()
    db.session.commit()
    return segment


def rows(batch: Batch) -> list[tuple[str | None, list[str]]]:
    db.session.commit()
    jobs.read_upload(batch.id)
    db.session.expire_all()
    query = select(Recipient).where(Recipient.batch_id == batch.id).order_by(Recipient.row_no)
    return [(one.phone, one.cells) for one in db.session.scalars(query)]


def test_a_row_for_each_with_their_attributes(keen: Segment) -> None:
    batch = drafts.create(keen.created_by)
    from_segment.take(batch, keen, keen.created_by)
    found = rows(batch)
    assert [phone for phone, _ in found] == [CAROL, DAVE]
    assert batch.segment_id == keen.id
    assert [one.casefold() for one in batch.columns] == ["phone", "name", "first name", "city", "note"]
    assert found[0][1] == [CAROL, "Carol Diaz", "Carol", 'Rome, "the" city', ""]
    assert found[1][1][3] == "Oslo"
    assert batch.name_columns == [1]


@pytest.mark.parametrize("name", ["Phone number", "Mobile", "Emergency contact", "Telefon", "2025550177"])
def test_a_phone_among_the_attributes_is_not_whom_it_goes_to(keen: Segment, name: str) -> None:
    """Nor does an attribute say what they are called."""
    for phone, other in ((CAROL, "+12025550177"), (DAVE, "+12025550178")):
        contact = db.session.scalars(select(Contact).where(Contact.phone == phone)).one()
        attributes.put(contact, name, other, LIST)
        attributes.put(contact, "Full name", "Mother of theirs", LIST)
    batch = drafts.create(keen.created_by)
    from_segment.take(batch, keen, keen.created_by)
    assert [phone for phone, _ in rows(batch)] == [CAROL, DAVE]
    assert (batch.phone_column, batch.name_columns) == (0, [1])


def test_who_left_is_in_it_no_longer_once_it_is_taken_again(keen: Segment) -> None:
    batch = drafts.create(keen.created_by)
    from_segment.take(batch, keen, keen.created_by)
    assert len(rows(batch)) == 2
    members.take(keen, Contact.phone == CAROL, LIST)
    from_segment.take(batch, keen, keen.created_by)
    assert [phone for phone, _ in rows(batch)] == [DAVE]
    store.remove(keen, factories.user("Bea"))
    db.session.commit()
    assert db.session.get_one(Batch, batch.id).segment_id is None


def test_a_segment_without_anyone_is_no_list(keen: Segment) -> None:
    batch = drafts.create(keen.created_by)
    with pytest.raises(Fault, match="No one is in “Empty” now"):
        from_segment.take(batch, store.create("Empty", factories.user("Bea")), keen.created_by)


def test_one_that_is_interrupted_begins_again_and_one_that_lost_its_segment_says_so(keen: Segment) -> None:
    batch = drafts.create(keen.created_by)
    from_segment.take(batch, keen, keen.created_by)
    db.session.commit()
    assert sweep.look()[queue.IMPORT] == [batch.id]
    steps = reading.read(batch.id)
    for _ in range(3):  # begun, and some are written down; then the worker is killed
        next(steps)
        db.session.commit()
    assert (batch.rows_read, batch.rows_expected, batch.upload_id) == (2, 3, None)
    batch.worked_at = now() - 2 * background_work.SILENCE
    db.session.commit()
    assert sweep.look()[queue.IMPORT] == [batch.id]
    assert len(rows(batch)) == 2
    steps.close()
    from_segment.take(batch, keen, keen.created_by)
    store.remove(keen, factories.user("Bea"))
    assert rows(batch) == []
    assert (batch.reading, batch.reading_fault) == (Work.FAILED, from_segment.GONE)
