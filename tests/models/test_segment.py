"""A contact is in a segment once, and goes out of it with either."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from tests import factories
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.segment import Segment, SegmentMember


def test_a_member_is_there_once_and_goes_with_the_contact_or_the_segment(app: Flask) -> None:
    ada = factories.user()
    one, other = (
        factories.add(Segment(name=name, key=name, created_by=ada.id)) for name in ("keen", "regular")
    )
    carol, dave = (factories.add(Contact(phone=phone)) for phone in ("+12025550111", "+12025550122"))
    assert one.by_hand
    for segment, contact in ((one, carol), (one, dave), (other, dave)):
        factories.add(SegmentMember(segment_id=segment.id, contact_id=contact.id, source="person"))
    db.session.expunge_all()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.add(SegmentMember(segment_id=one.id, contact_id=carol.id, source="person"))
    db.session.execute(delete(Contact).where(Contact.id == carol.id))
    db.session.execute(delete(Segment).where(Segment.id == other.id))
    assert db.session.scalar(select(func.count()).select_from(SegmentMember)) == 1
