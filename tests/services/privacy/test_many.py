"""Erasing many who were chosen: confirmed, one by one, also when the job dies, and never in part unsaid."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, true

from jobs import intake as jobs
from tests import factories
from tests.conversations import CAROL, DAVE, they_write
from tests.services.privacy.lists import erase
from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict, Fault
from webapp.models.contact import Contact
from webapp.models.event import Event
from webapp.models.selection_job import SelectionJob
from webapp.models.user import User
from webapp.models.work import Work
from webapp.services import background_work, sweep
from webapp.services.contacts.segments import members, selection_jobs
from webapp.services.opt_outs import holds
from webapp.services.privacy import many

EVE = "+12025550133"


@pytest.fixture
def ada(app: Flask) -> User:
    """Who chooses; three people have written to us."""
    factories.number()
    user = factories.user()
    for phone in (CAROL, DAVE, EVE):
        they_write("Hello", phone)
    db.session.commit()
    return user


def chosen(ada: User) -> SelectionJob:
    job = many.prepare(true(), "all contacts", ada)
    db.session.commit()
    return job


def left() -> list[str]:
    return list(db.session.scalars(select(Contact.phone).order_by(Contact.phone)))


def test_those_who_were_chosen_and_no_one_who_came_later(ada: User) -> None:
    job = chosen(ada)
    jobs.put_selected(job.id)
    assert len(left()) == 3  # no one has confirmed it
    with pytest.raises(Fault, match="Type how many are to be erased: 3"):
        many.begin(job.id, "2", ada)
    many.begin(job.id, "3", ada)
    they_write("Hello", "+12025550144")
    db.session.commit()
    jobs.put_selected(job.id)
    job = selection_jobs.get(job.id)
    assert (left(), job.working, job.added, job.refused) == (["+12025550144"], Work.DONE, 3, [])
    kinds = list(db.session.scalars(select(Event.kind).where(Event.kind.like("contact%erase%"))))
    assert kinds.count("contact.erased") == 3
    ended = db.session.scalars(select(Event).where(Event.kind == "contacts.erasure_ended")).one()
    assert (ended.data["count"], ended.data["refused"]) == (3, 0)
    with pytest.raises(Conflict, match="begun before"):
        many.begin(job.id, "3", ada)


def test_a_newcomer_with_the_id_of_who_is_gone_already_stays(ada: User) -> None:
    """SQLite gives the id of the newest contact again."""
    job = chosen(ada)
    erase(EVE)
    they_write("Hello", "+12025550144")
    many.begin(job.id, "3", ada)
    db.session.commit()
    jobs.put_selected(job.id)
    assert left() == ["+12025550144"]


def test_who_cannot_be_erased_is_named_and_whole(ada: User) -> None:
    they_write("please stop texting me", DAVE)
    db.session.commit()
    assert holds.of(DAVE) is not None
    job = chosen(ada)
    many.begin(job.id, "3", ada)
    db.session.commit()
    jobs.put_selected(job.id)
    job = selection_jobs.get(job.id)
    assert (left(), job.seen, job.added, job.working) == ([DAVE], 3, 2, Work.DONE)
    assert "They wrote what reads like an opt-out." in job.refused[0][1]


def test_a_job_that_died_goes_on_behind_the_last(ada: User) -> None:
    job = chosen(ada)
    many.begin(job.id, "3", ada)
    db.session.commit()
    steps = many.carry_out(job.id)
    for _ in range(3):
        next(steps)
        db.session.commit()
    del steps
    db.session.rollback()
    assert len(left()) == 2
    selection_jobs.get(job.id).worked_at = now() - background_work.SILENCE - timedelta(seconds=1)
    db.session.commit()
    assert job.id in sweep.look()[queue.PUT_SELECTED]
    jobs.put_selected(job.id)
    assert (left(), selection_jobs.get(job.id).added) == ([], 3)


def test_one_that_is_stopped_says_so_and_goes_on(ada: User) -> None:
    job = chosen(ada)
    many.begin(job.id, "3", ada)
    many.stop(job.id, ada)
    db.session.commit()
    jobs.put_selected(job.id)
    assert (len(left()), many.is_draft(selection_jobs.get(job.id))) == (3, False)
    selection_jobs.go_on(job.id)
    db.session.commit()
    jobs.put_selected(job.id)
    assert left() == []


def test_no_one_and_too_many_are_refused(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MOST", 2)
    with pytest.raises(Fault, match="Up to 2 contacts"):
        many.prepare(true(), "all contacts", ada)
    with pytest.raises(Fault, match="no one"):
        many.prepare(members.these([]), "ticked", ada)
