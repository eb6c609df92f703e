"""Notices to the team, in the app: what a workflow wants them to know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from webapp.db import db, now
from webapp.models.notice import Notice
from webapp.models.source import LONGEST_NAME, Source
from webapp.models.user import User

AT_ONCE = 50


def add(
    text: str,
    by: Source,
    user_id: int | None = None,
    contact_id: int | None = None,
    thread_id: int | None = None,
) -> Notice:
    """`user_id`: to whom; None: to everyone. `contact_id`, `thread_id`: whom it is about."""
    notice = Notice(
        text=text, user_id=user_id, contact_id=contact_id, thread_id=thread_id,
        source=by.kind, source_name=by.name[:LONGEST_NAME], source_id=by.id,
    )  # fmt: skip
    db.session.add(notice)
    db.session.flush()
    return notice


def unseen(user_id: int) -> Sequence[Notice]:
    """What no one has read yet of what was said to them, or to everyone; the newest first."""
    theirs = or_(Notice.user_id == user_id, Notice.user_id.is_(None))
    query = select(Notice).where(Notice.seen_at.is_(None), theirs).order_by(Notice.id.desc())
    return db.session.scalars(query.limit(AT_ONCE)).all()


def seen(notice_id: int, by: User, at: datetime | None = None) -> None:
    """Someone has read it: those of everyone are gone for all."""
    theirs = or_(Notice.user_id == by.id, Notice.user_id.is_(None))
    read = update(Notice).where(Notice.id == notice_id, theirs, Notice.seen_at.is_(None))
    db.session.execute(read.values(seen_at=at or now(), seen_by=by.id))
