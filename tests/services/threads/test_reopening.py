"""What is closed or snoozed is open again as soon as staff are wanted there, for whatever reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import desks, factories
from tests.conversations import CAROL, fresh, they_write, thread_of, we_write
from tests.services.outbox.test_record import claimed, given_up
from webapp.agents.base import HandoffKind
from webapp.carriers.base import Report, StatusReport
from webapp.db import db, now
from webapp.models.entry import Direction, Origin
from webapp.models.event import Event
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOutSource
from webapp.models.signal import Signal
from webapp.models.status_change import Because, StatusChange
from webapp.models.thread import Thread, ThreadStatus
from webapp.models.user import User
from webapp.services import receipts
from webapp.services.agents import task_handoffs
from webapp.services.agents.turns import handing_off, holding
from webapp.services.contacts import blocking
from webapp.services.inbox import withdraw
from webapp.services.inbox.listing import put_away
from webapp.services.opt_outs import register
from webapp.services.outbox import claim, due
from webapp.services.outbox.claimed_entry import Outcome, SendResult
from webapp.services.outbox.record import record
from webapp.services.threads import activity

HERE = Path(__file__).parents[3]
OPEN, CLOSER = ThreadStatus.OPEN, "ada.closes@example.org"


def put_off(thread: Thread, status: ThreadStatus = ThreadStatus.CLOSED) -> Thread:
    """Ada has closed or snoozed it."""
    db.session.commit()
    chosen = {thread.id: put_away.read_up_to(fresh(thread))}
    ada = db.session.scalars(select(User).where(User.email == CLOSER)).one_or_none()
    ada = ada or factories.user(email=CLOSER)
    if status == ThreadStatus.CLOSED:
        done = put_away.close(chosen, ada)
    else:
        done = put_away.snooze(chosen, now() + timedelta(days=1), ada)
    assert done == (1, 0)
    db.session.commit()
    assert (fresh(thread).status, fresh(thread).needs_reply) == (status, False)
    return thread


def because(thread: Thread) -> list[str]:
    """Why it was opened again."""
    changes = select(StatusChange.code).where(StatusChange.thread_id == thread.id, StatusChange.state == OPEN)
    return list(db.session.scalars(changes.order_by(StatusChange.id)))


@pytest.mark.parametrize("status", [ThreadStatus.CLOSED, ThreadStatus.SNOOZED])
def test_a_text_opens_it(app: Flask, status: ThreadStatus) -> None:
    factories.number()
    thread = put_off(thread_of(they_write("Thanks!")), status)
    they_write("One more thing.")
    shown = fresh(thread)
    assert (shown.status, shown.needs_reply, shown.snoozed_until) == (OPEN, True, None)
    they_write("Hello?")
    assert because(thread) == [Because.WROTE]
    noted = db.session.scalars(select(Event).where(Event.kind == "thread.reopened")).all()
    assert [(one.user_id, one.thread_id, one.data["because"]) for one in noted] == [
        (None, thread.id, "wrote")
    ]
    told = db.session.scalars(select(Signal).where(Signal.kind == "thread.snooze_over")).all()
    assert len(told) == (status == ThreadStatus.SNOOZED)


@pytest.mark.parametrize("text", ["STOP", "HELP"])
def test_what_needs_no_answer_does_not(app: Flask, text: str) -> None:
    factories.number()
    thread = put_off(thread_of(they_write("Thanks!")))
    they_write(text)
    assert (fresh(thread).status, fresh(thread).needs_reply) == (ThreadStatus.CLOSED, False)
    assert fresh(thread).unread == 1


def test_nor_does_anyone_whom_staff_have_blocked(app: Flask) -> None:
    factories.number()
    thread = put_off(thread_of(they_write("Buy this!")))
    blocking.block(thread.contact, factories.user(email="bea@example.org"))
    db.session.commit()
    they_write("Buy that!")
    assert fresh(thread).status == ThreadStatus.CLOSED


def test_what_we_write_does_not_open_it(app: Flask) -> None:
    factories.number()
    thread = put_off(thread_of(they_write("Thanks!")))
    we_write(thread, "Welcome.", factories.user(email="bea@example.org").id)
    assert fresh(thread).status == ThreadStatus.CLOSED


def handed_off(thread: Thread) -> None:
    handing_off.hand_off(holding.must_hold(thread.id), HandoffKind.ASKED, "They asked for a person.")


def task_failed(thread: Thread) -> None:
    held = holding.must_hold(thread.id)
    holding.show(held, agent_state="paused")
    task_handoffs.ask_staff({"thread": thread.id, "reason": "It is full.", "action": "none"})


def missed(thread: Thread) -> None:
    activity.waits(thread.id)


@pytest.mark.parametrize(
    ("happens", "why"),
    [(handed_off, Because.HANDED_OFF), (task_failed, Because.TASK), (missed, Because.MISSED)],
)
def test_so_does_what_wants_staff(app: Flask, happens: Callable[[Thread], None], why: Because) -> None:
    desks.at_work()
    thread = put_off(thread_of(they_write("Thanks!")))
    happens(thread)
    db.session.commit()
    assert (fresh(thread).status, fresh(thread).needs_reply) == (OPEN, True)
    assert because(thread) == [why]


def test_an_answer_that_is_taken_back_is_owed(app: Flask) -> None:
    number, ada = factories.number(), factories.user()
    thread = thread_of(they_write("Are you open?"))
    message = Message(
        thread_id=thread.id, number_id=number.id, phone=CAROL, direction="out", state="queued",
        origin=Origin.STAFF, text="Yes.", not_before=now() + timedelta(hours=8),
    )  # fmt: skip
    factories.add(message)
    put_off(thread)
    withdraw.withdraw(message.id, ada)
    db.session.commit()
    assert (fresh(thread).status, because(thread)) == (OPEN, [Because.OWED])


def staff_message(origin: Origin = Origin.STAFF) -> tuple[Thread, Message]:
    """It is about to leave, in a conversation that is closed."""
    number = factories.number()
    thread = thread_of(they_write("Thanks!"))
    message = Message(
        thread_id=thread.id, number_id=number.id, phone=CAROL, direction="out", state="queued",
        origin=origin, text="Welcome.", priority=1,
    )  # fmt: skip
    factories.add(message)
    db.session.commit()
    return put_off(thread), message


def refused() -> None:
    record([Outcome(claimed(), SendResult.REFUSED, sentence="No such phone.")])


def lost() -> None:
    given_up(claimed())


def undelivered() -> None:
    entry = claimed()
    record([Outcome(entry, SendResult.ACCEPTED, carrier_id="c-1")])
    ref = db.session.get_one(Message, entry.entry_id).client_ref or ""
    receipts.receive(StatusReport("c-1", ref, Report.UNDELIVERED, "", "Switched off."), {})


def skipped() -> None:
    register.record(CAROL, OptOutSource.STAFF, "They said so.")
    ours = Message.direction == Direction.OUT
    db.session.execute(update(Message).where(ours).values(state=MessageState.QUEUED, reason=""))
    db.session.commit()
    assert claim.claim(due.senders()[0], 1) == []


@pytest.mark.parametrize("happens", [refused, lost, undelivered, skipped])
@pytest.mark.parametrize(("origin", "opens"), [(Origin.STAFF, True), (Origin.WORKFLOW, False)])
def test_a_message_of_ours_that_does_not_arrive(
    app: Flask, happens: Callable[[], None], origin: Origin, opens: bool
) -> None:
    thread, message = staff_message(origin)
    happens()
    db.session.commit()
    assert db.session.get_one(Message, message.id).state != MessageState.QUEUED
    shown = fresh(thread)
    assert (shown.status == OPEN, shown.needs_reply) == (opens, opens)
    assert because(thread) == [Because.FAILED] * opens


@pytest.mark.parametrize(
    ("happens", "waits"), [(refused, True), (lost, True), (undelivered, True), (skipped, False)]
)
@pytest.mark.parametrize(("origin", "counts"), [(Origin.STAFF, True), (Origin.WORKFLOW, False)])
def test_an_answer_that_did_not_arrive_is_still_owed(
    app: Flask, happens: Callable[[], None], waits: bool, origin: Origin, counts: bool
) -> None:
    """But not to those who have opted out meanwhile."""
    thread, _ = staff_message(origin)
    bea = factories.user(email="bea@example.org")
    put_away.reopen([thread.id], bea)
    db.session.commit()
    put_away.no_reply_needed({thread.id: put_away.read_up_to(fresh(thread))}, bea)
    db.session.commit()
    happens()
    db.session.commit()
    shown = fresh(thread)
    assert (shown.status, shown.needs_reply) == (OPEN, waits and counts)


def test_not_to_those_whom_staff_have_blocked(app: Flask) -> None:
    thread, _ = staff_message(Origin.STAFF)
    blocking.block(thread.contact, factories.user(email="bea@example.org"))
    db.session.commit()
    undelivered()
    db.session.commit()
    assert not fresh(thread).needs_reply


def test_whatever_asks_for_a_reply_opens_what_is_closed() -> None:
    """Else something new would need a reply, and stand in no list where anyone looks."""
    asks = re.compile(r"needs_reply\"?[:=] ?True")
    for path in (HERE / "webapp/services").rglob("*.py"):
        source = path.read_text()
        if asks.search(source) and "demo" not in path.parts:
            assert "reopen" in source, path
