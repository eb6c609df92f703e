"""Where a step happens: in the conversation of its run, or in one with the number of the workflow."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from tests.services.workflows.stage import act, ada, flow, later, live, ours, run, step
from webapp.db import db
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
