"""Closing and snoozing: not what came in unseen; what was handed off is taken; what follows for the lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import desks, factories
from tests.conversations import DAVE, fresh, they_write, thread_of, we_write
from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.agent import AgentState
from webapp.models.event import Event
from webapp.models.handoff import Handoff
from webapp.models.thread import Thread, ThreadStatus
from webapp.models.user import User
from webapp.services.inbox.listing import listing, put_away
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View


@pytest.fixture
def ada(app: Flask) -> User:
    factories.number()
    found = factories.user()
    db.session.commit()
    return found


def read(*threads: Thread) -> dict[int, int]:
    """As a page has them that shows them now."""
    db.session.commit()
    return {one.id: put_away.read_up_to(fresh(one)) for one in threads}


def listed(view: View, by: User) -> list[int]:
    return [row.thread.id for row in listing.page(InboxFilter(view, user_id=by.id)).rows]


def noted() -> list[str]:
    return list(db.session.scalars(select(Event.kind).where(Event.kind.like("thread.%")).order_by(Event.id)))


def test_what_is_closed_stands_under_closed_alone(ada: User) -> None:
    thread = thread_of(they_write("Thanks!"))
    thread.assignee_id = ada.id
    db.session.commit()
    assert put_away.close(read(thread), ada) == (1, 0)
    assert put_away.close(read(thread), ada) == (0, 0)
    db.session.commit()
    shown = fresh(thread)
    assert (shown.status, shown.needs_reply, shown.unread) == (ThreadStatus.CLOSED, False, 0)
    found = {view for view in View if thread.id in listed(view, ada)}
    assert found == {View.CLOSED, View.ALL}
    assert (listing.need_reply(), noted()) == (0, ["thread.closed"])


def test_what_is_snoozed_stands_under_snoozed_the_first_that_comes_back_first(ada: User) -> None:
    carol, dave = (thread_of(message) for message in (they_write("Later."), they_write("Soon.", DAVE)))
    put_away.snooze(read(carol), now() + timedelta(days=2), ada)
    put_away.snooze(read(dave), now() + timedelta(days=1), ada)
    db.session.commit()
    assert listed(View.SNOOZED, ada) == [dave.id, carol.id]
    assert listed(View.NEEDS, ada) == listed(View.UNASSIGNED, ada) == []
    put_away.snooze(read(carol), now() + timedelta(hours=1), ada)
    db.session.commit()
    assert listed(View.SNOOZED, ada) == [carol.id, dave.id]


def test_no_time_that_is_over(ada: User) -> None:
    with pytest.raises(Fault, match="not over yet"):
        put_away.snooze({1: 0}, now(), ada)


# A lost reply costs a customer.
@pytest.mark.parametrize("act", ["close", "snooze", "no_reply_needed", "read"])
def test_what_came_in_unseen_is_left_alone(ada: User, act: str) -> None:
    thread = thread_of(they_write("Thanks!"))
    seen = read(thread)
    they_write("Wait, is Sunday possible?")
    acts = {
        "close": lambda: put_away.close(seen, ada),
        "snooze": lambda: put_away.snooze(seen, now() + timedelta(days=1), ada),
        "no_reply_needed": lambda: put_away.no_reply_needed(seen, ada),
        "read": lambda: put_away.read(seen),
    }
    assert acts[act]() == (0, 1)
    db.session.commit()
    shown = fresh(thread)
    assert (shown.status, shown.needs_reply, shown.unread) == (ThreadStatus.OPEN, True, 2)


def test_what_an_agent_has_left_to_staff_unseen_is_not_put_away(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("Can I talk to a real person?"))
    seen = read(thread)
    desks.answer()
    assert put_away.close(seen, ada) == put_away.no_reply_needed(seen, ada) == (0, 1)
    db.session.commit()
    assert (fresh(thread).agent_state, fresh(thread).needs_reply) == (AgentState.HANDED_OFF, True)


@pytest.mark.parametrize(
    ("act", "status"), [(put_away.close, ThreadStatus.CLOSED), (put_away.no_reply_needed, ThreadStatus.OPEN)]
)
def test_what_was_handed_off_is_taken_by_who_settles_it(
    app: Flask, act: Callable[[put_away.Chosen, User], put_away.Done], status: ThreadStatus
) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("Can I talk to a real person?"))
    desks.answer()
    act(read(thread), ada)
    db.session.commit()
    shown = fresh(thread)
    assert (shown.status, shown.agent_state, shown.assignee_id) == (status, AgentState.PAUSED, ada.id)
    assert not shown.needs_reply
    assert db.session.scalars(select(Handoff.state)).all() == ["taken"]


def test_an_agent_that_answers_goes_on_where_no_reply_is_needed(app: Flask) -> None:
    ada, _, _ = desks.at_work()
    thread = thread_of(they_write("Thanks!"))
    desks.hear()
    put_away.no_reply_needed(read(thread), ada)
    db.session.commit()
    assert (fresh(thread).agent_state, fresh(thread).needs_reply) == (AgentState.ON, False)


def test_a_person_opens_it_again(ada: User) -> None:
    thread = thread_of(they_write("Thanks!"))
    put_away.close(read(thread), ada)
    assert put_away.reopen([thread.id], ada) == (1, 0)
    assert put_away.reopen([thread.id], ada) == (0, 0)
    db.session.commit()
    assert (fresh(thread).status, fresh(thread).needs_reply) == (ThreadStatus.OPEN, True)
    assert noted() == ["thread.closed", "thread.reopened"]


def test_unread_is_not_needing_a_reply(ada: User) -> None:
    thread = thread_of(they_write("Thanks!"))
    we_write(thread, "Welcome.", ada.id)
    put_away.unread(thread.id)
    db.session.commit()
    assert (fresh(thread).unread, fresh(thread).needs_reply) == (1, False)
    assert put_away.read(read(thread)) == (1, 0)
    db.session.commit()
    assert fresh(thread).unread == 0
