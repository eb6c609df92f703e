"""Who changed a contact's name or time zone is in the audit, without saying the name."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.conversations import CAROL
from webapp.db import db
from webapp.models.event import Event
from webapp.services.contacts import details


def noted() -> list[tuple[str, int | None, dict[str, str]]]:
    events = db.session.scalars(select(Event).where(Event.kind.startswith("contact.")).order_by(Event.id))
    return [(event.kind, event.user_id, event.data) for event in events]


def test_a_change_is_noted_and_nothing_else(app: Flask) -> None:
    ada, contact = factories.user(), factories.thread(CAROL).contact
    for _ in range(2):
        details.rename(contact, "Carol", ada.id)
        details.locate(contact, "Europe/Berlin", ada.id)
    assert noted() == [
        ("contact.renamed", ada.id, {"phone": CAROL}),
        ("contact.located", ada.id, {"phone": CAROL, "zone": "Europe/Berlin"}),
    ]
