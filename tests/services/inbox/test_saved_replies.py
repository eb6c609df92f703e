"""Saved replies: named, found, and filled with the values of one contact."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.db import db
from webapp.errors import Fault, Faults, NotFound
from webapp.models.event import Event
from webapp.models.source import Source, SourceKind
from webapp.models.user import User
from webapp.services import settings
from webapp.services.contacts import attributes
from webapp.services.inbox import saved_replies
from webapp.services.inbox.saved_replies import Typed


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user("Ada Lovelace")


def test_they_are_kept_changed_and_removed(ada: User) -> None:
    row = saved_replies.add(Typed(" Opening  hours ", "9 to 5\r\n", ""), ada)
    assert (row.name, row.text) == ("Opening hours", "9 to 5")
    saved_replies.change(row, Typed("Hours", "8 to 5", "es"), ada)
    assert (row.name, row.key, row.text, row.language) == ("Hours", "hours", "8 to 5", "es")
    saved_replies.remove(row, ada)
    db.session.commit()
    with pytest.raises(NotFound):
        saved_replies.get(row.id)
    kinds = db.session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert kinds == ["saved_reply.added", "saved_reply.changed", "saved_reply.removed"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (Typed("", "Hi", ""), "name"), (Typed("x" * 61, "Hi", ""), "name"),
        (Typed("HOURS", "Hi", ""), "name"),
        (Typed("New", " ", ""), "text"), (Typed("New", "Hi {{name", ""), "text"),
        (Typed("New", "x" * 919, ""), "text"), (Typed("New", "Hi", "xx"), "language"),
    ],
)  # fmt: skip
def test_what_could_not_be_used_is_refused(ada: User, typed: Typed, field: str) -> None:
    saved_replies.add(Typed("Hours", "9 to 5", ""), ada)
    with pytest.raises(Fault) as fault:
        saved_replies.add(typed, ada)
    found = fault.value.by_field if isinstance(fault.value, Faults) else {fault.value.field: ""}
    assert list(found) == [field]


def test_one_name_may_stand_for_a_text_in_each_language(ada: User) -> None:
    for language in ("", "en", "es"):
        row = saved_replies.add(Typed("Hours", "9 to 5", language), ada)
    saved_replies.change(row, Typed("hours", "9 a 5", "es"), ada)
    assert [one.language for one in saved_replies.listed()] == ["", "en", "es"]


def test_there_is_an_end_to_how_many(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_replies, "MOST", 1)
    saved_replies.add(Typed("Hours", "9 to 5", ""), ada)
    with pytest.raises(Fault, match="Remove one first"):
        saved_replies.add(Typed("More", "9 to 5", ""), ada)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["Hours", "Way"]),
        ("HOUR", ["Hours"]),
        ("street harbour", ["Way"]),
        ("spanish", ["Way"]),
        ("x", []),
    ],
)
def test_they_are_found_by_name_text_and_language(ada: User, search: str, found: list[str]) -> None:
    saved_replies.add(Typed("Way", "12 Harbour Street", "es"), ada)
    saved_replies.add(Typed("Hours", "9 to 5", ""), ada)
    assert [one.name for one in saved_replies.listed(search)] == found


@pytest.mark.parametrize(
    ("text", "filled", "missing"),
    [
        ("Hi {{contact.first_name}}!", "Hi Carol!", ()),
        ("Hi {{Contact.First-Name|there}}!", "Hi Carol!", ()),
        ("Hi {{first_name}} of {{contact.city}}", "Hi Carol of Rome", ()),
        ("{{our.team}}, {{me.first_name}} ({{me.name}})", "Corner Clinic, Ada (Ada Lovelace)", ()),
        ("On {{contact.visit|Monday}}", "On Monday", ()),
        ("On {{contact.visit|}}.", "On .", ()),
        (
            "On {{ contact.visit }}, {{contact.visit}}",
            "On {{contact.visit}}, {{contact.visit}}",
            ("contact.visit",),
        ),
        ("{{contact.note}}", "{{me.name}}", ()),  # a value is never looked at again
    ],
)
def test_they_are_filled_for_a_contact(ada: User, text: str, filled: str, missing: tuple[str, ...]) -> None:
    thread = factories.thread()
    thread.contact.name = "Carol Shaw"
    person = Source(SourceKind.PERSON, "Ada", ada.id)
    attributes.put(thread.contact, "city", "Rome", person)
    attributes.put(thread.contact, "note", "{{me.name}}", person)
    settings.put("team_name", "Corner Clinic")
    row = saved_replies.add(Typed("One", text, ""), ada)
    [found] = saved_replies.filled([row], thread, ada)
    assert (found.text, found.missing) == (filled, missing)


def test_of_two_who_give_the_same_name_at_once_the_second_is_told(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has asked before the first was there."""
    saved_replies.add(Typed("Hours", "9 to 5", ""), ada)
    db.session.commit()
    monkeypatch.setattr(saved_replies, "_must_be_free", lambda *_: None)
    with pytest.raises(Fault, match="There is a saved reply “hours” already"):
        saved_replies.add(Typed("hours", "8 to 5", ""), ada)
    db.session.rollback()


def test_a_name_that_stands_for_nothing_is_said(ada: User) -> None:
    contact = factories.thread().contact
    attributes.put(contact, "Pet name", "Rex", Source(SourceKind.PERSON, "Ada", ada.id))
    factories.batch([contact.phone], columns=["phone_number", "Visit date"], number_id=1, created_by=ada.id)
    of_anyone = "{{contact.first_name}} {{ Contact.Name|you }} {{first name}} {{me.name}} {{our.team}}"
    of_some = "{{contact.phone}} {{pet_name}} {{contact.pet name}} {{visit_date}}"
    row = saved_replies.add(Typed("Hours", of_anyone + of_some, ""), ada)
    assert saved_replies.unknown(row) == []
    saved_replies.change(
        row, Typed("Hours", "{{contact.fist_name|there}}, {{ICD code}} {{our.tema}}", ""), ada
    )
    assert saved_replies.unknown(row) == [
        "Nothing is called “contact.fist_name” so far. Did you mean {{contact.first_name}}?",
        "Nothing is called “ICD code” so far.",
        "Nothing is called “our.tema” so far. Did you mean {{our.team}}?",
    ]


@pytest.mark.parametrize(
    ("name", "greeted"), [("Shaw, Carol", "Carol"), ("Dr. Carol Shaw", "Carol"), ("Mrs Shaw", "Mrs Shaw")]
)
def test_no_one_is_greeted_by_a_title_or_a_comma(ada: User, name: str, greeted: str) -> None:
    thread = factories.thread()
    thread.contact.name = name
    row = saved_replies.add(Typed("One", "Hi {{contact.first_name}}", ""), ada)
    [found] = saved_replies.filled([row], thread, ada)
    assert found.text == f"Hi {greeted}"
