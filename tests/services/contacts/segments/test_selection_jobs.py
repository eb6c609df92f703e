"""What is done with contacts by the thousand: in steps, once, also when it is interrupted."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import intake as jobs
from tests import factories
from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.contact import Contact
from webapp.models.event import Event
from webapp.models.segment import Segment, SegmentMember
from webapp.models.selection_job import SelectionJob
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import background_work, sweep
from webapp.services.contacts.segments import filling, members, selection_jobs, store
from webapp.services.contacts.segments.selection import Selection

ALL = Selection()


@pytest.fixture
def keen(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Segment:
    """Empty; of five contacts, two are taken at a time."""
    monkeypatch.setattr(selection_jobs, "AT_ONCE", 2)
    for phone in factories.phones(5):
        factories.add(Contact(phone=phone))
    segment = store.create("Keen", factories.user())
    db.session.commit()
    return segment


def by(segment: Segment) -> User:
    return db.session.get_one(User, segment.created_by)


def begun(segment: Segment, chosen: Selection = ALL) -> SelectionJob:
    job = filling.begin(segment, chosen, "all contacts", by(segment))
    db.session.commit()
    return job


def noted() -> list[int]:
    query = select(Event).where(Event.kind == "segment.joined").order_by(Event.id)
    return [one.data["count"] for one in db.session.scalars(query)]


def test_many_are_put_in_once_with_one_line_in_the_audit(
    keen: Segment, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not selection_jobs.is_large(ALL)
    monkeypatch.setattr(selection_jobs, "FEW", 4)
    assert selection_jobs.is_large(ALL)
    job = begun(keen)
    late = factories.add(Contact(phone="+12025559999"))  # not chosen: who comes later
    for _ in range(2):
        jobs.put_selected(job.id)
    assert (job.working, job.people, job.seen, job.added) == (Work.DONE, 5, 5, 5)
    assert members.count(keen) == 5
    assert db.session.get(SegmentMember, (keen.id, late.id)) is None
    again = begun(keen)
    jobs.put_selected(again.id)
    assert (again.seen, again.added, noted()) == (6, 1, [5, 1])


def test_one_that_is_interrupted_goes_on_where_it_was(keen: Segment) -> None:
    job = begun(keen)
    steps = filling.fill(job.id)
    for _ in range(2):
        next(steps)
        db.session.commit()
    assert (job.working, job.seen) == (Work.RUNNING, 2)
    jobs.put_selected(job.id)  # the other one is at it
    assert job.seen == 2
    job.worked_at = now() - 2 * background_work.SILENCE
    db.session.commit()
    assert sweep.look()[queue.PUT_SELECTED] == [job.id]
    jobs.put_selected(job.id)
    assert list(steps) == []
    assert (job.working, job.seen, members.count(keen), noted()) == (Work.DONE, 5, 5, [5])


def test_one_that_is_stopped_keeps_who_is_in_and_can_go_on(keen: Segment) -> None:
    job = begun(keen)
    steps = filling.fill(job.id)
    for _ in range(2):
        next(steps)
        db.session.commit()
    filling.stop(job.id, by(keen))
    db.session.commit()
    assert list(steps) == []
    assert (job.working, job.working_fault, members.count(keen)) == (Work.NONE, "Ada stopped it.", 2)
    with pytest.raises(Conflict, match="over already"):
        filling.stop(job.id, by(keen))
    selection_jobs.go_on(job.id)
    with pytest.raises(Conflict, match="goes on already"):
        selection_jobs.go_on(job.id)
    db.session.commit()
    jobs.put_selected(job.id)
    assert (job.working, members.count(keen), noted()) == (Work.DONE, 5, [2, 5])


def test_one_whose_choice_is_gone_says_so(keen: Segment) -> None:
    other = store.create("Other", by(keen))
    job = begun(keen, Selection(segment_id=other.id))
    store.remove(other, by(keen))
    db.session.commit()
    jobs.put_selected(job.id)
    assert (job.working, job.working_fault) == (Work.FAILED, "This segment does not exist any more.")
    assert selection_jobs.of_segment(keen.id) == job
