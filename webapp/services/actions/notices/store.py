"""Notices to the team, in the app: what a workflow wants them to know, and what was handed off.

Each goes by mail to those who want that, and to the team's chat where that is asked for; see `delivering`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, literal, or_, select, update
from sqlalchemy.orm import joinedload

from webapp import queue
from webapp.bulk import in_param
from webapp.db import UNTRACKED, db, insert, now
from webapp.models.notice import DeliveryState, Notice, NoticeDelivery, NoticeRead, Way
from webapp.models.source import LONGEST_NAME, Source
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules.phones import phone
from webapp.services import paging
from webapp.services.actions.notices import ways
from webapp.services.paging import Page
from webapp.services.team import duty

PAGE = 50
MOST_COUNTED = 99


def add(
    text: str,
    by: Source,
    user_id: int | None = None,
    contact_id: int | None = None,
    thread_id: int | None = None,
    *,
    run_id: int | None = None,
    chat: bool = False,
) -> Notice:
    """`user_id`: to whom; None: to everyone. `contact_id`, `thread_id`, `run_id`: what it is about.

    `chat`: post it to the team's chat, too.
    """
    notice = Notice(
        text=text, user_id=user_id, contact_id=contact_id, thread_id=thread_id, run_id=run_id,
        source=by.kind, source_name=by.name[:LONGEST_NAME], source_id=by.id,
    )  # fmt: skip
    db.session.add(notice)
    db.session.flush()
    _deliver(notice, chat)
    return notice


def handed_off(thread: Thread, reason: str, by: Source) -> None:
    """Tell those who are on duty, each of them; the whole team where no one is."""
    who = thread.contact.name or phone.pretty(thread.contact.phone)
    text = f"{who} was handed off to staff. {reason}".strip()
    there: list[int | None] = [one.user_id for one in duty.on_duty()]
    for user_id in there or [None]:
        add(text, by, user_id, thread.contact_id, thread.id)


def _deliver(notice: Notice, chat: bool) -> None:
    deliveries = [NoticeDelivery(notice_id=notice.id, way=Way.CHAT)] if chat else []
    if ways.has_mail():
        deliveries += [
            NoticeDelivery(notice_id=notice.id, way=Way.MAIL, user_id=one) for one in _by_mail(notice)
        ]
    db.session.add_all(deliveries)
    if deliveries:
        db.session.flush()
        queue.later(queue.SEND_NOTICES)


def _by_mail(notice: Notice) -> Sequence[int]:
    """Those to whom it is, and who want notices by mail."""
    wanted = select(User.id).where(User.notices_by_mail, User.deactivated_at.is_(None))
    if notice.user_id is not None:
        wanted = wanted.where(User.id == notice.user_id)
    return db.session.scalars(wanted.order_by(User.id)).all()


def page(user_id: int, before: int | None = None) -> Page[Notice]:
    """What was said to them, or to everyone; the newest first."""
    query = (
        select(Notice).where(_theirs(user_id)).options(joinedload(Notice.contact), joinedload(Notice.reader))
    )
    return paging.newest(query, Notice.id, before, PAGE)


def unseen(by: User) -> int:
    """How many they have not read yet, up to one more than are counted."""
    some = select(Notice.id).where(_theirs(by.id), _new_to(by)).limit(MOST_COUNTED + 1)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def new(by: User, notices: Iterable[Notice]) -> set[int]:
    """The ids of those of them that they have not read yet."""
    query = select(Notice.id).where(in_param(Notice.id, "ids"), _new_to(by))
    return set(db.session.scalars(query, {"ids": [notice.id for notice in notices]}))


def _new_to(by: User) -> ColumnElement[bool]:
    read = exists().where(NoticeRead.user_id == by.id, NoticeRead.notice_id == Notice.id)
    return and_(Notice.seen_at.is_(None), Notice.id > by.notices_read_to, ~read)


def seen(notice_id: int, by: User, at: datetime | None = None) -> None:
    """They have read it. One that is to everyone stays new to the others."""
    own = update(Notice).where(Notice.id == notice_id, Notice.user_id == by.id, Notice.seen_at.is_(None))
    db.session.execute(own.values(seen_at=at or now(), seen_by=by.id), execution_options=UNTRACKED)
    of_all = select(literal(by.id), Notice.id).where(Notice.id == notice_id, Notice.user_id.is_(None))
    written = insert(NoticeRead).from_select(["user_id", "notice_id"], of_all.where(_new_to(by)))
    db.session.execute(written.on_conflict_do_nothing())


def seen_all(by: User, up_to: int) -> None:
    """They have read all that were said to them, up to one that they have before them."""
    latest = db.session.scalar(select(func.max(Notice.id))) or 0
    by.notices_read_to = max(by.notices_read_to, min(up_to, latest))
    gone = delete(NoticeRead).where(NoticeRead.user_id == by.id, NoticeRead.notice_id <= by.notices_read_to)
    db.session.execute(gone, execution_options=UNTRACKED)


def _theirs(user_id: int) -> ColumnElement[bool]:
    return or_(Notice.user_id == user_id, Notice.user_id.is_(None))


def failures(notices: Iterable[Notice]) -> Mapping[int, Sequence[NoticeDelivery]]:
    """Mails and posts to the chat that failed, or are tried again, by notice."""
    troubled = (NoticeDelivery.state != DeliveryState.SENT, NoticeDelivery.reason != "")
    query = select(NoticeDelivery).where(in_param(NoticeDelivery.notice_id, "ids"), *troubled)
    query = query.options(joinedload(NoticeDelivery.user)).order_by(NoticeDelivery.id)
    found: dict[int, list[NoticeDelivery]] = {}
    for one in db.session.scalars(query, {"ids": [notice.id for notice in notices]}):
        found.setdefault(one.notice_id, []).append(one)
    return found
