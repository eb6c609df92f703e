"""Contacts that are chosen on their page: labels, the download, erasing many."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import intake
from tests import factories
from tests.services.contacts.imports.lists import CAROL, DAVE, EVE
from tests.views.client import Browser
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.event import Event
from webapp.services.contacts import labels
from webapp.services.contacts.segments import selection_jobs

PHONES = (CAROL, DAVE, EVE)


@pytest.fixture(autouse=True)
def people(app: Flask) -> list[int]:
    """Three, by id."""
    made = [factories.add(Contact(phone=phone, name=f"P {phone[-3:]}")) for phone in PHONES]
    db.session.commit()
    return [one.id for one in made]


def labeled() -> list[int]:
    db.session.expire_all()
    return [one for one in db.session.scalars(select(Contact.id).order_by(Contact.id)) if labels.of(one)]


def test_a_label_is_put_on_those_who_are_ticked_and_taken_off_all(staff: Browser, people: list[int]) -> None:
    ticked = [str(one) for one in people[:2]]
    page = staff.post("/contacts/label", {"csrf_token": staff.token(), "contact": ticked, "label": "Keen"})
    assert "Put on 2 contacts: “Keen”." in page.words and labeled() == people[:2]
    everyone = {"csrf_token": staff.token(), "everyone": "yes"}
    assert "Write the label." in staff.post("/contacts/label", everyone).words
    page = staff.post("/contacts/unlabel", {**everyone, "label": "keen"})
    assert "Taken off 2 contacts: “keen”." in page.words and labeled() == []
    nobody = {"csrf_token": staff.token(), "label": "Keen"}
    assert "Tick the contacts first" in staff.post("/contacts/label", nobody).words


def test_many_are_labeled_by_a_job_that_can_be_watched(
    staff: Browser, people: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection_jobs, "FEW", 2)
    everyone = {"csrf_token": staff.token(), "everyone": "yes", "label": "Keen"}
    page = staff.post("/contacts/label", everyone)
    assert "Label “Keen”" in page.words and "0 of 3 contacts looked at" in page.words
    page = staff.submit(page, f"{page.path}/stop")
    assert "Not done to its end" in page.words
    page = staff.submit(page, f"{page.path}/go-on")
    intake.put_selected(int(page.path.split("/")[-1]))
    assert "3 got the label" in staff.get(page.path, htmx=True).words and labeled() == people


def test_those_who_are_listed_are_downloaded_and_it_is_noted(staff: Browser) -> None:
    form = {"csrf_token": staff.token(), "everyone": "yes", "q": "P 111"}
    body = staff.post("/contacts/export.csv", form, buffered=True).response.text
    assert [line.split(",")[0] for line in body.splitlines()[1:]] == [CAROL]
    event = db.session.scalars(select(Event).where(Event.kind == "contacts.exported")).one()
    assert event.data == {"count": 1}


def test_an_admin_erases_those_who_are_ticked_once_they_are_counted(
    admin: Browser, people: list[int]
) -> None:
    ticked = [str(one) for one in people[:2]]
    page = admin.post("/contacts/erase", {"csrf_token": admin.token(), "contact": ticked})
    assert "Erase 2 contacts?" in page.words and "P 111" in page.words and "P 133" not in page.words
    wrong = admin.submit(page, f"{page.path}/erase", confirm="3")
    assert wrong.status == 422 and "Type how many are to be erased: 2." in wrong.words
    admin.post(f"{page.path}/go-on", {"csrf_token": admin.token()})
    intake.put_selected(int(page.path.split("/")[-1]))
    assert len(db.session.scalars(select(Contact)).all()) == 3  # no one has confirmed it
    page = admin.submit(page, f"{page.path}/erase", confirm="2")
    assert "Erasing them, one after the other" in page.words
    intake.put_selected(int(page.path.split("/")[-1]))
    assert "2 of 2 contacts looked at, 2 erased" in admin.get(page.path).words
    assert list(db.session.scalars(select(Contact.phone))) == [EVE]


def test_others_do_not_erase(staff: Browser, people: list[int]) -> None:
    assert "Erase …" not in staff.get("/contacts").words
    form = {"csrf_token": staff.token(), "contact": [str(people[0])]}
    assert staff.post("/contacts/erase", form).status == 403
