"""Looking at batches and their recipients. Every list is paged by key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, Row, Select, bindparam, case, func, or_, select, union_all
from sqlalchemy.orm import aliased

from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import db, inline_literal
from webapp.models.batch import Batch
from webapp.models.entry import Entry
from webapp.models.event import Event
from webapp.models.recipient import FAILURES, Recipient, RecipientStatus
from webapp.models.tally import BatchTally
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services import paging
from webapp.services.batches.rows import siblings
from webapp.services.paging import Page
from webapp.services.recipients import tallies

PAGE = 50
MOST_TO_CHOOSE_FROM = 500
FAILED = str(RecipientStatus.FAILED)
"""As a filter: be it failed, rejected or undelivered."""


def latest() -> Sequence[Row[int, str, datetime]]:
    """The newest batches, archived or not: id, name, and when each was made."""
    query = select(Batch.id, Batch.name, Batch.created_at).order_by(Batch.id.desc())
    return db.session.execute(query.limit(MOST_TO_CHOOSE_FROM)).all()


def counts_of(batch_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """The tallies of several batches at once."""
    found: dict[int, dict[str, int]] = {batch_id: {} for batch_id in batch_ids}
    rows = db.session.scalars(select(BatchTally).where(BatchTally.batch_id.in_(batch_ids)))
    for row in rows:
        found[row.batch_id][row.status] = row.count
    return found


def recipients(
    batch_id: int,
    status: str | None = None,
    after: int = 0,
    kind: ReplyKind | None = None,
    failures: tuple[str, ...] = FAILURES,
) -> Page[Recipient]:
    """In the order of the list; `status` is a status, "replied", "opted_out", or "failed" for all of
    `failures`; `after` is the last row number seen. With a `kind`, those alone who replied so."""
    query = _page_of(failures if status == FAILED else (status,)) if kind is None else _page_of_kind()
    rows = db.session.scalars(query, {"batch": batch_id, "after": after, "kind": kind}).all()
    return paging.page(rows, PAGE, "row_no")


@cached_statement
def _page_of(statuses: tuple[str | None, ...]) -> Select[Recipient]:
    """The recipients of `batch` with one of these, after row `after`; None is any.

    Each status by its index: of several in one condition, PostgreSQL reads one to its end and sorts it, or
    looks at every row.
    """
    parts = [_of(bindparam("batch"), one).where(Recipient.row_no > bindparam("after")) for one in statuses]
    first = [part.order_by(Recipient.row_no).limit(PAGE + 1).subquery() for part in parts]
    found = aliased(Recipient, union_all(*map(select, first)).subquery())
    return select(found).order_by(found.row_no).limit(PAGE + 1)


@cached_statement
def _page_of_kind() -> Select[Recipient]:
    """The recipients of `batch` whose reply is of a `kind`, after row `after`."""
    of_kind = (Recipient.batch_id == bindparam("batch"), Recipient.reply_kind == bindparam("kind"))
    later = Recipient.row_no > bindparam("after")
    return select(Recipient).where(*of_kind, later).order_by(Recipient.row_no).limit(PAGE + 1)


def _of(batch_id: int | BindParameter[int], status: str | None) -> Select[Recipient]:
    query = select(Recipient).where(Recipient.batch_id == batch_id)
    if status == tallies.REPLIED:
        return query.where(Recipient.replied_at.is_not(None), Recipient.opted_out_at.is_(None))
    if status == tallies.OPTED_OUT:
        return query.where(Recipient.opted_out_at.is_not(None))
    return query.where(Recipient.status == status) if status else query


def threads_of(recipient_ids: Sequence[int]) -> dict[int, int]:
    """The thread in which each recipient got its latest message: looked up one by one, in one statement."""
    rows = execute_core(_threads(), {"recipients": recipient_ids})
    return {row.id: row.thread for row in rows if row.thread}


@cached_statement
def _threads() -> Select[int, int]:
    latest = select(Entry.thread_id).where(Entry.recipient_id == Recipient.id)
    thread = latest.order_by(Entry.id.desc()).limit(1).scalar_subquery().label("thread")
    return select(Recipient.id, thread).where(in_param(Recipient.id, "recipients"))


def recipient(batch_id: int, row_no: int) -> Recipient | None:
    """The recipient in one row of the list."""
    where = (Recipient.batch_id == batch_id, Recipient.row_no == row_no)
    return db.session.scalars(select(Recipient).where(*where)).one_or_none()


def sample(batch_id: int, at: int = 0) -> Recipient | None:
    """The row number `at` or the next that has a phone; without a number, the first that will be sent, if
    there is one: to show what it would get."""
    to_be_sent = [] if at else [_of(batch_id, RecipientStatus.QUEUED)]
    for rows in (*to_be_sent, _reachable(batch_id)):
        query = rows.where(Recipient.row_no >= at, Recipient.phone.is_not(None))
        found = db.session.scalars(query.order_by(Recipient.row_no).limit(1)).first()
        if found is not None:
            return found
    return None


def neighbours(batch_id: int, row_no: int, *, all_rows: bool = False) -> tuple[int | None, int | None]:
    """The numbers of the rows before and after one: of those with a phone, or of `all_rows`."""
    found = _of(batch_id, None) if all_rows else _reachable(batch_id)
    rows = found.with_only_columns(Recipient.row_no)
    before = rows.where(Recipient.row_no < row_no).order_by(Recipient.row_no.desc())
    after = rows.where(Recipient.row_no > row_no).order_by(Recipient.row_no)
    return db.session.scalar(before.limit(1)), db.session.scalar(after.limit(1))


def first_rows(batch_id: int, count: int) -> list[tuple[int, list[str]]]:
    """(row number, cells) of the first rows that have a phone."""
    query = _reachable(batch_id).with_only_columns(Recipient.row_no, Recipient.cells)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(Recipient.row_no).limit(count))]


def preview(batch_id: int, count: int) -> Sequence[Recipient]:
    """The first rows of the list, whatever is wrong with them."""
    query = _of(batch_id, None).order_by(Recipient.row_no).limit(count)
    return db.session.scalars(query).all()


def timeline(batch_id: int) -> Sequence[Event]:
    """The latest of what happened to a batch, newest first."""
    query = select(Event).where(Event.batch_id == batch_id).order_by(Event.id.desc())
    return db.session.scalars(query.limit(PAGE)).all()


def _reachable(batch_id: int) -> Select[Recipient]:
    """Those with a phone of their own, or with a message of their own for it."""
    own = or_(Recipient.first_row.is_(None), Recipient.status == RecipientStatus.QUEUED)
    return select(Recipient).where(Recipient.batch_id == batch_id, Recipient.phone.is_not(None), own)


class Later(NamedTuple):
    """Who has been called, and is called again: how many, and the first moment (UTC; None: no one)."""

    people: int
    first: datetime | None


def called_again(batch_id: int) -> Later:
    """Those of a batch who wait for another call."""
    waiting = (Recipient.batch_id == batch_id, Recipient.status == inline_literal("waiting"))
    found = select(func.count(), func.min(Recipient.not_before)).where(*waiting, Recipient.attempt > 0)
    return Later(*db.session.execute(found).one())


def skip_reasons(batch_id: int) -> dict[str, int]:
    """Skipped recipients by reason. “duplicate of row 7” counts as “duplicate in the file”."""
    duplicate = Recipient.skip_reason.startswith("duplicate of row")
    sibling = Recipient.skip_reason.startswith(siblings.ANOTHER)
    known = ((duplicate, "duplicate in the file"), (sibling, "another message for the same phone"))
    reason = case(*known, else_=Recipient.skip_reason).label("skipped_for")
    rows = db.session.execute(
        select(reason, func.count())
        .where(Recipient.batch_id == batch_id, Recipient.status == RecipientStatus.SKIPPED)
        .group_by("skipped_for")
        .order_by("skipped_for")
    )
    return {row[0]: row[1] for row in rows}


def every(batch_id: int, status: str | None = None) -> Iterator[Recipient]:
    """All recipients, in the order of the list, without holding them all in memory."""
    for rows in portions(batch_id, status):
        yield from rows


def portions(batch_id: int, status: str | None = None) -> Iterator[Sequence[Recipient]]:
    """The same, as many at a time as are in memory."""
    after = 0
    while True:
        query = _of(batch_id, status).where(Recipient.row_no > after).order_by(Recipient.row_no)
        rows = db.session.scalars(query.limit(1000)).all()
        if not rows:
            return
        yield rows
        after = rows[-1].row_no
        db.session.expunge_all()
