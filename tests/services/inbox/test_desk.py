"""What is to be done about the contact of a conversation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from tests import factories
from webapp.db import db, now
from webapp.models.source import Source, SourceKind
from webapp.services.contacts import attributes, labels
from webapp.services.inbox import desk
from webapp.services.threads import callbacks

DESK = Source(SourceKind.AGENT, "Desk", 7)


def test_callbacks_suggestions_and_offers_wait(app: Flask) -> None:
    thread, ada = factories.thread(), factories.user()
    thread.contact.timezone = "Asia/Tokyo"
    db.session.commit()
    assert desk.of(thread).waits == 0
    callbacks.add(thread, datetime(2026, 3, 2, 15, tzinfo=UTC), "", DESK)
    callbacks.add(thread, now() + timedelta(days=1), "", DESK)
    labels.put(thread.contact, "VIP", DESK)
    labels.put(thread.contact, "Late", DESK, suggested=True)
    attributes.put(thread.contact, "city", "Rome", Source(SourceKind.PERSON, "Ada", ada.id))
    attributes.put(thread.contact, "city", "Paris", DESK)
    db.session.commit()
    found = desk.of(thread)
    assert (found.waits, [one.name for one in found.labels]) == (4, ["VIP"])
    assert [(one.name, one.offered) for one in found.offers] == [("city", "Paris")]
    assert [one.name for one in found.suggested] == ["Late"]
    first, later = found.callbacks
    assert (first.overdue, later.overdue, first.by) == (True, False, "Desk")
    assert first.theirs is not None and (first.theirs.day, first.theirs.hour) == (3, 0)
    assert first.place == "", "where they said they are"


def test_a_phone_of_several_zones_has_no_clock_that_is_theirs_for_certain(app: Flask) -> None:
    thread = factories.thread("+61412345678")
    callbacks.add(thread, datetime(2026, 3, 2, 15, tzinfo=UTC), "", DESK)
    db.session.commit()
    [one] = desk.of(thread).callbacks
    assert one.theirs is not None and one.place == one.theirs.tzinfo.key.rpartition("/")[2]  # type: ignore[union-attr]


def test_what_is_proposed_is_soon_and_a_full_hour(app: Flask) -> None:
    proposed = desk.next_hour()
    assert timedelta(hours=1) < proposed - now() <= timedelta(hours=2)
    assert (proposed.minute, proposed.second) == (0, 0)
