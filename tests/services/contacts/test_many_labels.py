"""A label for many at once: set once, confirmed where it was suggested, told to workflows, taken off."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import factories
from tests.services.contacts.people import DESK, ada
from tests.services.workflows.stage import flow, live, step
from webapp.db import db
from webapp.models.contact import Contact
from webapp.models.signal import Signal
from webapp.services.contacts import labels, many_labels


def people(count: int) -> list[int]:
    made = [factories.add(Contact(phone=phone)) for phone in factories.phones(count)]
    db.session.flush()
    return [one.id for one in made]


def test_it_is_set_once_and_a_suggested_one_counts(app: Flask) -> None:
    ids, by = people(3), ada()
    labels.put(db.session.get_one(Contact, ids[0]), "keen", DESK, suggested=True)
    labels.put(db.session.get_one(Contact, ids[1]), "KEEN", by)
    assert many_labels.put([*ids, 10**6], " Keen ", by) == [ids[0], ids[2]]
    assert many_labels.put(ids, "keen", by) == []
    db.session.expire_all()
    assert [(row.name, row.suggested) for one in ids for row in labels.of(one)] == [
        ("keen", False), ("KEEN", False), ("Keen", False),
    ]  # fmt: skip
    assert many_labels.remove(ids[:2], "keen") == ids[:2]
    assert [len(labels.of(one)) for one in ids] == [0, 0, 1]


def test_workflows_that_listen_are_told_unless_they_must_not_be(app: Flask) -> None:
    ids, by = people(2), ada()
    live(flow("label", step(1, "end"), label="Keen"))
    many_labels.put(ids, "Other", by, starts_workflows=False)
    assert db.session.scalars(select(Signal)).all() == []
    many_labels.put(ids, "Keen", by)
    told = [(one.kind, one.data["contact"], one.data["name"]) for one in db.session.scalars(select(Signal))]
    assert told == [("contact.labeled", one, "Keen") for one in ids]
