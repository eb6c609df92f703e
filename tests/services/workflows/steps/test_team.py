"""An agent takes over; the team is told."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import they_write, thread_of
from tests.services.workflows.stage import act, ada, contact, errors, flow, live, ours, run, step
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.notice import Notice
from webapp.models.thread import Thread
from webapp.services.actions.notices import store as notices
from webapp.services.workflows import by_hand


def begin(*parts: object) -> None:
    workflow = live(flow("hand", *parts))  # type: ignore[arg-type]
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()


def test_everyone_is_told_or_one(app: Flask) -> None:
    ada()
    bea = factories.user("Bea")
    begin(
        step(1, "notify", text="{{contact.name}} waits"), step(2, "notify", text="For you", member=bea.email)
    )
    told = db.session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [(one.text, one.user_id, one.source_name) for one in told] == [
        ("Carol Diaz waits", None, "Follow-up"),
        ("For you", bea.id, "Follow-up"),
    ]
    assert [one.text for one in notices.page(ada().id).rows] == ["Carol Diaz waits"]
    assert [one.text for one in notices.page(bea.id).rows] == ["For you", "Carol Diaz waits"]


def test_an_agent_answers_from_now_on(app: Flask) -> None:
    ours()
    agent = desks.agent(ada())
    begin(step(1, "hand_to_agent", agent=str(agent.id)))
    thread = db.session.scalars(select(Thread)).one()
    assert (thread.agent_id, thread.agent_state, run().state) == (agent.id, AgentState.ON, "done")


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (AgentState.PAUSED, "A person has taken over this conversation, so it stays theirs."),
        (AgentState.OFF, "Someone of your team has switched agents off in this conversation."),
        (AgentState.HANDED_OFF, "This conversation was handed off and waits for your team."),
    ],
)
def test_a_team_that_has_the_word_keeps_it(app: Flask, state: AgentState, says: str) -> None:
    ours()
    agent = desks.agent(ada())
    thread = thread_of(they_write("Hello"))
    thread.agent_state = state
    db.session.commit()
    begin(step(1, "hand_to_agent", agent=str(agent.id)))
    assert db.session.get_one(Thread, thread.id).agent_state == state
    assert errors() == [says]
