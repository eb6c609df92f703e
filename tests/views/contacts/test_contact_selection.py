"""Contacts that are chosen on their page."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import true

from jobs import intake
from tests import factories
from tests.services.workflows.stage import ada, contact, flow, live, step
from tests.views.client import Browser
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.selection_job import SelectionJob
from webapp.models.source import Source, SourceKind
from webapp.services.contacts.segments import members, selection_jobs, store


def test_those_who_are_ticked_or_all_on_the_list(app: Flask, staff: Browser) -> None:
    segment = store.create("Keen", factories.user())
    people = [factories.add(Contact(phone=phone)) for phone in factories.phones(3)]
    db.session.commit()
    page = staff.get("/contacts")
    ticked = [str(people[0].id), str(people[2].id)]
    assert "2 put into “Keen”." in staff.submit(page, "/contacts/segment", contact=ticked).words
    assert "already" in staff.submit(page, "/contacts/segment", contact=ticked[:1]).words
    assert "1 put into “Keen”." in staff.submit(page, "/contacts/segment", everyone="yes").words
    assert members.count(store.get(segment.id)) == 3


def test_many_are_put_in_by_a_job_that_can_be_watched_and_stopped(
    app: Flask, staff: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection_jobs, "FEW", 2)
    segment = store.create("Keen", factories.user())
    for phone in factories.phones(3):
        factories.add(Contact(phone=phone))
    db.session.commit()
    page = staff.submit(staff.get("/contacts"), "/contacts/segment", everyone="yes")
    assert page.path == f"/segments/{segment.id}"
    assert "Putting contacts in" in page.words
    assert "0 of 3 contacts looked at (all contacts)" in page.words
    assert "No one is in it yet" not in page.words
    page = staff.submit(page, "/filling/stop")
    assert "Not all are in" in page.words and "No one is in it yet" in page.words
    page = staff.submit(page, "/filling/again")
    intake.put_selected(1)
    assert "Contacts were put in" in staff.get(f"{page.path}/filling", htmx=True).words
    assert members.count(store.get(segment.id)) == 3


def test_a_workflow_for_many_says_that_they_are_being_chosen(
    app: Flask, admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection_jobs, "FEW", 1)
    for number in (1, 2):
        contact(f"+1202555012{number}")
    workflow = live(flow("hand", step(1, "end")))
    db.session.commit()
    keen = store.create("Keen", factories.user())
    members.add(keen, true(), Source(SourceKind.LIST))
    db.session.commit()
    page = admin.get(f"/segments/{keen.id}")
    page = admin.submit(page, f"{page.path}/workflow", workflow=str(workflow.id))
    assert "0 are chosen so far." in page.words
    job = db.session.get_one(SelectionJob, 1)
    selection_jobs.stop(job.id, ada())
    db.session.commit()
    page = admin.submit(admin.get(page.path), "/choose")
    intake.put_selected(1)
    assert "Start it for 2 contacts" in admin.get(page.path).words
