"""A label on, or off, contacts that were chosen: at once or by a job, with one line in the audit."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, true

from jobs import intake as jobs
from tests import factories
from webapp.db import db
from webapp.errors import Fault
from webapp.models.contact import Contact
from webapp.models.event import Event
from webapp.models.label import ContactLabel
from webapp.models.selection_job import Act
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services.contacts.chosen import labeling
from webapp.services.contacts.segments import selection_jobs
from webapp.services.contacts.segments.selection import Selection


@pytest.fixture
def ada(app: Flask, monkeypatch: pytest.MonkeyPatch) -> User:
    """Who chooses, of five contacts; jobs take two at a time."""
    monkeypatch.setattr(selection_jobs, "AT_ONCE", 2)
    for phone in factories.phones(5):
        factories.add(Contact(phone=phone))
    return factories.user()


def labeled() -> int:
    return len(db.session.scalars(select(ContactLabel)).all())


def lines() -> list[tuple[str, int]]:
    about = select(Event).where(Event.kind.in_(["contacts.labeled", "contacts.unlabeled"]))
    return [(one.kind, one.data["count"]) for one in db.session.scalars(about.order_by(Event.id))]


def test_at_once(ada: User) -> None:
    assert labeling.at_once(Act.LABEL, " Keen ", true(), ada) == ("Keen", 5)
    assert labeling.at_once(Act.LABEL, "keen", true(), ada) == ("keen", 0)
    assert labeling.at_once(Act.UNLABEL, "KEEN", true(), ada) == ("KEEN", 5)
    assert (labeled(), lines()) == (0, [("contacts.labeled", 5), ("contacts.unlabeled", 5)])
    with pytest.raises(Fault, match="Write the label"):
        labeling.at_once(Act.LABEL, " ", true(), ada)


def test_by_a_job_that_is_stopped_and_goes_on(ada: User) -> None:
    job = labeling.begin(Act.LABEL, "Keen", Selection(), "all contacts", ada)
    db.session.commit()
    steps = labeling.carry_out(job.id)
    next(steps), next(steps)
    db.session.commit()
    del steps
    labeling.stop(job.id, ada)
    db.session.commit()
    assert (labeled(), lines()) == (2, [("contacts.labeled", 2)])
    selection_jobs.go_on(job.id)
    db.session.commit()
    jobs.put_selected(job.id)
    job = selection_jobs.get(job.id)
    assert (labeled(), job.working, job.added, job.selection) == (5, Work.DONE, 5, {})
