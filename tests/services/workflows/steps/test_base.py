"""Where a step happens: in the conversation of its run, or in one with the number of the workflow."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests.services.actions.system import OtherSystem
from tests.services.workflows.stage import act, ada, contact, flow, later, live, ours, run, sms, step
from webapp.db import db
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.services.threads import opening
from webapp.services.workflows import by_hand


def test_a_conversation_is_opened_when_a_step_needs_one(app: Flask) -> None:
    ours()
    workflow = live(flow("hand", step(1, "note", text="Hi")))
    new = opening.contact("+12025550199")
    by_hand.start(workflow.id, [new], ada(), "key")
    act()
    thread = db.session.scalars(select(Thread).where(Thread.contact_id == new)).one()
    assert (run().state, run().thread_id, thread.number_id) == ("done", thread.id, ours().id)


def test_what_it_sends_and_asks_is_never_named_as_by_a_run_that_was_removed(
    app: Flask, system: OtherSystem
) -> None:
    """SQLite gives the id of a run that went with its contact again; the other system must not take it for
    the same request.
    """
    workflow = live(flow("hand", step(1, "http_request", url=f"{system.url}/visits"), sms(2)))
    for phone in ("+12025550111", "+12025550122"):
        by_hand.start(workflow.id, [contact(phone).id], ada(), "key")
        act()
        db.session.delete(run())
        db.session.commit()
    assert len({one.headers["Idempotency-Key"] for one in system.asked}) == 2
    assert len(db.session.scalars(select(Message.client_ref)).all()) == 2


def test_a_number_that_is_gone_is_said(app: Flask) -> None:
    workflow = live(flow("hand", step(1, "wait", amount="1", unit="hours"), step(2, "note", text="Hi")))
    carol = opening.contact("+12025550199")
    by_hand.start(workflow.id, [carol], ada(), "key")
    act()
    db.session.delete(ours())
    later(hours=2)
    assert run().reason == (
        "There is no conversation with them yet. Choose the number that this workflow uses."
    )
