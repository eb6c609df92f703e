"""Callbacks whose time has come: the team is told, once for each time that was promised.

What stands in `notice` says which were told: a callback that is moved is told of again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, select

from webapp.db import db, now
from webapp.models.callback import Callback
from webapp.models.channel import Channel
from webapp.models.notice import Notice
from webapp.models.source import Source, SourceKind
from webapp.models.user import User
from webapp.rules.phones import phone
from webapp.services.actions.notices import store
from webapp.services.opt_outs import register
from webapp.services.team import duty

NAME = "Callback"
TOO_LATE = timedelta(days=1)
"""What is overdue by so much stands in the list, and is not told of any more."""
AT_ONCE = 100
OPTED_OUT = "{who} was to be called back now, and has opted out. Do not call them: cancel the callback."


def due() -> Sequence[int]:
    """The ids of those of which no one has been told yet."""
    query = select(Callback.id).where(*_due()).order_by(Callback.due_at, Callback.id)
    return db.session.scalars(query.limit(AT_ONCE)).all()


def _due() -> tuple[ColumnElement[bool], ...]:
    of_it = (Notice.thread_id == Callback.thread_id, Notice.source == SourceKind.OUTBOUND)
    told = exists().where(*of_it, Notice.source_id == Callback.id, Notice.at >= Callback.due_at)
    moment = now()
    when = (Callback.due_at <= moment, Callback.due_at > moment - TOO_LATE)
    return (Callback.done_at.is_(None), *when, ~told)


def tell(callback_id: int) -> None:
    """Unless it was done meanwhile, or another process has told of it."""
    held = select(Callback).where(Callback.id == callback_id, *_due()).with_for_update(key_share=True)
    callback = db.session.scalars(held, execution_options={"populate_existing": True}).one_or_none()
    if callback is None:
        return
    contact = callback.thread.contact
    who = contact.name or phone.pretty(contact.phone)
    text = f"{who} is to be called back now. {callback.text}".strip()
    if contact.phone in register.active([contact.phone], Channel.CALL):
        text = OPTED_OUT.format(who=who)
    by = Source(SourceKind.OUTBOUND, NAME, callback.id)
    whom: list[int | None] = [*sorted(_whom(callback))]
    for user_id in whom or [None]:
        store.add(text, by, user_id, contact.id, callback.thread_id)


def _whom(callback: Callback) -> set[int]:
    """Whose conversation it is, and who wanted it; where no person did, those on duty. None: everyone."""
    wanted = {callback.thread.assignee_id, *_wanted_by(callback)}
    query = select(User.id).where(User.id.in_([one for one in wanted if one]), User.deactivated_at.is_(None))
    return set(db.session.scalars(query))


def _wanted_by(callback: Callback) -> Iterator[int | None]:
    if callback.source == SourceKind.PERSON:
        yield callback.source_id
    else:
        yield from (one.user_id for one in duty.on_duty())
