"""What a summary is made of: this conversation's, since its newest batch, and nothing that they never saw."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from tests import desks, factories
from tests.conversations import CAROL, DAVE, they_write
from webapp.agents.base import Goal, Who
from webapp.agents.definition import TaskAction
from webapp.agents.summary import Facts
from webapp.db import db, now
from webapp.models.answering import Answering
from webapp.models.message import Message, MessageState
from webapp.models.task_record import RecordState, TaskRecord
from webapp.models.thread import Thread
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services.agents import thread_facts


def facts() -> list[Facts]:
    """Of every conversation."""
    db.session.rollback()
    db.session.expire_all()
    threads = db.session.scalars(select(Thread).order_by(Thread.id)).all()
    found = thread_facts.of(threads)
    return [found[thread.id] for thread in threads if thread.id in found]


def test_nothing_was_said(app: Flask) -> None:
    factories.thread()
    db.session.commit()
    assert facts() == []
    assert thread_facts.of([]) == {}


def test_each_conversation_has_its_own(app: Flask) -> None:
    desks.at_work()
    for sender, text in ((CAROL, "Where can I park?"), (DAVE, "When are you open?")):
        they_write(text, sender)
        desks.answer()
    carol, dave = facts()
    assert carol == Facts(last_text=desks.PARKING, last_by=Who.AGENT, wrote="Where can I park?")
    assert dave == Facts(last_text=desks.HOURS, last_by=Who.AGENT, wrote="When are you open?")


def test_it_begins_with_the_newest_batch(app: Flask) -> None:
    ada, number, _ = desks.at_work()
    they_write("Where can I park?")
    desks.answer()
    earlier = now() - timedelta(days=2)
    db.session.execute(update(Answering).values(goal_reached_at=earlier, goal_reason="They know."))
    db.session.commit()
    assert facts()[0].goal == Goal(True, "They know.")
    batch = factories.batch([CAROL], number_id=number.id, created_by=ada.id)
    factories.sent(batch, CAROL)
    db.session.commit()
    (one,) = facts()
    assert (one.batch, one.asked, one.first_reply, one.goal, one.wrote) == (
        "Autumn letter",
        "Hi",
        None,
        None,
        "",
    )
    they_write("yes")
    (one,) = facts()
    assert (one.first_reply, one.wrote, one.last_by) == (ReplyKind.YES, "yes", Who.CONTACT)


def test_a_batch_that_was_refused_begins_nothing(app: Flask) -> None:
    ada, number, _ = desks.at_work()
    sent, refused = MessageState.SENT, MessageState.FAILED
    for name, state, answer in (("Autumn letter", sent, "yes"), ("Winter letter", refused, "Hello?")):
        batch = factories.batch([CAROL], number_id=number.id, created_by=ada.id, name=name)
        factories.sent(batch, CAROL, state=state)
        db.session.commit()
        they_write(answer)
    (one,) = facts()
    assert (one.batch, one.first_reply, one.wrote) == ("Autumn letter", ReplyKind.YES, "yes")


def test_what_they_never_saw_was_not_said(app: Flask) -> None:
    desks.at_work()
    they_write("Where can I park?")
    desks.answer()
    taken_back = update(Message).where(Message.text == desks.PARKING)
    db.session.execute(taken_back.values(state=MessageState.CANCELED))
    db.session.commit()
    assert facts()[0].last_text == "Where can I park?"


def test_a_task_that_failed_says_why_and_one_under_way_is_left_out(app: Flask) -> None:
    desks.at_work(tasks=(desks.replace(desks.VISIT, actions=(TaskAction("note", {"text": "Visit"}),)),))
    for text in ("I need an appointment", "Carol Ray"):
        they_write(text)
        desks.answer()
    assert facts()[0].tasks == ()
    for error, told in (("It is full.", "It is full."), ("", "it could not be done")):
        db.session.execute(update(TaskRecord).values(state=RecordState.FAILED, error=error))
        db.session.commit()
        (task,) = facts()[0].tasks
        assert (task.name, task.fields, task.error) == ("Appointment", {"name": "Carol Ray"}, told)
