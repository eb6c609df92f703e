"""Turns go with what they are about: a conversation, or the message that was queued."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, select

from tests import desks
from tests.conversations import they_write
from webapp.db import db
from webapp.models.agent_turn import AgentTurn
from webapp.models.entry import Entry, Origin
from webapp.models.message import Message


@pytest.mark.parametrize("what", ["message", "conversation"])
def test_a_turn_goes_with_its_message_and_its_conversation(app: Flask, what: str) -> None:
    desks.at_work()
    they_write("When are you open?")
    desks.answer()
    answer = db.session.scalars(select(Message).where(Message.origin == Origin.AGENT)).one()
    assert db.session.scalars(select(AgentTurn.entry_id)).one() == answer.id
    if what == "message":
        db.session.execute(delete(Message).where(Message.id == answer.id))
    else:
        db.session.execute(delete(Entry))
        db.session.execute(delete(desks.Thread))
    db.session.commit()
    assert db.session.scalars(select(AgentTurn)).all() == []
