"""Agents and their versions: names are there once, versions are numbered, and each view has its index."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests import desks, factories
from tests.plans import plan
from webapp.db import db, inline_literal
from webapp.models.agent import Agent, AgentVersion, EngineName
from webapp.models.thread import Thread


def test_a_name_and_a_number_are_there_once(app: Flask) -> None:
    ada = factories.user()
    desk = desks.agent(ada)
    db.session.commit()
    for row in (
        Agent(name="Desk", engine=EngineName.STAFF, created_by=ada.id),
        AgentVersion(agent_id=desk.id, number=1, definition={}, saved_by=ada.id),
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(row)


# On SQLite alone: PostgreSQL plans by the size of a table, and this one is empty.
@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("state", "index"), [("on", "ix_thread_with_agent"), ("handed_off", "ix_thread_handed_off")]
)
def test_conversations_with_agents_are_listed_through_their_index(app: Flask, state: str, index: str) -> None:
    listed = select(Thread.id).where(Thread.agent_state == inline_literal(state), OPEN)
    read = " ".join(plan(listed.order_by(Thread.last_at.desc(), Thread.id.desc()).limit(31)))
    assert index in read
    assert "TEMP B-TREE" not in read


OPEN = Thread.status == inline_literal("open")


@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
def test_and_those_of_one_person(app: Flask) -> None:
    listed = select(Thread.id).where(Thread.assignee_id == 1, OPEN)
    read = " ".join(plan(listed.order_by(Thread.last_at.desc(), Thread.id.desc()).limit(31)))
    assert "ix_thread_assignee" in read
    assert "TEMP B-TREE" not in read
