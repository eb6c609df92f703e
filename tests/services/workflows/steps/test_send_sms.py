"""A text: one, through the outbox, as far as the gate lets it."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests import closing
from tests.conversations import CAROL, they_write
from tests.services.workflows.stage import (
    act,
    ada,
    contact,
    due,
    errors,
    flow,
    later,
    leave,
    live,
    ours,
    run,
    sms,
    step,
    steps,
    texts,
)
from webapp.db import db, now
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.opt_out import OptOutSource
from webapp.models.workflow_run import WorkflowStepRun
from webapp.rules.workflow.document import Document, WhoAndWhen, Window
from webapp.services import settings
from webapp.services.opt_outs import register
from webapp.services.workflows import by_hand
from webapp.services.workflows.steps.base import name_of


def begin(*parts: object, box: WhoAndWhen | None = None, **attributes: str) -> None:
    document: Document = flow("hand", *parts, box=box)  # type: ignore[arg-type]
    by_hand.start(live(document).id, [contact(**attributes).id], ada(), "key")
    act()


def test_it_is_queued_once_with_its_step(app: Flask) -> None:
    begin(sms(1, "Hi {{contact.first_name}}"), step(2, "wait", amount="1", unit="days"))
    message = db.session.scalars(select(Message)).one()
    assert (message.text, message.origin, message.client_ref) == (
        "Hi Carol",
        Origin.WORKFLOW,
        f"{name_of(run())}-1",
    )
    record = db.session.scalars(select(WorkflowStepRun).order_by(WorkflowStepRun.no)).first()
    assert record is not None
    assert (record.entry_id, record.output, record.input) == (
        message.id,
        {"sent": "yes"},
        {"text": "Hi Carol"},
    )


def test_dates_are_said_in_words(app: Flask) -> None:
    said = {"text": "{{contact.visit}}", "language": "de"}
    begin(step(1, "send_sms", **said), visit="2026-12-01T15:30")
    assert texts() == ["Dienstag, 1. Dezember 2026, um 15:30 Uhr"]


def test_one_segment_unless_its_setting_allows_more(app: Flask) -> None:
    begin(sms(1, "x" * 200))
    assert (run().state, texts()) == ("failed", [])
    assert errors() == ["The text was not sent: it would be 2 segments, and may be 1."]


def test_a_value_that_is_not_there_fails_the_run(app: Flask) -> None:
    begin(sms(1, "On {{contact.appointment}}"))
    assert (run().state, run().reason) == ("failed", "There is no value for “{{contact.appointment}}”.")


def test_who_opted_out_meanwhile_is_left_alone_and_the_run_ends(app: Flask) -> None:
    begin(step(1, "wait", amount="1", unit="days"), sms(2))
    register.record(CAROL, OptOutSource.STAFF, "They rang us.")
    act()
    assert (run().state, run().reason, texts()) == ("stopped", "They opted out.", [])


def test_who_is_on_hold_is_left_alone_and_the_run_goes_on(app: Flask) -> None:
    contact()
    they_write("please take me off your list, I never asked for this")
    box = WhoAndWhen(number_id=ours().id, stop_on_reply=False)
    begin(sms(1), step(2, "add_label", label="Asked"), box=box)
    assert (texts(), steps()) == ([], [("s1", "left_out"), ("s2", "done")])
    assert errors()[0].startswith("The text was not sent: They wrote “please take me off")


def test_who_was_reached_often_enough_is_left_alone(app: Flask) -> None:
    settings.put("cap_count", 1)
    begin(sms(1, "One"), step(2, "wait", amount="1", unit="minutes"), sms(3, "Two"))
    leave()
    later(minutes=2)
    assert texts() == ["One"]
    assert steps()[-1] == ("s3", "left_out")
    assert "may be reached once in 7 days" in errors()[-1]


def test_outside_hours_the_step_waits_and_nothing_is_queued(app: Flask) -> None:
    contact()
    closing.close(ada())
    begin(sms(1))
    moment = due()
    assert (texts(), steps()) == ([], [("s1", "waiting")])
    assert moment is not None and moment > now()
    assert errors()[0].startswith("It is ")
    settings.put("keep_hours", False)
    db.session.commit()
    one = run()
    one.due_at = now()
    db.session.commit()
    act()
    assert (len(texts()), run().state) == (1, "done")


def test_the_hours_of_the_workflow_bind_too(app: Flask) -> None:
    local = now()
    minute = (local.hour * 60 + local.minute + 120) % 1439
    window = Window((minute, minute + 1), (minute, minute + 1), (minute, minute + 1), "UTC")
    begin(sms(1), box=WhoAndWhen(number_id=ours().id, window=window))
    moment = due()
    assert (texts(), run().awaits) == ([], "hours")
    assert moment is not None and moment > now()
    assert errors()[0].startswith("This workflow reaches people again from ")


def test_with_sms_switched_off_it_fails_with_the_reason(app: Flask) -> None:
    contact()
    workflow = live(flow("hand", sms(1)))
    ours().services["sms"].active = False
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()
    assert run().reason == "SMS is switched off for Front desk. An admin can switch it on under Numbers."
