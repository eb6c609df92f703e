"""What summaries know of calls: the newest that is over, in words."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests import calls, factories
from tests.conversations import CAROL
from webapp.agents.summary import CallTold
from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.thread import Thread
from webapp.services.agents import newest_calls, thread_facts


def told(call: Call) -> CallTold | None:
    db.session.commit()
    thread = db.session.get_one(Thread, call.thread_id)
    facts = thread_facts.of([thread]).get(thread.id)
    return facts.call if facts else None


def test_what_they_said_first_and_last_without_their_keys(app: Flask) -> None:
    call = factories.call(
        CAROL, state="ended", outcome="answered", seconds=125, answered_at=now() - timedelta(minutes=3)
    )
    calls.turns(call, "Hello.", "Pressed 1", "Well?", "Monday is fine", "Good.", "Bye")
    assert told(call) == CallTold("Answered", "2 min", False, "Monday is fine", "Bye")


def test_one_that_goes_on_says_nothing_yet(app: Flask) -> None:
    call = factories.call(CAROL, state="answered", answered_at=now())
    calls.turns(call, "Hello.", "Yes")
    assert told(call) is None
    assert newest_calls.of_all([call.thread_id]) == {}


def test_one_that_no_one_took(app: Flask) -> None:
    call = factories.call(CAROL, state="ended", outcome="no_answer", seconds=0)
    assert told(call) == CallTold("No answer")
