"""What conditions know of a contact besides attributes; an attribute of the same name does not hide it."""

from __future__ import annotations

from flask import Flask

from tests.conversations import CAROL, they_write
from tests.services.workflows.stage import ada, contact
from webapp.models.opt_out import OptOutSource
from webapp.models.source import Source, SourceKind
from webapp.services.contacts.segments import members, store
from webapp.services.opt_outs import register
from webapp.services.workflows import contact_facts, values

LIST = Source(SourceKind.LIST, "list.csv")


def test_before_and_after_they_wrote_and_opted_out(app: Flask) -> None:
    carol = contact(opted_out="certainly", city="Rome")
    known = dict(contact_facts.of(carol))
    assert known["contact.opted_out"] == "no"
    assert "contact.last_reply" not in known
    they_write("Hello")
    register.record(CAROL, OptOutSource.STAFF, "by phone", user_id=ada().id)
    of_start = values.of_start(carol, {})
    assert of_start["contact.city"] == "Rome"
    assert (of_start["contact.opted_out"], of_start["contact.Days since reply"]) == ("yes", "0")
    assert of_start["contact.last_reply"].startswith("20")


def test_their_segments(app: Flask) -> None:
    carol = contact()
    members.add(store.create("Keen", ada()), members.these([carol.id]), LIST)
    assert dict(contact_facts.segments(carol)) == {"contact.segments": "Keen"}
    assert values.of_start(carol, {})["contact.segments"] == "Keen"
