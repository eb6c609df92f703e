"""What is said about a contact shows in all of their conversations."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select, update

from tests import factories
from tests.services.contacts.people import CAROL, carol
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.thread import Thread
from webapp.services.contacts import known_facts


def test_each_of_their_conversations_is_shown_again(app: Flask) -> None:
    contact = carol()
    factories.thread(CAROL, factories.number("+12025550101").id)
    other = factories.thread("+12025550122", 1)
    known_facts.show(contact)
    db.session.expire_all()
    changed = select(Thread.contact_id).where(Thread.revision > 0)
    assert db.session.scalars(changed).all() == [contact.id, contact.id]
    assert other.revision == 0


def test_a_contact_is_as_the_database_has_it_once_it_is_held(app: Flask) -> None:
    contact = carol()
    with db.engine.begin() as connection:
        connection.execute(update(Contact).values(name="Carol Diaz", search_name="carol diaz"))
    known_facts.lock(contact)
    assert contact.name == "Carol Diaz"
