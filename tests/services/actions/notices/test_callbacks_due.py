"""The team is told of a callback when its time has come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import notices as jobs
from jobs.sweep import sweep
from tests import factories
from tests.staff_calls import on_duty
from webapp import queue
from webapp.db import db, now
from webapp.models.callback import Callback
from webapp.models.notice import Notice
from webapp.models.opt_out import OptOutSource
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.actions.notices import callbacks_due
from webapp.services.opt_outs import register
from webapp.services.threads import callbacks

AGENT = Source(SourceKind.AGENT, "Desk", 1)


@pytest.fixture
def thread(app: Flask) -> Thread:
    factories.user("Ada")
    made = factories.thread()
    made.contact.name = "Carol"
    return made


def promised(thread: Thread, by: Source = AGENT, late: timedelta = timedelta(0)) -> Callback:
    callback = callbacks.add(thread, now() - late, "They pressed 0.", by)
    db.session.commit()
    return callback


def told() -> list[tuple[str | None, str]]:
    """By name, None for everyone; after one more job."""
    jobs.send_due()
    names = {user.id: user.name for user in db.session.scalars(select(User))}
    rows = db.session.scalars(select(Notice).order_by(Notice.id))
    return [(names.get(one.user_id or 0), one.text) for one in rows]


SAID = "Carol is to be called back now. They pressed 0."


def test_everyone_is_told_once_while_no_one_is_on_duty(thread: Thread) -> None:
    callback = promised(thread)
    sweep()
    assert queue.redis().exists(queue.waiting_key(queue.SEND_NOTICES)), "the sweep finds it"
    assert told() == told() == [(None, SAID)]
    [notice] = db.session.scalars(select(Notice))
    assert (notice.thread_id, notice.source_name) == (thread.id, "Callback")
    callback.due_at = now() + timedelta(hours=1)
    db.session.commit()
    assert len(told()) == 1
    callback.due_at, notice.at = now() - timedelta(seconds=5), now() - timedelta(minutes=5)
    db.session.commit()
    assert len(told()) == 2, "it was moved, and is due again"


def test_those_on_duty_and_whose_conversation_it_is(thread: Thread) -> None:
    bea, cid = on_duty("Bea", ""), factories.user("Cid")
    thread.assignee_id = cid.id
    promised(thread)
    assert told() == [("Bea", SAID), ("Cid", SAID)] and bea.id < cid.id


def test_who_has_put_it_down_is_reminded_and_no_one_else(thread: Thread) -> None:
    on_duty("Bea", "")
    cid = factories.user("Cid")
    promised(thread, Source(SourceKind.PERSON, "Cid", cid.id))
    assert told() == [("Cid", SAID)]


def test_none_of_what_is_done_or_not_due_or_long_over(thread: Thread) -> None:
    promised(thread, late=-timedelta(hours=1))
    promised(thread, late=timedelta(days=2))
    done = promised(thread)
    callbacks.finish(done.id, factories.user("Bea").id)
    db.session.commit()
    assert (callbacks_due.due(), told()) == ([], [])
    callbacks_due.tell(done.id)
    assert told() == []


def test_who_has_opted_out_since_is_not_to_be_called(thread: Thread) -> None:
    promised(thread)
    register.record(thread.contact.phone, OptOutSource.CALL, "Pressed 9.")
    db.session.commit()
    assert told() == [(None, callbacks_due.OPTED_OUT.format(who="Carol"))]
