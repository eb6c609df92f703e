"""What a person has set stays; what others would have set is offered."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from tests.services.contacts.people import DESK, LIST, ada, carol
from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.attribute import ContactAttribute
from webapp.models.contact import Contact
from webapp.models.event import Event
from webapp.services.contacts import attributes


def row() -> ContactAttribute:
    db.session.expire_all()
    return db.session.scalars(select(ContactAttribute)).one()


def test_a_value_has_its_source_and_is_where_readers_look(app: Flask) -> None:
    contact = carol()
    assert attributes.put(contact, "Shoe size", " 38 ", LIST)
    assert attributes.put(contact, "shoe_size", "39", DESK)
    assert (row().value, row().source, row().source_name, row().locked) == (
        "39",
        "agent",
        "Reminder desk",
        False,
    )
    assert contact.attributes == {"shoe_size": "39"}
    lines = db.session.scalars(select(Event).order_by(Event.id)).all()
    assert [(line.kind, line.data["text"]) for line in lines] == [
        ("contact.attribute_set", "38"), ("contact.attribute_set", "39"),
    ]  # fmt: skip


@pytest.mark.parametrize("other", [DESK, LIST])
def test_what_a_person_has_set_no_one_else_overwrites(app: Flask, other: object) -> None:
    contact = carol()
    attributes.put(contact, "city", "Rome", ada())
    assert not attributes.put(contact, "City", "Oslo", other)  # type: ignore[arg-type]
    assert (row().value, row().locked, row().offered) == ("Rome", True, "Oslo")
    assert contact.attributes == {"city": "Rome"}


def test_an_offer_is_taken_or_declined_by_a_person(app: Flask) -> None:
    contact, person = carol(), ada()
    attributes.put(contact, "city", "Rome", person)
    attributes.put(contact, "city", "Oslo", DESK)
    attributes.accept(contact, "city", person)
    assert (row().value, row().source, row().offered, row().locked) == ("Oslo", "person", None, True)
    with pytest.raises(Conflict):
        attributes.accept(contact, "city", person)
    attributes.put(contact, "city", "Bern", DESK)
    attributes.decline(contact, "city", person)
    assert (row().value, row().offered, row().offered_source) == ("Oslo", None, None)


def test_an_offer_that_agrees_is_none(app: Flask) -> None:
    contact = carol()
    attributes.put(contact, "city", "Rome", ada())
    attributes.put(contact, "city", "Oslo", DESK)
    assert attributes.put(contact, "city", "Rome", LIST)
    assert (row().value, row().source, row().offered) == ("Rome", "person", None)


def test_a_person_overwrites_a_person_and_lifts_the_lock(app: Flask) -> None:
    contact, person = carol(), ada()
    attributes.put(contact, "city", "Rome", person)
    attributes.put(contact, "city", "Oslo", ada())
    attributes.unlock(contact, "city", person)
    assert attributes.put(contact, "city", "Bern", DESK)
    assert (row().value, row().locked) == ("Bern", False)


def test_the_same_again_changes_nothing(app: Flask) -> None:
    contact = carol()
    for by in (LIST, DESK):
        attributes.put(contact, "city", "Rome", by)
    assert (row().source, len(db.session.scalars(select(Event)).all())) == ("list", 1)


def test_one_that_is_removed_is_gone_and_others_stay(app: Flask) -> None:
    contact, person = carol(), ada()
    attributes.put(contact, "city", "Rome", person)
    attributes.put(contact, "size", "38", DESK)
    attributes.remove(contact, "City", person)
    assert contact.attributes == {"size": "38"}
    for act in (lambda *of: attributes.decline(*of, person), lambda *of: attributes.remove(*of, person)):
        with pytest.raises(NotFound):
            act(contact, "city")


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("", "x", "name"),
        ("_ -", "x", "name"),
        ("a|b", "x", "name"),
        ("{{a}}", "x", "name"),
        ("x" * 61, "x", "name"),
        ("city", " ", "value"),
        ("city", "\x00", "value"),
        ("city", "x" * 501, "value"),
    ],
)
def test_what_cannot_be_kept_is_refused(app: Flask, name: str, value: str, field: str) -> None:
    with pytest.raises(Fault) as fault:
        attributes.put(carol(), name, value, DESK)
    assert fault.value.field == field


def test_letters_that_grow_when_folded_fit(app: Flask) -> None:
    """Each ﷺ becomes 18 letters."""
    contact = carol()
    attributes.put(contact, "ﷺ" * 60, "x", DESK)
    db.session.commit()
    attributes.put(contact, "ﷺ" * 60, "y", DESK)
    assert row().value == "y"


def test_there_is_an_end_to_how_many(app: Flask) -> None:
    contact = carol()
    contact.attributes = {f"a{number}": "x" for number in range(attributes.MOST)}
    db.session.commit()
    with pytest.raises(Fault):
        attributes.put(contact, "one more", "x", DESK)


def test_two_at_once_lose_nothing(app: Flask) -> None:
    """They write the same JSON: one waits for the other."""
    contact_id = carol().id
    db.session.rollback()  # on SQLite, this session would keep the others waiting

    def put(name: str) -> None:
        with app.app_context():
            contact = db.session.get_one(Contact, contact_id)
            attributes.put(contact, name, "x", DESK)
            db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=put, args=(f"a{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    db.session.expire_all()
    names = sorted(db.session.get_one(Contact, contact_id).attributes)
    assert names == [f"a{number}" for number in range(6)]
    assert [one.name for one in attributes.of(contact_id)] == names
