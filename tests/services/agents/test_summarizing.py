"""Conversations get a title and a summary once they are quiet; what changes makes them due again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from rq import Queue
from sqlalchemy import select, text, update

from jobs import actions, summaries
from jobs.sweep import sweep
from tests import calls, desks, factories
from tests.conversations import CAROL, DAVE, fresh, they_write, thread_of, we_write
from tests.dump import dump
from tests.plans import plan
from tests.services.privacy.lists import erase
from webapp import queue
from webapp.carriers.calls import CallEvent
from webapp.db import db, now
from webapp.models.entry import Entry
from webapp.models.message import Message
from webapp.models.opt_out import OptOutSource
from webapp.models.task_record import TaskRecord
from webapp.models.thread import UNSUMMARIZED, Thread
from webapp.services import settings
from webapp.services.agents import summarizing
from webapp.services.agents.turns import switch
from webapp.services.opt_outs import register
from webapp.services.privacy import export, retention, traces

NAME = "Carol Quixote"


def asks(sender: str = CAROL, *texts: str) -> Thread:
    for said in texts or ("Where can I park?",):
        found = thread_of(they_write(said, sender))
        desks.answer()
    return fresh(found)


def pass_minutes(minutes: int = 31) -> None:
    """So long ago was all that was said, and all that was summed up."""
    for thread in db.session.scalars(select(Thread)):
        thread.last_at -= timedelta(minutes=minutes)
        if thread.summarized_at is not None:
            thread.summarized_at -= timedelta(minutes=minutes)
    db.session.commit()


def summed_up() -> None:
    summaries.summarize()
    db.session.rollback()


def test_after_half_an_hour_and_not_before(app: Flask) -> None:
    desks.at_work()
    thread = asks()
    summed_up()
    assert fresh(thread).title == ""
    pass_minutes()
    assert summarizing.due() == [thread.id]
    revision = thread.revision
    summed_up()
    thread = fresh(thread)
    assert thread.title == "“Where can I park?”"
    assert len(thread.summary.splitlines()) == 3
    assert "The last text is from the agent: “You can park behind the house.”" in thread.summary
    assert thread.revision > revision
    assert summarizing.due() == []


def test_the_sweep_finds_it_and_a_job_makes_it(app: Flask) -> None:
    desks.at_work()
    asks()
    sweep()
    assert names() == set()
    pass_minutes()
    sweep()
    assert queue.SUMMARIZE.path in names()


def names() -> set[str]:
    waiting = Queue(queue.SUMMARIZE.queue, connection=queue.redis())
    return {job.func_name for job in waiting.jobs}


def test_a_thread_without_an_agent_has_none(app: Flask) -> None:
    factories.number()
    they_write("Hello?")
    db.session.commit()
    pass_minutes()
    assert summarizing.due() == []


def test_the_setting_says_when_and_whether(app: Flask) -> None:
    desks.at_work()
    thread = asks()
    pass_minutes(10)
    settings.put("summary_minutes", 5)
    assert summarizing.due() == [thread.id]
    settings.put("summary_minutes", None)
    assert not summarizing.due()
    assert summarizing.write([thread.id]) == 0


def test_a_batch_its_reply_and_its_task(app: Flask) -> None:
    ada, number, _ = desks.at_work()
    asks(CAROL, "Where can I park?")
    batch = factories.batch([CAROL, DAVE], number_id=number.id, created_by=ada.id)
    for phone in (CAROL, DAVE):
        factories.sent(batch, phone)
    db.session.commit()
    carol, dave = asks(CAROL, "I need an appointment", NAME), asks(DAVE, "yes", "When are you open?")
    actions.carry_out(1)
    pass_minutes()
    summed_up()
    carol, dave = fresh(carol), fresh(dave)
    assert carol.title == f"Appointment: {NAME}"
    assert carol.summary.splitlines()[1] == f"Appointment was done: name {NAME}."
    assert dave.title == "Said yes: Autumn letter"
    assert "Batch Autumn letter: “Hi”" in dave.summary


def test_who_takes_over_and_an_opt_out_change_it_without_a_text(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = asks(CAROL, "Can I talk to a real person?")
    pass_minutes()
    summed_up()
    assert fresh(thread).title == "Handed off: They asked for a person."
    switch.resume(thread.id, ada)
    db.session.commit()
    assert summarizing.due() == [thread.id]
    summed_up()
    assert fresh(thread).title == "“Can I talk to a real person?”"
    register.record(CAROL, OptOutSource.STAFF, "She called.", user_id=ada.id)
    db.session.commit()
    summed_up()
    assert fresh(thread).title == "Asked not to be reached"


def test_new_texts_make_it_due_again(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = asks()
    pass_minutes()
    summed_up()
    we_write(fresh(thread), "There is a place left.", ada.id)
    assert summarizing.due() == []
    pass_minutes()
    summed_up()
    assert "The last text is from staff: “There is a place left.”" in fresh(thread).summary


def test_one_that_raises_keeps_none_of_the_others_from_theirs(app: Flask) -> None:
    desks.at_work()
    carol, dave = asks(CAROL, "I need an appointment", NAME), asks(DAVE)
    actions.carry_out(1)
    db.session.execute(update(TaskRecord).values(fields=["no", "names"]))
    pass_minutes()
    summed_up()
    carol, dave = fresh(carol), fresh(dave)
    assert (carol.title, carol.summarized_at is not None) == ("", True)
    assert dave.title == "“Where can I park?”"
    assert summarizing.due() == []


def test_it_is_in_the_export_and_goes_when_they_are_erased(app: Flask) -> None:
    desks.at_work()
    asks(CAROL, "I need an appointment", NAME)
    actions.carry_out(1)
    db.session.execute(update(Message).values(state="delivered").where(Message.direction == "out"))
    pass_minutes()
    summed_up()
    (told,) = json.loads(export.whole(CAROL, traces.look(CAROL)))["conversations"]
    assert told["title"] == f"Appointment: {NAME}"
    assert NAME in told["summary"]
    assert NAME in "".join(dump("thread"))
    erase()
    assert NAME not in "".join(dump())


def test_what_was_removed_for_its_age_is_in_no_summary(app: Flask) -> None:
    desks.at_work()
    thread = asks(CAROL, "My knee hurts", "Where can I park?")
    pass_minutes()
    summed_up()
    assert fresh(thread).title == "“My knee hurts”"
    settings.put("keep_messages_days", 365)
    first = select(Message.id).order_by(Message.id).limit(1).scalar_subquery()
    old = update(Entry).where(Entry.id == first).values(created_at=now() - timedelta(days=400))
    db.session.execute(old, execution_options={"synchronize_session": False})
    db.session.commit()
    for _ in retention.tidy():
        db.session.commit()
    assert (fresh(thread).title, fresh(thread).summary) == ("", "")
    summed_up()
    assert fresh(thread).title == "“Where can I park?”"


@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
def test_what_is_due_is_found_through_its_index(app: Flask) -> None:
    quiet = summarizing._quiet()
    assert quiet is not None
    query = select(Thread.id).where(text(UNSUMMARIZED), quiet).order_by(Thread.last_at, Thread.id).limit(1)
    read = " ".join(plan(query))
    assert "ix_thread_unsummarized" in read
    assert "TEMP B-TREE" not in read


def test_a_call_that_is_over_is_summed_up(app: Flask) -> None:
    _, number, desk = desks.at_work()
    call = factories.call(CAROL, number.id, "answered", agent_id=desk.id, answered_at=now())
    calls.turns(call, "Hello, this is Desk.", "Where can I park?", desks.PARKING, "Bye")
    db.session.commit()
    calls.tell(call, CallEvent.COMPLETED, carrier="vonage", seconds=65)
    thread = db.session.get_one(Thread, call.thread_id)
    assert thread.agent_id == desk.id
    pass_minutes(29)
    summed_up()
    assert fresh(thread).title == ""
    pass_minutes(2)
    summed_up()
    assert fresh(thread).title == "Talked 1 min: “Where can I park?”"
