"""What tasks did for someone is exported, erased and removed with the rest of what is held on them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import factories
from tests.conversations import CAROL, DAVE, they_write, thread_of
from tests.dump import places
from tests.services.actions.people import ADA, DESK, begun, carried_out
from tests.services.privacy.lists import erase
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.callback import Callback
from webapp.models.contact import Contact
from webapp.models.message import Message
from webapp.models.task_record import ActionRun, TaskRecord
from webapp.models.thread import Thread
from webapp.services import settings
from webapp.services.actions import carrying_out
from webapp.services.contacts import attributes
from webapp.services.privacy import export, retention, traces
from webapp.services.threads import callbacks

WORD = "canary"
LONG_AGO = timedelta(days=40)
KEPT = {"contact_attribute", "contact", "contact_label", "task_record", "action_run", "callback", "event"}


@pytest.fixture(autouse=True)
def number(app: Flask) -> None:
    factories.user()
    factories.number()
    db.session.commit()


def a_life(phone: str = CAROL) -> Thread:
    """Everything that a task leaves, with the same word in each of it."""
    thread = thread_of(they_write("Hello", phone))
    note = ("set_attribute", {"name": "Note", "value": f"{WORD} {{{{note}}}}"})
    label = ("add_label", {"label": f"{WORD} label"})
    callback = ("schedule_callback", {"text": f"{WORD} roof"})
    carried_out(thread, note, label, callback, ("set_attribute", {"name": "x", "value": "{{y}}"}), note=WORD)
    contact = db.session.get_one(Contact, thread.contact_id)
    attributes.put(contact, "city", f"{WORD} Rome", ADA)
    attributes.put(contact, "city", f"{WORD} Oslo", DESK)
    db.session.commit()
    return thread


def test_the_export_has_all_of_it() -> None:
    a_life()
    a_life(DAVE)
    held = json.loads(export.whole(CAROL, traces.look(CAROL)))
    assert [(one["name"], one["source_name"]) for one in held["labels"]] == [
        (f"{WORD} label", "Reminder desk")
    ]
    assert {one["name"]: one["offered"] for one in held["attributes"]} == {
        "Note": None,
        "city": f"{WORD} Oslo",
    }
    [conversation] = held["conversations"]
    [record] = conversation["tasks"]
    assert (record["fields"], record["state"], record["error"]) == (
        {"note": WORD}, "failed", "There is no value for “{{y}}”.",
    )  # fmt: skip
    assert [run["state"] for run in record["actions"]] == ["done", "done", "done", "failed"]
    assert [one["text"] for one in conversation["callbacks"]] == [f"{WORD} roof"]


def test_nothing_of_it_is_left_once_they_are_erased() -> None:
    a_life()
    assert places(WORD) == KEPT
    erase()
    assert places(WORD, "roof", "Rome", "Oslo", CAROL[1:]) == set()


def test_others_keep_theirs() -> None:
    a_life()
    a_life(DAVE)
    erase()
    assert places(WORD) == KEPT
    assert len(db.session.scalars(select(TaskRecord)).all()) == 1


def test_not_while_another_system_is_asked_about_them() -> None:
    thread = thread_of(they_write("Hello"))
    record_id = begun(thread, ("http_request", {"url": "http://127.0.0.1:9/"}))
    assert carrying_out.step(record_id)
    db.session.commit()
    with pytest.raises(Conflict, match="is being asked about them"):
        erase()


def test_what_was_asked_meanwhile_is_recorded_nowhere() -> None:
    """Their worker had died, and comes back."""
    thread = thread_of(they_write("Hello"))
    record_id = begun(thread, ("http_request", {"url": "http://127.0.0.1:9/"}))
    claimed = carrying_out.step(record_id)
    assert isinstance(claimed, carrying_out.Claimed)
    db.session.execute(update(ActionRun).values(next_try_at=now() - timedelta(seconds=1)))
    erase()
    carrying_out.record(claimed, carrying_out.perform(claimed))
    db.session.commit()
    assert db.session.scalars(select(TaskRecord)).all() == []


def age() -> None:
    db.session.execute(update(TaskRecord).values(at=now() - LONG_AGO))
    db.session.execute(update(Callback).values(created_at=now() - LONG_AGO))
    db.session.execute(update(Message).values(created_at=now() - LONG_AGO))
    db.session.commit()


def tidy() -> None:
    settings.put("keep_messages_days", 30)
    for _ in retention.tidy():
        db.session.commit()
    db.session.commit()


def test_what_is_old_goes_and_its_conversation_with_it() -> None:
    a_life()
    callbacks.finish(1, 1)
    age()
    db.session.execute(update(Callback).values(done_at=now() - LONG_AGO))
    tidy()
    assert places(WORD) == {"contact_attribute", "contact", "contact_label", "event"}
    assert db.session.scalars(select(Thread)).all() == []


def test_what_is_young_or_open_stays_with_its_conversation() -> None:
    a_life()
    age()
    tidy()
    assert db.session.scalars(select(Message)).all() == []
    assert (
        len(db.session.scalars(select(Callback)).all()) == len(db.session.scalars(select(Thread)).all()) == 1
    )


def test_a_task_that_goes_on_is_kept() -> None:
    begun(thread_of(they_write("Hello")), ("add_label", {"label": "VIP"}))
    age()
    tidy()
    assert len(db.session.scalars(select(TaskRecord)).all()) == 1
