"""An action sends a text, by the one door, to the contact of its thread alone."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from jobs import actions as jobs
from tests.conversations import CAROL
from tests.services.actions.people import ADA, carol, carried_out
from webapp.db import db
from webapp.models.message import Message
from webapp.models.number_service import NumberService
from webapp.models.opt_out import OptOutSource
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.services.actions import starting
from webapp.services.actions.registry import Planned
from webapp.services.opt_outs import register


def waiting() -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.direction == "out").order_by(Message.id)))


def test_a_text_waits_in_the_queue_of_its_number(thread: Thread) -> None:
    record = carried_out(thread, ("send_sms", {"text": "Hi {{first_name}}, {{date}} it is."}), date="Monday")
    [message] = waiting()
    assert (message.text, message.phone, message.state) == ("Hi Carol, Monday it is.", CAROL, "queued")
    assert message.client_ref == record.actions[0].key


@pytest.mark.parametrize(
    ("by", "origin"),
    [
        (ADA, "staff"),
        (Source(SourceKind.WORKFLOW, "Reminder", 1), "workflow"),
        (Source(SourceKind.API, "The shop", 1), "api"),
        (Source(SourceKind.CONTACT), "workflow"),
    ],
)
def test_the_gate_is_asked_for_whoever_wants_it(thread: Thread, by: Source, origin: str) -> None:
    task = starting.TaskRun("hi", "Say hi", {}, [Planned("send_sms", {"text": "Hi"})])
    record = starting.start(thread, task, by, "k")
    db.session.commit()
    jobs.carry_out(record.id)
    assert [message.origin for message in waiting()] == [origin]


def test_who_has_opted_out_gets_nothing_and_the_task_fails(thread: Thread) -> None:
    register.record(CAROL, OptOutSource.STAFF, "by phone")
    db.session.commit()
    record = carried_out(thread, ("send_sms", {"text": "Hi"}))
    assert (record.state, waiting()) == ("failed", [])
    assert record.error.startswith("The text was not sent: They have opted out")


def test_a_number_that_is_off_sends_nothing(thread: Thread) -> None:
    for service in db.session.scalars(select(NumberService)):
        service.active = False
    db.session.commit()
    assert "switched off" in carried_out(thread, ("send_sms", {"text": "Hi"})).error
    assert waiting() == []


@pytest.mark.parametrize(("segments", "state"), [("", "failed"), ("1", "failed"), ("2", "done")])
def test_a_text_keeps_to_its_segments(thread: Thread, segments: str, state: str) -> None:
    settings = {"text": "{{note}}"} | ({"segments": segments} if segments else {})
    record = carried_out(thread, ("send_sms", settings), note="x" * 200)
    assert record.state == state
    if state == "failed":
        assert record.error == "The text was not sent: it would be 2 segments, and may be 1."


def test_an_empty_text_is_not_sent(thread: Thread) -> None:
    assert (
        carried_out(thread, ("send_sms", {"text": "{{x|}}"})).error == "The text was not sent: it is empty."
    )


def test_a_phone_among_the_fields_changes_nothing(thread: Thread) -> None:
    """There is no way to say to whom."""
    carried_out(thread, ("send_sms", {"text": "Hi {{phone}}"}), phone="+12025550199", to="+12025550199")
    assert {message.phone for message in waiting()} == {carol().phone}
