"""Segments by their pages: made, filled, looked at, changed, deleted."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.conversations import CAROL, DAVE
from tests.views.client import Browser
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.segment import Segment
from webapp.models.source import Source, SourceKind
from webapp.services.contacts import attributes
from webapp.services.contacts.segments import members, store
from webapp.views.shown import BOTH

LIST = Source(SourceKind.LIST, "list.csv")


@pytest.fixture
def carol(app: Flask) -> Contact:
    """She lives in Rome; Dave does not."""
    contact: Contact = factories.add(Contact(phone=CAROL, name="Carol Diaz"))
    attributes.put(contact, "city", "Rome", LIST)
    factories.add(Contact(phone=DAVE, name="Dave"))
    db.session.commit()
    return contact


def make(browser: Browser, **typed: str) -> str:
    """Its address."""
    page = browser.submit(browser.get("/segments/new"), "/segments/new", **typed)
    assert page.status == 200, page.words
    return page.path


def only() -> Segment:
    db.session.expire_all()
    [found] = store.listed()
    return found


def test_one_by_hand_is_filled_and_emptied(staff: Browser, carol: Contact) -> None:
    assert "No segments yet" in staff.get("/segments").words
    at = make(staff, name="Keen", kind="hand")
    assert "No one is in it yet" in staff.get(at).words
    page = staff.submit(staff.get("/contacts"), "/contacts/segment", contact=[str(carol.id)])
    assert (page.path, "1 put into “Keen”." in page.words) == (at, True)
    assert "Carol Diaz" in page.words
    assert "1" in staff.get("/segments").words
    page = staff.submit(page, "/take", contact=[str(carol.id)])
    assert "1 contact is taken out." in page.words
    assert members.count(only()) == 0


def test_everyone_who_is_listed(staff: Browser, carol: Contact) -> None:
    make(staff, name="Keen", kind="hand")
    listed = staff.get("/contacts?q=dave")
    staff.submit(listed, "/contacts/segment", everyone="yes")
    assert [one.name for one in members.page(only()).rows] == ["Dave"]
    assert "1 of them found with “dave”." in staff.get(f"/segments/{only().id}?q=dave").words
    page = staff.submit(staff.get("/contacts"), "/contacts/segment")
    assert "Tick the contacts first" in page.words


def test_a_filter_of_the_list_becomes_a_segment(staff: Browser, carol: Contact) -> None:
    typed = {"if-0-subject": "contact.city", "if-0-operator": "is", "if-0-value": "rome"}
    listed = staff.get("/contacts", query_string=typed)
    assert "Carol Diaz" in listed.words
    assert "Dave" not in listed.words
    [link] = [one for one in listed.root.all("a") if "/segments/new?" in one.attrs["href"]]
    form = staff.get(link.attrs["href"])
    assert form.value("if-0-subject") == "contact.city"
    page = staff.submit(form, "/segments/new", name="Romans")
    assert "Those for whom their city is “rome”." in page.words
    assert "1 contact" in page.words
    changed = staff.submit(staff.get(f"{page.path}/edit"), "/edit", **{"if-0-value": "Oslo"})
    assert "No one fits it now" in changed.words
    assert "their city is “Oslo”" in staff.get("/segments").words


def test_rows_come_and_go_before_it_is_saved(staff: Browser, carol: Contact) -> None:
    typed = {"kind": "filter", "if-0-subject": "contact.city", "if-0-value": "Rome"}
    form = staff.submit(staff.get("/segments/new"), "/segments/new", group="if", **typed)
    assert form.value("if-0-subject") == "contact.city"
    assert form.value("if-g0-0-subject") == ""
    assert staff.submit(form, "/segments/new", drop="if-0").value("if-0-subject") == ""
    listed = staff.get("/contacts", query_string={"if-0-subject": "contact.city", "more": "if"})
    assert "Dave" in listed.words
    assert store.listed() == []


def test_faults_are_named_where_they_are(staff: Browser, carol: Contact) -> None:
    form = staff.submit(staff.get("/segments/new"), "/segments/new", name="", kind="hand")
    assert (form.status, form.problems) == (422, ["Give the segment a name."])
    wrong = {"if-0-subject": "city", "if-0-operator": "is", "if-0-value": "Rome"}
    form = staff.submit(staff.get("/segments/new"), "/segments/new", name="X", kind="filter", **wrong)
    assert "is not known of contacts" in form.problems[0]
    assert form.value("if-0-subject") == "city"
    listed = staff.get("/contacts", query_string=wrong)
    assert listed.status == 422
    assert "is not known of contacts" in listed.problems[0]
    assert staff.get("/segments/7").status == 404


def test_it_is_deleted_unless_something_uses_it(staff: Browser, carol: Contact) -> None:
    at = make(staff, name="Keen", kind="hand")
    romans = {"if-0-subject": "contact.segments", "if-0-operator": "is", "if-0-value": "Keen"}
    other = make(staff, name="Eager", kind="filter", **romans)
    assert "used by the segment “Eager”" in staff.get(at).words
    token = staff.get("/segments/new").value("csrf_token")
    assert "is still used" in staff.post(f"{at}/remove", {"csrf_token": token}).words
    assert "Its contacts stay." in staff.submit(staff.get(other), "/remove").words
    assert "Its contacts stay." in staff.submit(staff.get(at), "/remove").words
    assert store.listed() == []


def test_on_the_page_of_a_contact(staff: Browser, carol: Contact) -> None:
    make(staff, name="Keen", kind="hand")
    at = f"/contacts/{carol.id}"
    page = staff.submit(staff.get(at), f"{at}/segments")
    assert "They are now in “Keen”." in page.words
    page = staff.submit(page, f"{at}/segments", out="yes")
    assert "They are no longer in “Keen”." in page.words


def theirs(city: str) -> dict[str, Any]:
    return {"if-0-value": city}


def test_two_who_change_a_filter_at_once(staff: Browser, carol: Contact) -> None:
    """One changes its name and the other whom it is for; and both change that."""
    path = (
        make(
            staff,
            name="Romans",
            kind="filter",
            **{"if-0-subject": "contact.city", "if-0-operator": "is", "if-0-value": "Rome"},
        )
        + "/edit"
    )
    page, later = staff.get(path), staff.get(path)
    staff.submit(page, path, **theirs("Bonn"))
    staff.submit(later, path, name="Locals")
    assert (only().name, store.conditions(only()).comparisons[0].value) == ("Locals", "Bonn")
    told = staff.submit(page, path, **theirs("Paris"))
    assert (told.status, BOTH in told.words, told.value("if-0-value")) == (422, True, "Paris")
    more = staff.submit(page, path, more="if", **theirs("Paris"))
    assert staff.submit(more, path).status == 422, "what the form showed at first counts"
    staff.submit(told, path)
    assert (only().name, store.conditions(only()).comparisons[0].value) == ("Locals", "Paris")
