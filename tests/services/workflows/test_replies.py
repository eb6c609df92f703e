"""They write: what waits for it goes on, what it stops is stopped, and no second text goes out."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import CAROL, they_write
from tests.services.workflows.stage import (
    Branch,
    act,
    ada,
    advance,
    contact,
    due,
    errors,
    flow,
    later,
    leave,
    live,
    ours,
    run,
    runs,
    sms,
    step,
    steps,
    texts,
)
from webapp.db import db, now
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.signal import Signal
from webapp.models.thread import Thread
from webapp.models.workflow_run import WorkflowStepRun
from webapp.rules.workflow.document import WhoAndWhen
from webapp.services.threads import enqueue
from webapp.services.workflows import by_hand, replies

WAIT = step(2, "wait", amount="1", unit="days")
ASKS = step(
    2, "wait_reply",
    Branch("yes", steps=(step(3, "add_label", label="Yes"),)),
    Branch("timeout", steps=(sms(4, "Are you there?"),)),
    amount="1", unit="days",
)  # fmt: skip


def begin(*parts: object) -> None:
    workflow = live(flow("hand", *parts))  # type: ignore[arg-type]
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()
    leave()


def test_a_reply_stops_it(app: Flask) -> None:
    begin(sms(1, "One"), WAIT, sms(3, "Two"))
    they_write("Call me")
    later(days=2)
    assert texts() == ["One"]
    assert (run().state, run().reason) == ("stopped", "They replied.")
    assert steps() == [("s1", "done"), ("s2", "stopped")]
    assert errors() == ["They replied."]


def test_an_automatic_reply_and_a_reaction_stop_nothing(app: Flask) -> None:
    begin(sms(1, "One"), WAIT, sms(3, "Two"))
    for text in ("I'm driving - sent from my car", "Me gustó “One”", "Liked “One”"):
        they_write(text)
    assert run().state == "waiting"
    later(days=2)
    assert texts() == ["One", "Two"]
    they_write("Out of office until Monday, I will reply then.")
    leave()
    assert texts() == ["One", "Two"], "nor is what is queued taken back"


def test_a_reply_for_which_it_waits_is_what_it_goes_on_with(app: Flask) -> None:
    begin(sms(1, "Coming?"), ASKS, step(9, "set_attribute", name="answer", value="{{steps.s2.reply}}"))
    they_write("Yes, please")
    act()
    assert run().state == "done"
    assert run().contact.attributes["answer"] == "Yes, please"
    assert steps() == [("s1", "done"), ("s2", "done"), ("s3", "done"), ("s9", "done")]


@pytest.mark.parametrize(
    ("between", "text", "answered"),
    [("", "Yes", False), ("", "When are you open?", True), ("Shall I book it?", "Yes", True)],
)
def test_a_yes_that_the_workflow_asked_for_is_not_answered_by_the_agent_too(
    app: Flask, between: str, text: str, answered: bool
) -> None:
    """Unless someone else has asked since; what is neither yes nor no may be a question for the agent."""
    factories.sms_of(ours()).agent_id = desks.agent(ada()).id
    begin(sms(1, "Coming?"), ASKS)
    if between:
        thread = db.session.scalars(select(Thread)).one()
        enqueue.put(thread, between, Origin.AGENT)
        leave()
    they_write(text)
    told = db.session.scalars(select(Signal).where(Signal.kind == "message.received")).all()
    assert bool(told) == answered


def test_an_automatic_reply_is_not_theirs_and_is_waited_on(app: Flask) -> None:
    """Their phone says that they drive; what they write later counts, and what was first of that."""
    begin(sms(1, "Coming?"), ASKS, step(9, "set_attribute", name="answer", value="{{steps.s2.reply}}"))
    they_write("I'm driving - sent from my car")
    act()
    assert (run().state, run().awaits) == ("waiting", "reply")
    later(hours=2)
    they_write("I'm driving - sent from my car")
    they_write("Yes")
    they_write("Is there parking?")
    act()
    assert steps() == [("s1", "done"), ("s2", "done"), ("s3", "done"), ("s9", "done")]
    assert run().contact.attributes["answer"] == "Yes"


def test_after_an_automatic_reply_alone_the_time_is_over_when_it_would_have_been(app: Flask) -> None:
    begin(sms(1, "Coming?"), ASKS)
    until = due()
    they_write("This is an automated message. We are closed.")
    act()
    moment = due()
    assert until is not None
    assert moment is not None
    assert abs(moment - until) < timedelta(minutes=1)
    for record in db.session.scalars(select(WorkflowStepRun)):
        record.at -= timedelta(hours=25)
    later(hours=25)
    assert texts() == ["Coming?", "Are you there?"]


def test_without_a_reply_it_goes_on_when_the_time_is_over(app: Flask) -> None:
    begin(sms(1, "Coming?"), ASKS)
    later(hours=23)
    assert texts() == ["Coming?"]
    later(hours=2)
    assert texts() == ["Coming?", "Are you there?"]


def test_one_that_is_not_to_stop_goes_on(app: Flask) -> None:
    box = WhoAndWhen(number_id=ours().id, stop_on_reply=False)
    workflow = live(flow("hand", sms(1, "One"), WAIT, sms(3, "Two"), box=box))
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()
    leave()
    they_write("Call me")
    later(days=2)
    assert texts() == ["One", "Two"]


def test_what_is_queued_and_has_not_left_is_taken_back(app: Flask) -> None:
    begin(sms(1, "One"), WAIT, sms(3, "Two"), step(4, "wait", amount="1", unit="hours"))
    later(days=2)
    assert texts() == ["One", "Two"]
    they_write("Stop by when you like")
    assert texts() == ["One"], "only the first had left"
    reasons = set(db.session.scalars(select(Message.reason).where(Message.state == "canceled")))
    assert reasons == {"They replied."}


def test_a_reply_while_the_second_step_is_claimed_leads_to_no_second_text(app: Flask) -> None:
    """Whichever of the two is first: the other one waits for it, and sees what it did."""
    begin(sms(1, "One"), WAIT, sms(3, "Two"))
    one = run()
    one.due_at = now()
    db.session.commit()
    assert advance() is True  # the wait is over
    db.session.commit()
    started, faults = threading.Event(), list[BaseException]()

    def reply() -> None:
        with app.app_context():
            started.set()
            try:
                they_write("I am here already")
            except BaseException as error:
                faults.append(error)
                raise

    assert advance() is False  # step 3 is done, and not committed: its text is queued
    thread = threading.Thread(target=reply)
    thread.start()
    started.wait(5)
    db.session.commit()
    thread.join(20)
    assert faults == []
    act()
    assert texts() == ["One"], "the second was still queued"


def test_two_runs_that_wait_both_hear_it(app: Flask) -> None:
    carol = contact()
    for name in ("One", "Two"):
        workflow = live(flow("hand", ASKS, step(9, "add_label", label=name)), name)
        by_hand.start(workflow.id, [carol.id], ada(), "key")
    act()
    they_write("No")
    act()
    assert [one.state for one in runs()] == ["done", "done"]


def test_the_reply_of_someone_else_stops_nothing(app: Flask) -> None:
    begin(sms(1, "One"), WAIT)
    they_write("Hello", "+12025550122")
    act()
    assert run().state == "waiting"


def test_a_call_of_theirs_stops_it_but_is_no_reply_that_is_waited_for(app: Flask) -> None:
    begin(sms(1, "One"), WAIT)
    other = live(flow("hand", ASKS), "Asks")
    by_hand.start(other.id, [run().contact_id], ada(), "key")
    act()
    replies.called({"contact": runs()[0].contact_id})
    db.session.commit()
    assert [(one.state, one.reason) for one in runs()] == [("stopped", "They called."), ("waiting", "")]


def test_receiving_without_any_run_asks_one_index(app: Flask) -> None:
    assert replies.stop(CAROL) == []
