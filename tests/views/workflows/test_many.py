"""Starting a workflow for a segment, or for contacts that are ticked, by its page."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import true

from jobs import workflows as jobs
from tests.services.workflows.stage import ada as author
from tests.services.workflows.stage import contact, flow, live, runs, sms, step
from tests.views.client import Browser
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.models.user import User
from webapp.services import settings
from webapp.services.contacts.segments import members, store


@pytest.fixture
def carol(app: Flask, ada: User) -> Contact:
    """In a segment; a workflow is live, which Ada has made."""
    found = contact()
    contact("+12025550122", "Dave")
    live(flow("hand", step(1, "end")))
    members.add(store.create("Keen", author()), true(), Source(SourceKind.LIST))
    db.session.commit()
    return found


def test_for_a_segment(carol: Contact, staff: Browser) -> None:
    page = staff.submit(staff.get("/segments/1"), "/segments/1/workflow")
    assert "For 2 contacts (the segment “Keen”)." in page.words
    page = staff.submit(page, "/begin")
    assert "Under way" in page.words
    jobs.start_many()
    assert len(runs()) == 2
    assert "2 started, 0 left out." in staff.get(page.path).words


def test_for_those_who_are_ticked(carol: Contact, staff: Browser) -> None:
    page = staff.get("/contacts")
    form = {"csrf_token": page.value("csrf_token"), "workflow": "1"}
    begun = staff.post("/contacts/workflow", {**form, "contact": str(carol.id)})
    assert "For 1 contact (ticked on their page)." in begun.words
    assert "Canceled" in staff.submit(begun, "/cancel").words
    assert "Tick the contacts first" in staff.post("/contacts/workflow", form).words
    begun = staff.post("/contacts/workflow", {**form, "q": "dave", "everyone": "yes"})
    assert "For 1 contact (found with “dave”)." in begun.words


def test_more_than_one_person_may_reach_alone(admin: Browser, staff: Browser, carol: Contact) -> None:
    settings.put("approval_over", 1)
    db.session.commit()
    page = staff.submit(staff.get("/segments/1"), "/segments/1/workflow")
    assert "Above 1 person, another admin has to approve this." in page.words
    assert "Waits for approval" in staff.submit(page, "/begin").words
    assert not [form for form in staff.get(page.path).root.all("form") if "approve" in form.attrs["action"]]
    assert "Follow-up" in admin.get("/").words
    back = admin.submit(admin.get(page.path), "/send-back", reason="")
    assert back.problems == ["Say why it should not be started."]
    assert "Under way" in admin.submit(admin.get(page.path), "/approve").words


def test_what_nothing_fills_in_is_said_before_it_is_started(carol: Contact, staff: Browser) -> None:
    live(flow("form", sms(1, "For {{trigger.day}}"), title="Visit", fields="Phone (phone) *\nDay"), "Visit")
    said = "“Send a text” (s1) uses {{trigger.day}} without a fallback."
    page = staff.submit(staff.get("/segments/1"), "/segments/1/workflow", workflow="2")
    assert said in page.words and "Give it a fallback" in page.words
    assert said not in staff.submit(staff.get("/segments/1"), "/segments/1/workflow", workflow="1").words
    assert f"“Visit”: {said}" in staff.get(f"/contacts/{carol.id}").words
