"""What a reply of staff answers: what its writer had before them, and nothing that came in since."""

from __future__ import annotations

from sqlalchemy import update

from tests.conversations import fresh, they_write, we_write
from webapp.db import db
from webapp.models.message import Message, MessageState
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.inbox import reply


def answer(thread: Thread, ada: User, text: str, seen: int) -> None:
    reply.reply(thread, text, ada.id, reply.new_key(), seen)
    db.session.commit()


def test_what_they_wrote_meanwhile_still_waits_for_a_reply(thread: Thread, ada: User) -> None:
    """It stands in the list as before: the answer was written without it."""
    seen = reply.latest(thread)
    they_write("Wait, do not come on Sunday!")
    answer(thread, ada, "Yes", seen)
    assert (fresh(thread).needs_reply, fresh(thread).unread) == (True, 2)
    answer(thread, ada, "We will not.", reply.latest(thread))
    assert (fresh(thread).needs_reply, fresh(thread).unread) == (False, 0)


def test_a_reaction_meanwhile_waits_for_nothing(thread: Thread, ada: User) -> None:
    told = we_write(thread, "We are open from ten.", ada.id)
    db.session.execute(update(Message).where(Message.id == told.id).values(state=MessageState.DELIVERED))
    they_write("Really?")
    seen = reply.latest(thread)
    they_write("Liked “We are open from ten.”")
    answer(thread, ada, "Yes", seen)
    assert not fresh(thread).needs_reply


def test_without_a_page_a_reply_answers_all(thread: Thread, ada: User) -> None:
    we_write(thread, "Yes", ada.id)
    assert not fresh(thread).needs_reply
