"""Texts for later: kept, changed, canceled; nothing has been said by that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests import factories
from tests.conversations import fresh, they_write, we_write
from tests.later_texts import TEXT, later
from webapp.db import db, now
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.agent import AgentState
from webapp.models.event import Event
from webapp.models.message import Message
from webapp.models.scheduled_text import ScheduledText
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.inbox import reply
from webapp.services.inbox.scheduled import scheduled
from webapp.services.inbox.scheduled.scheduled import LaterText


def wanted(text: str = TEXT, hours: int = 20) -> LaterText:
    return LaterText(text, now() + timedelta(hours=hours), True)


def test_it_is_kept_and_nothing_is_said_yet(ada: User, thread: Thread) -> None:
    revision = thread.revision
    row = later(thread, ada.id, f" {TEXT}\r\n")
    after = fresh(thread)
    assert (row.text, row.due_at, row.cancel_on_reply) == (TEXT, row.send_at, True)
    assert (after.needs_reply, after.last_text) == (True, "Are you open on Sunday?")
    assert after.agent_state == AgentState.NONE and after.revision > revision
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1
    assert [one.id for one in scheduled.waiting(thread.id)] == [row.id]
    assert db.session.scalars(select(Event.kind).where(Event.thread_id == thread.id)).all() == [
        "thread.text_scheduled"
    ]


def test_a_form_that_is_sent_twice_keeps_one(ada: User, thread: Thread) -> None:
    key = reply.new_key()
    first = scheduled.put(thread, wanted(), ada.id, key)
    assert scheduled.put(thread, wanted(), ada.id, key).id == first.id
    assert scheduled._put_once(thread, TEXT, wanted(), ada.id, first.ref).id == first.id
    sent = reply.reply(thread, TEXT, ada.id, key)  # the same text, sent at once, is another
    assert sent.client_ref != first.ref
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(ScheduledText)) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", "Write something first."),
        ("x" * 919, "7 segments"),
        ("Hi {{contact.first_name}}", "in the place of {{contact.first_name}}"),
    ],
)
def test_what_could_not_be_sent_is_not_kept(ada: User, thread: Thread, text: str, sentence: str) -> None:
    with pytest.raises(Fault) as fault:
        scheduled.put(thread, wanted(text), ada.id, reply.new_key())
    assert sentence in fault.value.sentence
    row = later(thread, ada.id)
    with pytest.raises(Fault):
        scheduled.change(thread.id, row.id, wanted(text), ada, row.revision)


def test_nothing_is_kept_for_someone_who_must_not_be_reached(ada: User, thread: Thread) -> None:
    they_write("STOP")
    with pytest.raises(Fault) as fault:
        scheduled.put(thread, wanted(), ada.id, reply.new_key())
    assert "They have opted out." in fault.value.sentence


def test_no_one_writes_over_a_colleague_unseen(ada: User, thread: Thread) -> None:
    seen, bea = reply.latest(thread), factories.user("Bea", email="bea@example.org")
    we_write(thread, "We are.", bea.id)
    with pytest.raises(Fault) as fault:
        scheduled.put(thread, wanted(), ada.id, reply.new_key(), seen)
    assert "Bea has answered meanwhile." in fault.value.sentence


def test_twenty_may_wait_in_a_conversation(
    ada: User, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduled, "MOST", 2)
    for n in range(2):
        later(thread, ada.id, f"{n}")
    with pytest.raises(Fault) as fault:
        scheduled.put(thread, wanted(), ada.id, reply.new_key())
    assert "Cancel one first." in fault.value.sentence


def test_who_changes_it_has_written_it(ada: User, thread: Thread) -> None:
    row, bea = later(thread, ada.id), factories.user("Bea", email="bea@example.org")
    changed = LaterText("At ten.", now() + timedelta(hours=3), False)
    scheduled.change(thread.id, row.id, changed, bea, 0)
    db.session.commit()
    assert (row.text, row.due_at, row.cancel_on_reply, row.user_id) == (
        "At ten.",
        changed.send_at,
        False,
        bea.id,
    )
    with pytest.raises(Fault) as fault:  # Ada still has the first one before her
        scheduled.change(thread.id, row.id, wanted(), ada, 0)
    assert "Someone has changed it meanwhile." in fault.value.sentence


def test_it_is_canceled_once_and_only_where_it_is(ada: User, thread: Thread) -> None:
    row = later(thread, ada.id)
    with pytest.raises(NotFound):
        scheduled.cancel(thread.id + 1, row.id, ada)
    scheduled.cancel(thread.id, row.id, ada)
    db.session.commit()
    assert (row.state, row.ended_by, list(scheduled.waiting(thread.id))) == ("canceled", ada.id, [])
    for act in (
        lambda: scheduled.cancel(thread.id, row.id, ada),
        lambda: scheduled.change(thread.id, row.id, wanted(), ada, 0),
    ):
        with pytest.raises(Conflict):
            act()
