"""Timers: one for each conversation, gone with it, and what is due is found through its index."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from tests import factories
from tests.plans import plan
from webapp.db import db, now
from webapp.models.answering import Answering
from webapp.models.thread import Thread
from webapp.services.agents.turns import holding, timer


def test_there_is_one_for_each_conversation_and_it_goes_with_it(app: Flask) -> None:
    thread = factories.thread()
    row = holding.answering(thread.id)
    assert (row.memory, row.tries, row.read_to, row.answer_at) == ({}, 0, 0, None)
    db.session.commit()
    again = Answering(thread_id=thread.id)
    db.session.expunge(row)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(again)
    db.session.execute(delete(Thread))
    db.session.commit()
    assert db.session.scalars(select(Answering.thread_id)).all() == []


@pytest.mark.parametrize("whole_app", ["sqlite"], indirect=True)
def test_what_is_due_is_found_through_its_index(app: Flask) -> None:
    due = select(Answering.thread_id).where(*timer.is_due(now())).order_by(Answering.answer_at)
    read = " ".join(plan(due))
    assert "ix_answering_due" in read
    assert "TEMP B-TREE" not in read
