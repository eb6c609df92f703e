"""Lines of the audit that name a person by a search alone, or by a conversation that is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from jobs.retention import tidy
from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of
from tests.dump import dump, places
from tests.services.privacy.lists import NAME, erase
from tests.services.workflows import stage
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.entry import Entry
from webapp.models.event import Event
from webapp.models.user import User
from webapp.services import events, settings
from webapp.services.opt_outs import holds
from webapp.services.privacy import audit, searches
from webapp.services.privacy.audit import AuditFilter
from webapp.services.workflows.many import asking

SAID = "take me off your list, my knee hurts"


@pytest.fixture
def ada(app: Flask) -> User:
    factories.number()
    return factories.user()


def lines(kind: str) -> list[Event]:
    db.session.expire_all()
    return list(db.session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


@pytest.mark.parametrize(
    ("words", "theirs"),
    [
        ("found with “carol”", True), ("found with “Élan, Carol”", False), ("“0111”", True),
        ("Carol É", True), ("(202) 555-0111", True), ("found with “c”", False),
        ("ticked on their page", False), ("", False),
    ],
)  # fmt: skip
def test_whose_search_it_is(words: str, theirs: bool) -> None:
    assert searches.about(CAROL, NAME)(words) is theirs


def test_a_name_that_someone_searched_for_is_erased_in_the_audit(ada: User) -> None:
    stage.contact(CAROL).name = NAME
    flow = stage.live(stage.flow("hand", stage.sms(1)), "Reminders")
    for whom in (f"found with “{NAME}”", "found with “Bob”"):
        asking.noted("workflow.started", asking.prepare(flow.id, Contact.id > 0, whom, ada), ada)
    for typed in (NAME, "Bob"):
        audit.note_export(AuditFilter(search=typed), ada.id)
    erase()
    assert places(NAME) == set()
    started = [(one.data["whom"], one.data["name"], one.redacted) for one in lines("workflow.started")]
    assert started == [("erased", "Reminders", True), ("found with “Bob”", "Reminders", False)]
    assert "reminders" in lines("workflow.started")[0].about, "it is still found by what stays in it"
    assert [one.data["search"] for one in lines("audit.exported")] == ["erased", "Bob"]


def test_what_was_said_in_a_conversation_that_is_gone_is_erased_in_the_audit(ada: User) -> None:
    for who, phone in ((NAME, CAROL), ("Dave", DAVE)):
        thread = thread_of(they_write(SAID, phone))
        db.session.get_one(Contact, thread.contact_id).name = who
        events.note("thread.handed_off", thread_id=thread.id, handoff="asked", reason=f"{who} wants a nurse")
        hold = holds.of(phone)
        assert hold is not None
        holds.dismiss(hold, ada)
    settings.put("keep_messages_days", 30)
    old = now() - timedelta(days=40)
    db.session.execute(update(Entry).values(created_at=old))
    db.session.commit()
    tidy()
    assert [one.thread_id for one in lines("thread.handed_off")] == [None, None]
    assert places(NAME) == {"contact", "event"}
    erase()
    assert places(NAME, NAME.lower(), CAROL) == set()
    assert [one.data["reason"] for one in lines("thread.handed_off")] == ["erased", "Dave wants a nurse"]
    assert sum(SAID in line for line in dump("event")) == 1, "Dave's stays"
