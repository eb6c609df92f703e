"""Snoozed conversations whose time has come: they are open again, and need a reply."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from webapp.db import db, inline_literal, now
from webapp.models.status_change import Because
from webapp.models.thread import Thread, ThreadStatus
from webapp.services.threads import reopening

AT_ONCE = 100
SNOOZED = Thread.status == inline_literal(str(ThreadStatus.SNOOZED))


def due() -> Sequence[int]:
    """The ids of some of them, the first first."""
    query = select(Thread.id).where(SNOOZED, Thread.snoozed_until <= now())
    return db.session.scalars(query.order_by(Thread.snoozed_until, Thread.id).limit(AT_ONCE)).all()


def end(thread_ids: Sequence[int]) -> None:
    """Unless a colleague has chosen another time meanwhile, or has opened it."""
    still = select(Thread.id).where(Thread.id.in_(thread_ids), SNOOZED, Thread.snoozed_until <= now())
    held = still.order_by(Thread.id).with_for_update(key_share=True)
    reopening.want(db.session.scalars(held).all(), Because.DUE)
