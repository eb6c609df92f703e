"""An action gives the conversation to someone of the team."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import factories
from tests.conversations import fresh
from tests.services.actions.people import carried_out
from webapp.db import db, now
from webapp.models.event import Event
from webapp.models.thread import Thread
from webapp.services.actions.registry import Planned, faults


def test_it_is_theirs_once(thread: Thread) -> None:
    bob = factories.user("Bob")
    db.session.commit()
    for _ in range(2):
        assert carried_out(thread, ("assign", {"member": f" {bob.email.upper()} "})).state == "done"
    assert fresh(thread).assignee_id == bob.id
    lines = db.session.scalars(select(Event).where(Event.kind == "thread.assigned").order_by(Event.id)).all()
    assert [(line.user_id, line.data) for line in lines] == [(None, {"user": bob.id})]


@pytest.mark.parametrize("typed", ["", "nina@example.org", "gone@example.org"])
def test_someone_else_cannot_be_chosen(thread: Thread, typed: str) -> None:
    factories.user("Gone", email="gone@example.org", deactivated_at=now())
    db.session.commit()
    [sentence] = faults([Planned("assign", {"member": typed})])
    assert "of your team" in sentence
    record = carried_out(thread, ("assign", {"member": typed}))
    assert (record.state, fresh(thread).assignee_id) == ("failed", None)
    assert "of your team" in record.error
