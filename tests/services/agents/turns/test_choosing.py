"""Who answers: a person's choice, else the newest batch's, else the number's, else staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from tests import desks, factories
from tests.conversations import CAROL
from webapp.db import db, now
from webapp.models.agent import Agent, EngineName
from webapp.models.batch import Batch, RepliesBy
from webapp.models.call import Call
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.message import Message, MessageState
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.agents import store
from webapp.services.agents.store import AgentForm
from webapp.services.agents.turns import choosing, switch
from webapp.services.threads import opening


def who(thread: Thread) -> str | None:
    db.session.commit()
    chosen = choosing.of(db.session.get_one(Thread, thread.id))
    return chosen.name if chosen else None


@pytest.fixture
def scene(app: Flask) -> tuple[User, Thread, Agent]:
    """Carol's conversation with a number whose agent is Desk; Sales is another agent."""
    ada, number, _ = desks.at_work()
    sales = desks.agent(ada, "Sales")
    return ada, opening.open_one(number.id, CAROL), sales


def reached(ada: User, thread: Thread, replies_by: RepliesBy, agent: Agent | None = None) -> Batch:
    batch = factories.batch(
        [CAROL], number_id=thread.number_id, created_by=ada.id, replies_by=replies_by,
        agent_id=agent.id if agent else None,
    )  # fmt: skip
    factories.sent(batch, CAROL)
    return batch


def test_the_numbers_agent_answers_strangers(scene: tuple[User, Thread, Agent]) -> None:
    assert who(scene[1]) == "Desk"


def test_without_an_agent_staff_answer(app: Flask) -> None:
    thread = factories.thread()
    assert who(thread) is None
    assert not choosing.may_answer(thread)


@pytest.mark.parametrize(
    ("replies_by", "expected"),
    [(RepliesBy.NUMBER, "Desk"), (RepliesBy.STAFF, None), (RepliesBy.AGENT, "Sales")],
)
def test_the_batch_says_who_answers_its_replies(
    scene: tuple[User, Thread, Agent], replies_by: RepliesBy, expected: str | None
) -> None:
    ada, thread, sales = scene
    reached(ada, thread, replies_by, sales)
    assert who(thread) == expected


def test_the_newest_batch_counts(scene: tuple[User, Thread, Agent]) -> None:
    ada, thread, sales = scene
    reached(ada, thread, RepliesBy.STAFF)
    reached(ada, thread, RepliesBy.AGENT, sales)
    assert who(thread) == "Sales"


def test_one_that_the_carrier_refused_does_not(scene: tuple[User, Thread, Agent]) -> None:
    """They know nothing of it: what they write is about the one before."""
    ada, thread, sales = scene
    reached(ada, thread, RepliesBy.AGENT, sales)
    refused = reached(ada, thread, RepliesBy.STAFF)
    db.session.execute(
        update(Message).where(Message.batch_id == refused.id).values(state=MessageState.FAILED)
    )
    assert who(thread) == "Sales"


def test_a_person_has_the_last_word_until_a_newer_batch(scene: tuple[User, Thread, Agent]) -> None:
    ada, thread, sales = scene
    reached(ada, thread, RepliesBy.STAFF)
    switch.choose(thread.id, sales.id, ada)
    assert who(thread) == "Sales"
    switch.turn_off(thread.id, ada)
    assert who(thread) is None
    reached(ada, thread, RepliesBy.AGENT, sales)
    assert who(thread) == "Sales"


def test_an_older_batch_does_not_overrule_a_person(scene: tuple[User, Thread, Agent]) -> None:
    ada, thread, sales = scene
    reached(ada, thread, RepliesBy.AGENT, sales)
    db.session.execute(update(Message).values(created_at=now() - timedelta(hours=1)))
    switch.take_over(thread.id, ada)
    assert who(thread) is None


def test_an_archived_agent_and_one_that_leaves_it_to_staff_answer_nothing(
    scene: tuple[User, Thread, Agent],
) -> None:
    ada, thread, sales = scene
    people = store.create(AgentForm("People", EngineName.STAFF, desks.DESK), ada)
    batch = reached(ada, thread, RepliesBy.AGENT, people)
    assert who(thread) is None
    batch.agent_id = sales.id
    assert who(thread) == "Sales"
    store.archive(sales.id, ada)
    assert who(thread) is None


def test_whether_anyone_may_answer_is_one_look(scene: tuple[User, Thread, Agent]) -> None:
    ada, thread, sales = scene
    assert choosing.may_answer(thread)
    factories.sms_of(thread.number).agent_id = None
    db.session.flush()
    assert not choosing.may_answer(thread)
    reached(ada, thread, RepliesBy.AGENT, sales)
    assert choosing.may_answer(thread)
    short_code = opening.open_one(thread.number_id, "12345")
    assert not choosing.may_answer(short_code)


def called(ada: User, thread: Thread, replies_by: RepliesBy, agent: Agent | None = None) -> Call:
    """By a call batch."""
    batch = factories.batch(
        [CAROL], number_id=thread.number_id, created_by=ada.id, replies_by=replies_by,
        agent_id=agent.id if agent else None,
    )  # fmt: skip
    batch.channel, batch.content = Channel.CALL, CallContent("Hello.")
    return factories.call(CAROL, thread.number_id, "ended", batch_id=batch.id, outcome="answered")


def test_a_call_batch_counts_as_one_of_texts_does(scene: tuple[User, Thread, Agent]) -> None:
    ada, thread, sales = scene
    called(ada, thread, RepliesBy.AGENT, sales)
    assert who(thread) == "Sales"
    reached(ada, thread, RepliesBy.NUMBER)
    assert who(thread) == "Desk"
    newest = called(ada, thread, RepliesBy.STAFF)
    assert who(thread) is None
    db.session.refresh(thread)
    assert choosing.of_all([thread])[thread.id].batch_id == newest.batch_id


def test_a_call_batch_alone_makes_someone_answer(scene: tuple[User, Thread, Agent]) -> None:
    ada, thread, sales = scene
    factories.sms_of(thread.number).agent_id = None
    factories.call(CAROL, thread.number_id, "ended", outcome="answered")
    assert not choosing.may_answer(thread)
    called(ada, thread, RepliesBy.AGENT, sales)
    assert choosing.may_answer(thread)
