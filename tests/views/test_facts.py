"""Labels that are suggested and values that are offered, in the conversation and on the contact's page."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.event import Event
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.contacts import attributes, labels

DESK = Source(SourceKind.AGENT, "Desk", 7)


@pytest.fixture
def thread(app: Flask) -> Thread:
    """An agent suggests “Late” for Carol, and heard another city than Bob has written down."""
    found = factories.thread()
    bob = Source(SourceKind.PERSON, "Bob", factories.user("Bob").id)
    labels.put(found.contact, "VIP", DESK)
    labels.put(found.contact, "Late", DESK, suggested=True, reason="They come late.")
    attributes.put(found.contact, "city", "Rome", bob)
    attributes.put(found.contact, "city", "Paris", DESK)
    db.session.commit()
    return found


def to_do(page: Page) -> list[str]:
    return [e.words() for e in page.root.all("li") if "to-do" in e.attrs.get("class", "").split()]


@pytest.mark.parametrize("path", ["/inbox/{thread}", "/contacts/{contact}"])
def test_one_click_takes_them_and_leads_back(staff: Browser, thread: Thread, path: str) -> None:
    path = path.format(thread=thread.id, contact=thread.contact_id)
    page = staff.get(path)
    suggested, offered = to_do(page)
    assert suggested.startswith("Desk suggests the label Late They come late.")
    assert offered.startswith("Desk heard: city is Paris Yours: Rome, by Bob")
    page = staff.submit(page, "/labels/confirm")
    assert (page.path, page.notices) == (path, ["The label “Late” is confirmed."])
    page = staff.submit(page, "/attributes/accept")
    assert (page.notices, to_do(page)) == (["“city” is changed."], [])
    assert db.session.get_one(Thread, thread.id).contact.attributes == {"city": "Paris"}


def test_one_click_leaves_them(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}?view=all")
    page = staff.submit(page, "/labels/reject")
    page = staff.submit(page, "/attributes/decline")
    assert (page.notices, to_do(page)) == (["“city” stays as it is."], [])
    assert [one.name for one in labels.of(thread.contact_id)] == ["VIP"]
    assert [one.value for one in attributes.of(thread.contact_id)] == ["Rome"]


def test_a_value_that_they_have_not_read_is_not_taken(staff: Browser, thread: Thread) -> None:
    page = staff.get(f"/inbox/{thread.id}")
    attributes.put(thread.contact, "city", "Oslo", DESK)
    db.session.commit()
    assert staff.submit(page, "/attributes/accept").status == 409
    assert [one.value for one in attributes.of(thread.contact_id)] == ["Rome"]


def test_they_are_counted_and_found(staff: Browser, thread: Thread) -> None:
    other = factories.add(type(thread.contact)(phone="+12025550122", name="Dave"))
    db.session.commit()
    assert "To confirm" in staff.get("/").words
    assert other.name in staff.get("/contacts").words
    page = staff.get("/contacts?confirm=1")
    assert "Those for whom a label is suggested" in page.words and other.name not in page.words
    for act in ("labels/reject", "attributes/decline"):
        staff.submit(staff.get(f"/contacts/{thread.contact_id}"), f"/{act}")
    assert "Nothing waits for you" in staff.get("/contacts?confirm=1").words
    assert "To confirm" not in staff.get("/").words


@pytest.mark.parametrize(
    "act",
    [
        "labels/confirm",
        "labels/reject",
        "labels/remove",
        *(f"attributes/{act}" for act in ("accept", "decline", "remove", "unlock")),
    ],
)
def test_what_is_not_there_is_not_found(staff: Browser, thread: Thread, act: str) -> None:
    for contact in (thread.contact_id, 999):
        typed = {"csrf_token": staff.token(), "label": "No", "name": "no"}
        assert staff.post(f"/contacts/{contact}/{act}", typed).status == 404


@pytest.mark.parametrize("path", ["/inbox/{thread}", "/contacts/{contact}"])
def test_a_label_is_added_and_taken_off(staff: Browser, grace: User, thread: Thread, path: str) -> None:
    path = path.format(thread=thread.id, contact=thread.contact_id)
    page = staff.submit(staff.get(path), "/labels/add", label=" Not  coming ")
    assert (page.path, page.notices) == (path, ["Labeled “Not coming”."])
    put = next(one for one in labels.of(thread.contact_id) if one.name == "Not coming")
    assert (put.suggested, put.source, put.source_id) == (False, SourceKind.PERSON, grace.id)
    for gone in ("Not coming", "VIP"):
        page = staff.submit(staff.get(path), "/labels/remove", label=gone)
        assert (page.path, page.notices) == (path, [f"The label “{gone}” is taken off."])
    assert [(one.name, one.suggested) for one in labels.of(thread.contact_id)] == [("Late", True)]
    kinds = select(Event.kind).where(Event.user_id == grace.id).order_by(Event.id)
    noted = ["contact.labeled", "contact.label_removed", "contact.label_removed"]
    assert db.session.scalars(kinds).all() == noted


@pytest.mark.parametrize("path", ["/inbox/{thread}", "/contacts/{contact}"])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [(" ", "Write the label."), ("x" * 41, "A label can have up to 40 characters.")],
)
def test_what_is_no_label_stays_as_it_was_typed(
    staff: Browser, thread: Thread, path: str, typed: str, sentence: str
) -> None:
    path = path.format(thread=thread.id, contact=thread.contact_id)
    page = staff.submit(staff.get(path), "/labels/add", label=typed)
    field = next(one for one in page.root.all("input") if one.attrs.get("id") == "f-label")
    assert (page.status, page.problems, field.attrs["value"]) == (422, [sentence], typed)
    assert len(labels.of(thread.contact_id)) == 2


def test_an_attribute_is_set_changed_given_free_and_removed_by_hand(
    staff: Browser, grace: User, thread: Thread
) -> None:
    path = f"/contacts/{thread.contact_id}"
    page = staff.submit(staff.get(path), "/attributes/set", attribute=" Next  visit ", value="Monday")
    assert (page.path, page.notices) == (path, ["“Next visit” is saved."])
    page = staff.get(f"{path}?change=Next+visit")
    page = staff.submit(page, "/attributes/set", value="Tuesday\r\nat ten")
    put = next(one for one in attributes.of(thread.contact_id) if one.name == "Next visit")
    assert (put.value, put.locked, put.source_id) == ("Tuesday\nat ten", True, grace.id)
    assert f"Next visit: Tuesday at ten By {grace.name}" in page.words
    for act in ("unlock", "remove"):
        staff.submit(staff.get(path), f"/attributes/{act}", name="Next visit")
    assert db.session.get_one(Thread, thread.id).contact.attributes == {"city": "Rome"}
    kinds = select(Event.kind).where(Event.user_id == grace.id).order_by(Event.id)
    acts = ["set", "set", "unlocked", "removed"]
    assert db.session.scalars(kinds).all() == [f"contact.attribute_{act}" for act in acts]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("", "Oslo", "Write the name of the attribute."),
        ("a|b", "Oslo", "The name of an attribute has letters or digits, and no {, } or |."),
        ("city", " ", "There is no value to set."),
        ("city", "x" * 501, "A value can have up to 500 characters."),
    ],
)
def test_what_is_no_attribute_stays_as_it_was_typed(
    staff: Browser, thread: Thread, name: str, value: str, sentence: str
) -> None:
    page = staff.get(f"/contacts/{thread.contact_id}")
    page = staff.submit(page, "/attributes/set", attribute=name, value=value)
    assert (page.status, page.problems) == (422, [sentence])
    field = next(one for one in page.root.all("input") if one.attrs.get("id") == "f-attribute")
    area = next(one for one in page.root.all("textarea") if one.attrs.get("id") == "f-value")
    assert (field.attrs["value"], area.words()) == (name, value.strip())
    assert [one.value for one in attributes.of(thread.contact_id)] == ["Rome"]
