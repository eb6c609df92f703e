"""Labels are set, suggested, confirmed and removed, each once, no matter who comes first."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.services.contacts.people import DESK, ada, carol
from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.event import Event
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.services.contacts import labels


def test_a_label_is_there_once_however_it_is_written(app: Flask) -> None:
    contact = carol()
    for typed in (" VIP ", "vip", "ＶＩＰ", "Vip"):
        labels.put(contact, typed, DESK)
    [label] = labels.of(contact.id)
    assert (label.name, label.source, label.source_name, label.source_id) == (
        "VIP",
        "agent",
        "Reminder desk",
        7,
    )


def test_a_suggestion_counts_once_a_person_has_confirmed_it(app: Flask) -> None:
    contact, person = carol(), ada()
    labels.put(contact, "Upset", DESK, suggested=True)
    assert labels.of(contact.id)[0].suggested
    labels.put(contact, "upset", DESK, suggested=True)
    labels.confirm(contact, "upset", person)
    labels.confirm(contact, "upset", person)
    [label] = labels.of(contact.id)
    assert (label.suggested, label.source, label.source_id) == (False, "person", person.id)
    kinds = db.session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert kinds == ["contact.label_suggested", "contact.label_confirmed"]


def test_a_suggestion_does_not_weaken_what_is_set_and_setting_confirms(app: Flask) -> None:
    contact = carol()
    labels.put(contact, "VIP", DESK)
    labels.put(contact, "VIP", DESK, suggested=True)
    labels.put(contact, "Late", DESK, suggested=True)
    labels.put(contact, "Late", ada())
    assert [(label.name, label.suggested) for label in labels.of(contact.id)] == [
        ("Late", False),
        ("VIP", False),
    ]


def test_a_label_is_removed_once_and_its_pages_show_it(app: Flask) -> None:
    contact = carol()
    labels.put(contact, "VIP", DESK)
    before = db.session.scalars(select(Thread.revision)).one()
    assert [labels.remove(contact, "vip", DESK) for _ in range(2)] == [True, False]
    assert db.session.scalars(select(Thread.revision)).one() == before + 1
    assert labels.of(contact.id) == []
    with pytest.raises(NotFound):
        labels.confirm(contact, "VIP", DESK)


@pytest.mark.parametrize("typed", ["", " \n ", "x" * 41])
def test_what_is_no_label_is_refused(app: Flask, typed: str) -> None:
    with pytest.raises(Fault) as fault:
        labels.put(carol(), typed, DESK)
    assert fault.value.field == "label"


def test_letters_that_grow_when_folded_fit(app: Flask) -> None:
    """Each ﷺ becomes 18 letters."""
    contact = carol()
    labels.put(contact, "ﷺ" * 40, DESK)
    db.session.commit()
    assert labels.remove(contact, "ﷺ" * 40, DESK)


def test_a_rejected_label_is_not_suggested_again_for_the_same_reason(app: Flask) -> None:
    contact, person = carol(), ada()
    labels.put(contact, "Late", DESK, suggested=True, reason="They are late.")
    labels.reject(contact, "late", person)
    assert labels.of(contact.id) == []
    assert labels.put(contact, "LATE", DESK, suggested=True, reason="They are late.") is None
    assert labels.of(contact.id) == []
    other = Source(SourceKind.AGENT, "Other", 8)
    for by, reason in ((DESK, "They come late."), (other, "They are late.")):
        assert labels.put(contact, "Late", by, suggested=True, reason=reason) is not None
        labels.reject(contact, "Late", person)
    assert labels.put(contact, "Late", DESK) is not None
    with pytest.raises(Conflict):
        labels.reject(contact, "Late", person)
    with pytest.raises(NotFound):
        labels.reject(contact, "VIP", person)
