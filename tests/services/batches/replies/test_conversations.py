"""Summaries and collected fields in the report of a batch of calls."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests import calls, factories
from tests.calls import CAROL, DAVE
from webapp.db import db, now
from webapp.models.task_record import RecordState, TaskRecord
from webapp.models.thread import Thread
from webapp.services.batches.replies import conversations


def test_what_came_of_a_conversation(app: Flask) -> None:
    ours = factories.number()
    called = factories.call(CAROL, ours.id, "ended", claimed_at=now() - timedelta(minutes=5))
    silent = factories.call(DAVE, ours.id, "ended", claimed_at=now())
    thread = db.session.get_one(Thread, called.thread_id)
    thread.title, thread.summary = "Appointment", "Wants Tuesday.\nIs booked."
    for key, minutes, state in (("before", 10, RecordState.DONE), ("a", 3, RecordState.DONE),
                                ("b", 2, RecordState.FAILED)):  # fmt: skip
        fields = {"name": "Ada", "day": "Tuesday"} if key == "a" else {}
        factories.add(
            TaskRecord(thread_id=thread.id, contact_id=thread.contact_id, key=key, task_key=key,
                       task_name=f"Task {key}", fields=fields, state=state, source="agent",
                       at=now() - timedelta(minutes=minutes))
        )  # fmt: skip
    found = conversations.of({1: called, 2: silent})
    assert found == {
        1: ("Appointment Wants Tuesday. Is booked.", "Task a: name=Ada; day=Tuesday | Task b (failed)", ""),
        2: ("", "", ""),
    }
    assert conversations.of({}) == {}


def test_what_they_said_is_there_where_a_person_answered(app: Flask) -> None:
    ours = factories.number()
    talked = factories.call(CAROL, ours.id, "ended", outcome="answered")
    machine = factories.call(DAVE, ours.id, "ended", outcome="voicemail")
    for call in (talked, machine):
        calls.turns(call, "Hello.", "Who is it?", "The desk.", "Tuesday is fine.", "Goodbye.")
    assert conversations.said({1: talked, 2: machine}) == {1: "Who is it? | Tuesday is fine."}
