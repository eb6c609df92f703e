"""Migration 0071: names alike, however a word is written, and moments on the clock of their contact."""

from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from tests import factories
from webapp.db import db, now
from webapp.models.attribute import ContactAttribute
from webapp.models.contact import Contact
from webapp.models.label import ContactLabel
from webapp.models.saved_reply import SavedReply
from webapp.models.segment import Segment
from webapp.models.source import SourceKind
from webapp.rules import comparing

BOTH = {"Kadıköy": "kadıköy", "KADIKÖY": "kadiköy"}


def test_what_was_there_is_found(app: Flask) -> None:
    user = factories.user()
    people = [factories.add(Contact(phone=f"+1202555011{n}")) for n in range(2)]
    db.session.commit()
    downgrade(revision="0067")
    for name, key in {**BOTH, "VIP": "vip"}.items():
        of = {"name": name, "key": key}
        db.session.add(Segment(**of, created_by=user.id))
        db.session.add(SavedReply(**of, language="", text="Hi", user_id=user.id, saved_at=now()))
        label = ContactLabel(**of, contact_id=people[0].id, source=SourceKind.PERSON)
        label.suggested = name == "KADIKÖY"
        db.session.add(label)
    for n, value in enumerate(("2026-03-10T03:30Z", "2026-03-10")):
        of = {"key": f"{n}", "name": f"{n}", "value": value, "source": SourceKind.PERSON}
        db.session.add(ContactAttribute(contact_id=people[0].id, **of))
    alone = {"name": "Kadıköy", "key": "kadıköy"}
    db.session.add(ContactLabel(**alone, contact_id=people[1].id, source=SourceKind.PERSON))
    db.session.commit()
    upgrade()
    db.session.expire_all()
    for model in (Segment, SavedReply):
        found = {row.name: row.key for row in db.session.execute(select(model.name, model.key))}
        assert found == {"Kadıköy 2": "kadiköy 2", "KADIKÖY": "kadiköy", "VIP": "vip"}
    moments = db.session.scalars(select(ContactAttribute.moment).order_by(ContactAttribute.id)).all()
    assert moments == [comparing.as_moment(day) for day in ("2026-03-09T23:30", "2026-03-10")]
    for person, keys in zip(people, (["kadiköy", "vip"], ["kadiköy"]), strict=True):
        theirs = select(ContactLabel.key).where(ContactLabel.contact_id == person.id, ~ContactLabel.suggested)
        assert sorted(db.session.scalars(theirs)) == keys
