"""What agents keep of people is in their export, goes with them, and with its time."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests import desks
from tests.conversations import CAROL, they_write, thread_of
from tests.dump import dump
from tests.services.privacy.lists import erase
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.agent import Agent
from webapp.models.agent_turn import AgentTurn
from webapp.models.answering import Answering
from webapp.models.entry import Entry, Origin
from webapp.models.message import Message, MessageState
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.models.trial import Trial, TrialKind
from webapp.models.user import User
from webapp.services import settings
from webapp.services.agents.evals import eval_of_thread, evals
from webapp.services.privacy import export, retention, traces
from webapp.services.threads import notes

NAME, NOTE = "Carol Quixote", "her knee hurts"
LONG_AGO = timedelta(days=400)


@pytest.fixture
def thread(app: Flask) -> Thread:
    """Carol has told an agent her name, asked for a person, and staff made a note."""
    ada, _, _ = desks.at_work()
    they_write("I need an appointment")
    desks.answer()
    they_write(NAME)
    desks.answer()
    found = thread_of(they_write("Can I talk to a real person?"))
    desks.answer()
    notes.add(db.session.get_one(Thread, found.id), NOTE, ada.id)
    sent = update(Message).where(Message.origin == Origin.AGENT).values(state=MessageState.DELIVERED)
    db.session.execute(sent)
    row = db.session.get_one(Answering, found.id)
    row.memory = {"task": {"key": "visit", "fields": {"name": NAME}}}
    db.session.commit()
    return found


def keep_a_year() -> None:
    settings.put("keep_messages_days", 365)
    db.session.commit()


def tidy() -> None:
    for _ in retention.tidy():
        db.session.commit()
    db.session.expire_all()


def age(*models: type) -> None:
    for model, column in ((AgentTurn, "at"), (TaskRecord, "at"), (Entry, "created_at"), (Thread, "last_at")):
        if model in models:
            db.session.execute(
                update(model).values({column: now() - LONG_AGO}),
                execution_options={"synchronize_session": False},
            )
    db.session.commit()


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_all_of_it_is_in_the_export(thread: Thread) -> None:
    (told,) = json.loads(export.whole(CAROL, traces.look(CAROL)))["conversations"]
    assert told["notes"][0]["text"] == NOTE
    assert told["handoffs"][0]["reason"] == "They asked for a person."
    assert NAME in json.dumps(told["agent_turns"])
    assert NAME in json.dumps(told["agent_memory"])
    assert "agent" in "".join(export.messages(CAROL))


def test_nothing_of_it_is_left_when_they_are_erased(thread: Thread) -> None:
    assert NAME in "".join(dump())
    erase()
    everything = "".join(dump())
    assert NAME not in everything
    assert NOTE not in everything
    assert (count(AgentTurn), count(Answering), count(Entry), count(Thread)) == (0, 0, 0, 0)


def test_what_is_old_goes_with_its_time(thread: Thread) -> None:
    keep_a_year()
    tidy()
    assert NAME in "".join(dump("agent_turn"))
    db.session.execute(update(Answering).values(goal_reason=f"{NAME} agreed."))
    db.session.commit()
    age(AgentTurn)
    tidy()
    assert count(AgentTurn) == 0
    assert NAME in "".join(dump("answering"))
    age(Thread)
    tidy()
    assert NAME not in "".join(dump("answering"))
    assert db.session.scalars(select(Answering.handoff_reason)).one() == ""
    age(Entry, TaskRecord)
    tidy()
    assert (count(Entry), count(Thread), count(Answering)) == (0, 0, 0)


def test_a_note_that_is_young_keeps_its_conversation(thread: Thread) -> None:
    keep_a_year()
    age(Entry)
    note = select(func.max(Entry.id)).where(Entry.kind == "note").scalar_subquery()
    db.session.execute(update(Entry).where(Entry.id == note).values(created_at=now()),
                       execution_options={"synchronize_session": False})  # fmt: skip
    db.session.commit()
    tidy()
    assert db.session.scalars(select(Entry.kind)).all() == ["note"]
    assert count(Thread) == 1


def test_what_was_tried_is_in_the_export_and_goes_with_them(thread: Thread) -> None:
    try_with(thread)
    assert NAME in json.dumps(json.loads(export.whole(CAROL, traces.look(CAROL)))["tried_with_agents"])
    erase()
    assert count(Trial) == 0


def test_what_was_tried_is_thrown_away_after_a_day(thread: Thread) -> None:
    try_with(thread)
    tidy()
    assert count(Trial) == 2
    db.session.execute(update(Trial).values(asked_at=now() - timedelta(hours=25)))
    db.session.commit()
    tidy()
    assert count(Trial) == 0


def test_tests_made_of_their_conversation_go_when_they_are_erased(thread: Thread) -> None:
    desk = db.session.get_one(Agent, thread.agent_id)
    ada = db.session.get_one(User, desk.created_by)
    own = "test: Own\nsays: when are you open\ncontains: nine"
    evals.save(desk.id, f"{own}\n\n{eval_of_thread.text(desk, thread)}", ada)
    db.session.commit()
    assert f"conversation: {thread.id}" in evals.kept(desk.id).text
    (told,) = json.loads(export.whole(CAROL, traces.look(CAROL)))["tests_of_agents"]
    assert f"conversation: {thread.id}" in told and "test: Own" not in told
    erase()
    assert evals.kept(desk.id) == evals.Kept(own, 2)
    with pytest.raises(Conflict):
        evals.save(desk.id, own + "\nlabel: x", ada, seen=1)


def try_with(thread: Thread) -> None:
    """Carol is played, and her conversation is played again."""
    of: dict[str, Any] = {"user_id": db.session.scalars(select(User.id)).first(), "agent_id": thread.agent_id}
    of |= {"version": 1, "asked": {"text": NAME}, "until": now()}
    db.session.add(Trial(kind=TrialKind.TALK, contact_id=thread.contact_id, **of))
    db.session.add(Trial(kind=TrialKind.REPLAY, thread_id=thread.id, **of))
    db.session.commit()
