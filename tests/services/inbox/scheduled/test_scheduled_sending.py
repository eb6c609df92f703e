"""Texts for later at their time: each leaves once, or its author is told why it did not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from jobs.scheduled_texts import send
from jobs.sweep import sweep
from tests import closing, desks, factories
from tests.conversations import CAROL, DAVE, fresh, they_write, thread_of
from tests.later_texts import TEXT, its_time_comes, later, see_to_all
from webapp import queue
from webapp.carriers.base import InboundMessage, TextPart
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.agent import AgentState
from webapp.models.entry import Direction, Origin
from webapp.models.message import Message, MessageState
from webapp.models.notice import Notice
from webapp.models.opt_out import OptOutSource
from webapp.models.scheduled_text import ScheduledText
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.contacts import blocking
from webapp.services.inbox import withdraw
from webapp.services.inbox.receiving import text_parts
from webapp.services.inbox.scheduled import scheduled_sending
from webapp.services.opt_outs import register
from webapp.services.threads import messages


@pytest.fixture
def thread(ada: User) -> Thread:
    factories.number()
    closing.keep_hours(ada)
    return thread_of(they_write("Are you open on Sunday?"))


def ours() -> list[Message]:
    out = (Message.direction == Direction.OUT, Message.origin == Origin.STAFF)
    return list(db.session.scalars(select(Message).where(*out).order_by(Message.id)))


def told() -> list[str]:
    return list(db.session.scalars(select(Notice.text).order_by(Notice.id)))


def test_it_goes_into_the_outbox_once_at_its_time(ada: User, thread: Thread) -> None:
    row = later(thread, ada.id)
    send(row.id)
    assert ours() == [], "not before its time"
    its_time_comes()
    for _ in range(2):
        send(row.id)
    [message] = ours()
    assert (message.text, message.user_id, message.state) == (TEXT, ada.id, "queued")
    assert (message.client_ref, row.message_id, row.state) == (row.ref, message.id, "leaving")
    after = fresh(thread)
    assert (after.needs_reply, after.last_text) == (False, TEXT)
    messages.move(MessageState.SENDING, Message.id == message.id)
    messages.move(MessageState.SENT, Message.id == message.id)
    db.session.commit()
    see_to_all()
    assert (row.state, told(), scheduled_sending.due()) == ("sent", [], [])


def test_the_sweep_finds_it_when_redis_has_lost_it(ada: User, thread: Thread) -> None:
    row = later(thread, ada.id)
    queue.redis().flushdb()
    sweep()
    assert not queue.waits(queue.SEND_SCHEDULED, row.id)
    db.session.execute(update(ScheduledText).values(due_at=now()))
    db.session.commit()
    sweep()
    assert queue.waits(queue.SEND_SCHEDULED, row.id)


def test_an_agent_goes_on_until_it_is_sent(app: Flask) -> None:
    ada, _, desk = desks.at_work()
    closing.keep_hours(ada)
    thread = thread_of(they_write("When are you open?"))
    later(thread, ada.id, cancel_on_reply=False)
    desks.answer()
    assert desks.said() == [desks.HOURS], "nothing has been said by staff yet"
    its_time_comes()
    after = fresh(thread)
    assert (after.agent_state, after.agent_id, after.assignee_id) == (AgentState.PAUSED, desk.id, ada.id)


def opted_out(ada: User, thread: Thread) -> str:
    register.record(CAROL, OptOutSource.STAFF, "by phone", user_id=ada.id)
    return "They have opted out."


def held(ada: User, thread: Thread) -> str:
    they_write("please take me off your list, I never asked for this")
    return "which reads like an opt-out"


def blocked(ada: User, thread: Thread) -> str:
    blocking.block(thread.contact, ada)
    return "They were blocked"


def switched_off(ada: User, thread: Thread) -> str:
    factories.sms_of(thread.number).active = False
    return "SMS is switched off for Front desk."


def too_late(ada: User, thread: Thread) -> str:
    return "Outbound was not running at its time"


@pytest.mark.parametrize(
    "why", [opted_out, held, blocked, switched_off, too_late], ids=lambda one: one.__name__
)
def test_what_must_not_be_sent_then_is_not_and_its_author_is_told(
    ada: User, thread: Thread, why: Callable[[User, Thread], str]
) -> None:
    row = later(thread, ada.id, cancel_on_reply=False)
    sentence = why(ada, thread)
    db.session.commit()
    its_time_comes(timedelta(hours=5 if why is too_late else 0))
    assert (row.state, ours()) == ("refused", []) and sentence in row.reason
    [notice] = db.session.scalars(select(Notice))
    assert (notice.user_id, notice.thread_id) == (ada.id, thread.id)
    assert notice.text.startswith("Your text to +1 202-555-0111 was not sent: ") and sentence in notice.text


def test_what_no_one_of_the_team_has_written_is_not_sent(ada: User, thread: Thread) -> None:
    bea = factories.user("Bea", email="bea@example.org")
    row = later(thread, bea.id)
    bea.deactivated_at = now()
    its_time_comes()
    assert (row.state, row.reason) == ("refused", "Bea is no longer in the team.")
    [notice] = db.session.scalars(select(Notice))
    assert (notice.user_id, notice.text) == (
        None,
        "A text to +1 202-555-0111 was not sent: Bea is no longer in the team.",
    )


def test_outside_their_hours_it_waits_where_it_is(ada: User, thread: Thread) -> None:
    row = later(thread, ada.id)
    closing.close(ada)
    db.session.execute(update(Thread).values(last_inbound_at=now() - timedelta(days=9)))
    asked = row.send_at
    its_time_comes()
    assert (row.state, ours(), row.send_at) == ("waiting", [], asked) and row.due_at > now()
    they_write("Hello?")  # and it is not hurried, as what waits in the outbox is: they wrote first
    assert (fresh(thread).needs_reply, ours()) == (True, [])


def test_it_goes_out_as_soon_as_the_hours_are_others(ada: User, thread: Thread) -> None:
    row, kept = later(thread, ada.id), later(thread, ada.id, "Bye")
    closing.close(ada)
    db.session.execute(update(Thread).values(last_inbound_at=now() - timedelta(days=9)))
    come = (ScheduledText.id == row.id, {"send_at": now() - timedelta(minutes=1), "due_at": now()})
    db.session.execute(update(ScheduledText).where(come[0]).values(come[1]))
    db.session.commit()
    see_to_all()
    assert (row.state, ours()) == ("waiting", []) and row.due_at > now()
    wanted = kept.due_at
    closing.open_again(ada)
    see_to_all()
    assert [one.text for one in ours()] == [TEXT]
    assert (kept.state, kept.due_at) == ("waiting", wanted), "its own time has not come"


def test_a_reply_cancels_it_in_the_same_transaction(ada: User, thread: Thread) -> None:
    row, kept = later(thread, ada.id), later(thread, ada.id, "Bye", cancel_on_reply=False)
    they_write("Never mind", "+12025550122")
    assert row.state == "waiting", "someone else wrote"
    they_write("I'm driving right now, this is an automatic reply.")
    assert row.state == "waiting", "their phone wrote"
    they_write("Never mind")
    assert (row.state, row.reason, kept.state) == ("canceled", "They wrote first.", "waiting")
    assert told() == [f"Your text to +1 202-555-0111 is canceled, as they wrote first. It said: {TEXT}"]
    its_time_comes()
    assert [one.text for one in ours()] == ["Bye"]
    assert fresh(thread).needs_reply, "what they wrote since then was not answered by it"


def test_it_waits_while_half_of_a_long_reply_is_here(ada: User, thread: Thread) -> None:
    row, kept = later(thread, ada.id), later(thread, ada.id, "Bye", cancel_on_reply=False)
    half, rest = (TextPart("7", number, 2) for number in (1, 2))
    sms = InboundMessage("in-half", CAROL, factories.OUR_NUMBER, "I would rather ", now(), part=half)
    name = text_parts.keep(sms, half, {})
    db.session.commit()
    its_time_comes()
    assert (row.state, [one.text for one in ours()]) == ("waiting", ["Bye"])
    assert now() < row.due_at < now() + timedelta(minutes=1)
    text_parts.keep(replace(sms, text="come later.", part=rest), rest, {})
    text_parts.join(name)
    db.session.commit()
    its_time_comes()
    assert (row.state, kept.state, len(ours())) == ("canceled", "leaving", 1)


def test_someone_elses_half_text_keeps_nothing_back(ada: User, thread: Thread) -> None:
    row = later(thread, ada.id)
    half = TextPart("7", 1, 2)
    text_parts.keep(InboundMessage("in-half", DAVE, factories.OUR_NUMBER, "I ", now(), part=half), half, {})
    its_time_comes()
    assert row.state == "leaving"


def test_a_reply_takes_back_what_waits_in_the_outbox(ada: User, thread: Thread) -> None:
    row = later(thread, ada.id)
    its_time_comes()
    they_write("Never mind")
    [message] = ours()
    assert (row.state, message.state) == ("canceled", MessageState.CANCELED)


def test_a_reply_does_not_stop_what_is_on_its_way(ada: User, thread: Thread) -> None:
    row = later(thread, ada.id)
    its_time_comes()
    messages.move(MessageState.SENDING, Message.id == row.message_id)
    they_write("Never mind")
    assert (row.state, told()) == ("leaving", [])


@pytest.mark.parametrize(
    ("state", "end", "notice"),
    [
        ("skipped", "refused", "Your text to +1 202-555-0111 was not sent: No."),
        ("rejected", "refused", "Your text to +1 202-555-0111 was not sent: No."),
        ("unknown", "refused", "Your text to +1 202-555-0111 may not have been sent: No."),
        ("delivered", "sent", None),
    ],
)
def test_its_author_is_told_what_the_outbox_made_of_it(
    ada: User, thread: Thread, state: str, end: str, notice: str | None
) -> None:
    row = later(thread, ada.id)
    its_time_comes()
    db.session.execute(update(Message).where(Message.id == row.message_id).values(state=state, reason="No."))
    db.session.commit()
    see_to_all()
    assert (row.state, told()) == (end, [notice] if notice else [])


def test_a_person_does_not_wait(ada: User, thread: Thread) -> None:
    bea = factories.user("Bea", email="bea@example.org")
    row = later(thread, ada.id)
    scheduled_sending.send_now(thread.id, row.id, bea)
    db.session.commit()
    assert [(one.text, one.user_id) for one in ours()] == [(TEXT, bea.id)]
    with pytest.raises(Conflict):
        scheduled_sending.send_now(thread.id, row.id, bea)
    other = later(thread, ada.id, cancel_on_reply=False)
    they_write("STOP")
    with pytest.raises(Conflict, match=r"They have opted out\."):
        scheduled_sending.send_now(thread.id, other.id, ada)


def test_one_that_was_sent_now_is_taken_back_while_it_waits_for_their_hours(
    ada: User, thread: Thread
) -> None:
    row = later(thread, ada.id)
    closing.close(ada)
    db.session.execute(update(Thread).values(last_inbound_at=now() - timedelta(days=9)))
    scheduled_sending.send_now(thread.id, row.id, ada)
    db.session.commit()
    [message] = ours()
    withdraw.withdraw(message.id, ada)
    db.session.commit()
    see_to_all()
    assert (row.state, told()) == ("canceled", [])


def test_one_that_raises_is_set_aside_and_the_others_go_on(ada: User, thread: Thread) -> None:
    bad, good = later(thread, ada.id), later(thread, ada.id, "Good")
    db.session.execute(update(ScheduledText).where(ScheduledText.id == bad.id).values(ref="x" * 24))
    taken = {"thread_id": thread.id, "number_id": thread.number_id, "phone": CAROL, "direction": "out"}
    factories.add(Message(**taken, text="!", state="sent", client_ref="x" * 24))
    its_time_comes()
    assert (bad.state, good.state) == ("refused", "leaving")
    assert bad.reason.startswith("Outbound failed on it (")
    assert told() == [f"Your text to +1 202-555-0111 was not sent: {bad.reason}"]
