"""What a conversation says of a call that is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests import desks, factories
from tests.conversations import CAROL, fresh
from webapp.db import db, now
from webapp.services.threads import activity


@pytest.mark.parametrize("reached", [True, False])
def test_one_that_reached_them_is_the_latest_that_has_happened(app: Flask, reached: bool) -> None:
    _, number, desk = desks.at_work()
    thread = factories.thread(CAROL, number.id)
    before, revision = now() - timedelta(days=1), thread.revision
    thread.last_at, thread.summarized_at = before, now()
    db.session.commit()
    ended = now()
    activity.called(thread.id, desk.id, reached, ended)
    db.session.commit()
    found = fresh(thread)
    assert found.last_at == (ended if reached else before)
    assert (found.summarized_at, found.agent_id, found.revision) == (None, desk.id, revision + 1)


def test_who_took_part_before_still_counts(app: Flask) -> None:
    ada, number, desk = desks.at_work()
    other, thread = desks.agent(ada, "Other"), factories.thread(CAROL, number.id)
    thread.agent_id = desk.id
    db.session.commit()
    activity.called(thread.id, other.id, True, now())
    activity.called(thread.id, None, True, now())
    db.session.commit()
    assert fresh(thread).agent_id == desk.id
