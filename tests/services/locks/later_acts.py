"""Texts for later to Carol."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select, update

from tests.conversations import CAROL, they_write
from tests.later_texts import later
from tests.services.locks.scene import Scene, ends
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.scheduled_text import ScheduledText
from webapp.models.thread import Thread
from webapp.services import settings
from webapp.services.inbox import reply
from webapp.services.inbox.scheduled import scheduled, scheduled_sending
from webapp.services.inbox.scheduled.scheduled import LaterText
from webapp.services.outbox.claimed_entry import SendResult
from webapp.services.privacy import erasure, retention, traces

Act = Callable[[Scene], object]


def thread() -> Thread:
    return db.session.scalars(select(Thread).join(Contact).where(Contact.phone == CAROL)).one()


def wanted() -> LaterText:
    return LaterText("See you.", now() + timedelta(hours=1), True)


def put(scene: Scene) -> None:
    scheduled.put(thread(), wanted(), scene.ada.id, reply.new_key())


def kept(scene: Scene) -> None:
    settings.put("keep_hours", False)
    later(thread(), scene.ada.id)
    later(thread(), scene.ada.id, "And bring your card.")


def arrived(scene: Scene) -> None:
    """Nothing is on its way to her."""
    ends(scene, SendResult.ACCEPTED)
    kept(scene)


def due(scene: Scene) -> None:
    kept(scene)
    db.session.execute(update(ScheduledText).values(due_at=now() - timedelta(seconds=1)))


def outside_their_hours(scene: Scene) -> None:
    kept(scene)
    db.session.execute(update(ScheduledText).values(send_at=now() - timedelta(minutes=1)))


def handed_over(scene: Scene) -> None:
    due(scene)
    send(scene)


def send(_scene: Scene) -> None:
    scheduled_sending.go_on(1)


def old(scene: Scene) -> None:
    kept(scene)
    scheduled.cancel(thread().id, 1, scene.ada)
    settings.put("keep_messages_days", 30)
    long_ago = now() - timedelta(days=99)
    db.session.execute(
        update(ScheduledText).where(ScheduledText.id == 1).values(saved_at=long_ago, ended_at=long_ago)
    )


OF_TEXTS_FOR_LATER: dict[str, tuple[Act, Act]] = {
    "a text for later is kept": (lambda _: None, put),
    "a text for later is changed": (kept, lambda s: scheduled.change(thread().id, 1, wanted(), s.ada, 0)),
    "a text for later is canceled": (kept, lambda s: scheduled.cancel(thread().id, 1, s.ada)),
    "a text for later is sent": (due, send),
    "a text for later is sent now": (kept, lambda s: scheduled_sending.send_now(thread().id, 1, s.ada)),
    "the hours change for texts for later": (outside_their_hours, lambda _: scheduled_sending.look_again()),
    "a text for later is set aside": (due, lambda _: scheduled_sending.set_aside(1, ValueError("x"))),
    "they write before a text for later": (kept, lambda _: they_write("Hello")),
    "they write while a text for later waits to leave": (handed_over, lambda _: they_write("Hello")),
    "someone with a text for later is erased": (arrived, lambda _: erasure.erase(CAROL, traces.look(CAROL))),
    "old texts for later are removed": (old, lambda _: _tidied()),
}


def _tidied() -> None:
    for _ in retention.tidy():
        db.session.commit()
