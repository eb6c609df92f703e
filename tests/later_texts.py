"""Texts that are to be sent later, and the hands of their clock."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from jobs.scheduled_texts import send
from webapp.db import db, now
from webapp.models.scheduled_text import ScheduledText
from webapp.models.thread import Thread
from webapp.services.inbox import reply
from webapp.services.inbox.scheduled import scheduled, scheduled_sending
from webapp.services.inbox.scheduled.scheduled import LaterText

TEXT = "See you at nine."


def later(
    thread: Thread, user_id: int, text: str = TEXT, hours: float = 20, cancel_on_reply: bool = True
) -> ScheduledText:
    """Staff have written it, and it is kept."""
    wanted = LaterText(text, now() + timedelta(hours=hours), cancel_on_reply)
    row = scheduled.put(thread, wanted, user_id, reply.new_key())
    db.session.commit()
    return row


def its_time_comes(late: timedelta = timedelta(0)) -> None:
    """For all that wait; and the job sees to what is due."""
    db.session.execute(update(ScheduledText).values(due_at=now() - late - timedelta(seconds=1)))
    db.session.commit()
    see_to_all()


def see_to_all() -> None:
    """As the sweep finds them."""
    for text_id in scheduled_sending.due():
        send(text_id)
    db.session.expire_all()
