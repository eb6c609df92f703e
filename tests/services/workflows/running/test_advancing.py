"""A run goes on by one step at a time; what dies in between is done once, or said to be unknown."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from jobs import workflows as jobs
from jobs.hours import look_again
from tests import closing
from tests.services.workflows.stage import (
    act,
    ada,
    advance,
    contact,
    errors,
    flow,
    later,
    live,
    run,
    runs,
    sms,
    step,
    steps,
    texts,
)
from webapp import queue
from webapp.db import db
from webapp.models.message import Message
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRun
from webapp.rules.workflow.document import Document
from webapp.services import sweep
from webapp.services.workflows import by_hand, store
from webapp.services.workflows.editing import publishing
from webapp.services.workflows.running import advancing
from webapp.services.workflows.steps.send_sms import SendSms

WAIT = step(2, "wait", amount="1", unit="days")


def begun(*parts: Any, phone: str = "+12025550111") -> Workflow:
    workflow = live(flow("hand", *parts))
    by_hand.start(workflow.id, [contact(phone).id], ada(), "key")
    db.session.commit()
    return workflow


def test_a_step_and_what_is_next_are_one_transaction(app: Flask) -> None:
    begun(sms(1), step(2, "note", text="Texted"))
    assert advance() is True
    db.session.rollback()
    assert (steps(), texts(), run().step) == ([], [], "s1")
    assert advance() is True
    db.session.commit()
    assert (steps(), len(texts()), run().step) == ([("s1", "done")], 1, "s2")


def test_waiting_begins_in_the_transaction_of_the_step_before(app: Flask) -> None:
    begun(sms(1), WAIT)
    assert advance() is False
    db.session.commit()
    assert (steps(), run().step) == ([("s1", "done"), ("s2", "waiting")], "s2")


def test_the_sweep_finds_what_is_due(app: Flask) -> None:
    begun(sms(1))
    assert sweep.look()[queue.RUN_WORKFLOWS] == [run().id]
    act()
    assert sweep.look()[queue.RUN_WORKFLOWS] == []


def test_it_finishes_on_its_version_when_another_is_published(app: Flask) -> None:
    workflow = begun(sms(1, "One"), WAIT, sms(3, "Old end"))
    act()
    changed = flow("hand", sms(1, "One"), sms(4, "New end"))
    store.save(workflow.id, 1, changed, ada())
    publishing.publish(workflow.id, 2, ada())
    db.session.commit()
    later(days=2)
    assert (texts(), run().version, run().state) == (["One", "Old end"], 1, "done")


def test_while_it_is_paused_nothing_goes_on(app: Flask) -> None:
    workflow = begun(sms(1), WAIT, sms(3))
    act()
    publishing.pause(workflow.id, ada())
    later(days=2)
    assert (len(texts()), run().state) == (1, "waiting")
    publishing.resume(workflow.id, ada())
    act()
    assert (len(texts()), run().state) == (2, "done")


def test_one_that_raises_is_set_aside_and_the_others_go_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    workflow = live(flow("hand", sms(1)))
    people = [contact("+12025550111").id, contact("+12025550122").id]
    by_hand.start(workflow.id, people, ada(), "key")
    whole = SendSms.begin

    def raises_for_one(self: SendSms, context: Any, values: Any) -> Any:
        if context.contact.phone.endswith("111"):
            raise RuntimeError("out of paper")
        return whole(self, context, values)

    monkeypatch.setattr(SendSms, "begin", raises_for_one)
    act()
    assert [str(one.state) for one in runs()] == ["failed", "done"]
    assert errors() == ["Outbound failed on this step (RuntimeError); the log says more."]
    assert sweep.look()[queue.RUN_WORKFLOWS] == []


def test_a_version_that_cannot_be_read_fails_that_run_alone(app: Flask) -> None:
    begun(sms(1), phone="+12025550122")
    broken = run()
    other = live(Document(flow("hand").trigger, steps=(sms(1),), box=flow("hand").box, next_id=9), "Other")
    by_hand.start(other.id, [contact().id], ada(), "key")
    db.session.execute(update(WorkflowRun).where(WorkflowRun.id == broken.id).values(step="s77"))
    act()
    assert [str(one.state) for one in runs()] == ["failed", "done"]
    assert runs()[0].reason == "The step “s77” is not in its version of the workflow."


@pytest.mark.long
def test_many_are_advanced_in_slices(app: Flask) -> None:
    workflow = live(flow("hand", sms(1)))
    people = [contact(f"+1202555{number:04d}").id for number in range(200, 260)]
    by_hand.start(workflow.id, people, ada(), "key")
    db.session.commit()
    while advancing.due():
        db.session.rollback()
        jobs.run_due()
    assert {str(one.state) for one in runs()} == {"done"}
    assert db.session.scalar(select(func.count()).select_from(Message)) == 60


def test_when_hours_are_changed_what_waits_for_them_asks_again(app: Flask) -> None:
    contact()
    closing.close(ada())
    begun(sms(1))
    act()
    assert (run().awaits, texts()) == ("hours", [])
    closing.keep_hours(ada())
    db.session.commit()
    look_again()
    act()
    assert (run().state, len(texts())) == ("done", 1)
