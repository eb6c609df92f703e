"""A snooze ends at its time, whatever happens to Redis or to the process meanwhile."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from tests import factories
from tests.conversations import fresh, they_write, thread_of
from tests.services.threads.test_reopening import because, put_off
from webapp import queue
from webapp.db import db, now
from webapp.models.status_change import Because
from webapp.models.thread import Thread, ThreadStatus
from webapp.services import sweep
from webapp.services.contacts import blocking
from webapp.services.threads import snoozes


def over(thread: Thread) -> None:
    """Its time has come."""
    ended = now() - timedelta(seconds=1)
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(snoozed_until=ended))
    db.session.commit()


def snoozed() -> Thread:
    factories.number()
    return put_off(thread_of(they_write("Call me next week.")), ThreadStatus.SNOOZED)


def test_the_sweep_finds_it_at_its_time(app: Flask) -> None:
    thread = snoozed()
    assert list(snoozes.due()) == []
    over(thread)
    assert sweep.look()[queue.END_SNOOZES] == snoozes.due() == [thread.id]
    snoozes.end([thread.id])
    db.session.commit()
    shown = fresh(thread)
    assert (shown.status, shown.needs_reply, shown.snoozed_until) == (ThreadStatus.OPEN, True, None)
    assert (list(snoozes.due()), because(thread)) == ([], [Because.DUE])


def test_another_time_that_was_chosen_meanwhile_counts(app: Flask) -> None:
    thread = snoozed()
    snoozes.end([thread.id])
    assert fresh(thread).status == ThreadStatus.SNOOZED


def test_of_whom_staff_have_blocked_nothing_needs_a_reply(app: Flask) -> None:
    thread = snoozed()
    blocking.block(thread.contact, factories.user(email="bea@example.org"))
    over(thread)
    snoozes.end([thread.id])
    db.session.commit()
    assert (fresh(thread).status, fresh(thread).needs_reply) == (ThreadStatus.OPEN, False)
