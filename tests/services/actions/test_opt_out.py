"""An action opts someone out, and nothing reaches them after it."""

from __future__ import annotations

from sqlalchemy import select

from tests.conversations import CAROL
from tests.services.actions.people import carried_out
from webapp.db import db
from webapp.models.opt_out import OptOut
from webapp.models.thread import Thread
from webapp.services.opt_outs import register


def test_they_are_out_and_a_text_behind_it_is_not_sent(thread: Thread) -> None:
    record = carried_out(thread, ("opt_out", {}), ("send_sms", {"text": "Bye"}))
    assert (record.state, [run.state for run in record.actions]) == ("failed", ["done", "failed"])
    assert CAROL in register.active([CAROL])
    out = db.session.scalars(select(OptOut)).one()
    assert out.evidence == "the task “Book a visit”, by the agent “Reminder desk”"


def test_who_is_out_stays_out(thread: Thread) -> None:
    for said in ({}, {"sentence": "They had opted out already."}):
        assert carried_out(thread, ("opt_out", {})).actions[0].result == said
