"""A job of chosen contacts goes with the segment, or the start, for which they were chosen."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from webapp.db import db
from webapp.models.segment import Segment
from webapp.models.selection_job import SelectionJob
from webapp.models.states import IllegalMove
from webapp.models.work import Work


def test_it_goes_with_its_segment_and_is_open_until_it_is_over(app: Flask) -> None:
    ada = factories.user()
    segment = factories.add(Segment(name="Keen", key="keen", created_by=ada.id))
    job = SelectionJob(segment_id=segment.id, selection={}, said="all contacts", created_by=ada.id)
    factories.add(job)
    assert job.is_open
    with pytest.raises(IllegalMove):
        job.set_working(Work.DONE)
    job.set_working(Work.NONE)
    assert not job.is_open
    db.session.delete(segment)
    db.session.flush()
    db.session.expire_all()
    assert db.session.query(SelectionJob).count() == 0
