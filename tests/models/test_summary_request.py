"""What models are asked to sum up, as tables keep it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests import desks, factories
from webapp.db import db, now
from webapp.models.summary_request import SummaryRequest


def test_one_for_each_state_of_a_conversation_and_it_goes_with_it(app: Flask) -> None:
    _, number, desk = desks.at_work()
    thread, at = factories.thread("+12025550111", number.id), now()
    factories.add(SummaryRequest(thread_id=thread.id, agent_id=desk.id, summarized_at=at))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.add(SummaryRequest(thread_id=thread.id, agent_id=desk.id, summarized_at=at))
    db.session.delete(thread)
    db.session.flush()
    assert db.session.scalars(select(SummaryRequest)).all() == []
