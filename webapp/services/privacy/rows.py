"""Rows of lists that lose what they say of a person; that there was a row, and what became of it, stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, delete, exists, func, or_, select, update

from webapp.bulk import in_param
from webapp.db import UNTRACKED, db, only_reading
from webapp.errors import Conflict
from webapp.models.batch import OVER, Batch, BatchState
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.work import Work
from webapp.services import row_locks, uploads
from webapp.services.batches import drafts, lifecycle
from webapp.services.batches.rows import row_editing
from webapp.services.intake import choices
from webapp.services.recipients import moving, tallies

ERASED = "erased"
BUSY = (Work.WAITING, Work.RUNNING)
ROWS_AT_ONCE = 5000


def lock(ids: Iterable[int]) -> Sequence[Any]:
    """The rows, which no one else moves from now on. Raises Conflict while one is being sent."""
    query = select(Recipient.id, Recipient.batch_id, Recipient.status).where(in_param(Recipient.id, "ids"))
    query, these = query.order_by(Recipient.id), {"ids": list(ids)}
    row_locks.batches(row.batch_id for row in db.session.execute(query, these))
    found = db.session.execute(query, these).all()
    if any(row.status == RecipientStatus.SENDING for row in found):
        raise on_its_way()
    return found


def on_its_way() -> Conflict:
    """A message has been handed to the carrier, who has not answered yet."""
    return Conflict("A message to them is on its way to the carrier at this moment. Try again in a minute.")


def erase(found: Sequence[Any]) -> int:
    """Empty rows that are locked; those of batches that were not started are dropped. Returns how many."""
    by_batch: dict[int, list[Any]] = {}
    for row in found:
        by_batch.setdefault(row.batch_id, []).append(row)
    for batch_id, own in sorted(by_batch.items()):
        batch = lifecycle.get(batch_id, lock=True)
        row_editing.forget(batch)
        if batch.state in lifecycle.BEFORE:
            _drop(batch, own)
        else:
            _empty(own)
            tallies.touch([batch_id])  # a page that is open shows them no longer
    return len(found)


def forget_files(batch_ids: Iterable[int], says: Callable[[Iterable[str]], bool]) -> int:
    """Drop the files that these batches' lists came from, and those of which not all was read: lists that no
    one could read, workbooks with other sheets, or with hidden rows or columns that were left out, and those
    in whose rows someone has typed something else in the place of what `says` them.

    A file is whole: no one can take one person out of it. Returns how many. To read a list again it has to be
    uploaded again.
    """
    theirs = {*batch_ids}
    replaced = cast(Batch.answers, Text).contains(f'"{row_editing.REPLACED}"')
    kept = db.session.scalars(select(Batch).where(or_(Batch.upload_id.is_not(None), replaced))).all()
    edited = [one for one in kept if (cells := row_editing.replaced(one)) is None or says(cells)]
    for one in edited:
        row_editing.forget(one)
    theirs |= {one.id for one in edited}
    found = {one.upload_id for one in kept if one.id in theirs or _holds_more(one)} - {None}
    for upload_id in sorted(one for one in found if one):
        uploads.remove(upload_id)
    return len(found)


def edits(before: datetime) -> Iterator[int]:
    """What was typed into rows of batches that were over by then, and whose files are gone; yields whenever a
    commit is due."""
    over = (Batch.state.in_(OVER), Batch.finished_at < before, Batch.upload_id.is_(None))
    kept = or_(*(cast(Batch.answers, Text).contains(f'"{key}"') for key in row_editing.OF_ROWS))
    with only_reading() as connection:
        batches = list(connection.scalars(select(Batch.id).where(*over, kept).order_by(Batch.id)))
    for batch_id in batches:
        row_editing.forget(lifecycle.get(batch_id, lock=True))
        yield 1


def of_drafts(before: datetime) -> Iterator[int]:
    """The lists of drafts on which no one has worked since; yields whenever a commit is due."""
    with only_reading() as connection:
        ids = select(Batch.id).where(*_left(before), exists().where(Recipient.batch_id == Batch.id))
        batches = list(connection.scalars(ids.order_by(Batch.id)))
    for batch_id in batches:
        dropped = 1
        while dropped and (batch := _held_draft(batch_id, before)) is not None:
            drafts.forget_list(batch)
            some = select(Recipient.id).where(Recipient.batch_id == batch_id).limit(ROWS_AT_ONCE)
            rows = delete(Recipient).where(Recipient.id.in_(some))
            dropped = db.session.connection().execute(rows).rowcount
            yield dropped


def _left(before: datetime) -> tuple[ColumnElement[bool], ...]:
    idle = (Batch.reading.not_in(BUSY), Batch.checking.not_in(BUSY))
    return (Batch.state == BatchState.DRAFT, func.coalesce(Batch.worked_at, Batch.created_at) < before, *idle)


def _held_draft(batch_id: int, before: datetime) -> Batch | None:
    """Locked; None when someone has taken it up meanwhile."""
    query = select(Batch).where(Batch.id == batch_id, *_left(before)).with_for_update()
    return db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def _holds_more(one: Batch) -> bool:
    """Whether a batch's file may say of someone what its rows do not."""
    unread = one.reading == Work.FAILED or one.phone_column is None
    return (unread and one.reading != Work.NONE) or choices.offers_rows(one)


def must_not_be_read_now() -> None:
    """Raises Conflict while a list is being read: no one knows yet who is in it."""
    reading = Batch.reading.in_(BUSY)
    busy = db.session.scalars(select(Batch.name).where(Batch.state == BatchState.DRAFT, reading)).first()
    if busy is not None:
        raise Conflict(f"The list of “{busy}” is being read and may hold them. Try again when it is read.")


def _drop(batch: Batch, own: Sequence[Any]) -> None:
    db.session.execute(
        delete(Recipient).where(in_param(Recipient.id, "ids")), {"ids": [row.id for row in own]}
    )
    tallies.touch([batch.id])
    for status, count in sorted(Counter(row.status for row in own).items()):
        tallies.add(batch.id, status, -count)
    if batch.state == BatchState.DRAFT:
        drafts.check_again(batch)


def _empty(own: Sequence[Any]) -> None:
    """Skip their recipients that still wait, so that the batch can finish."""
    for status in (RecipientStatus.QUEUED, RecipientStatus.WAITING):
        ids = [row.id for row in own if row.status == status]
        moving.move(ids, status, RecipientStatus.SKIPPED, skip_reason=ERASED)
    emptied = update(Recipient).where(in_param(Recipient.id, "ids"))
    values: dict[str, Any] = {"phone": None, "cells": [], "faults": None, "reason": ""}
    db.session.execute(
        emptied.values(values),
        {"ids": [row.id for row in own]},
        execution_options=UNTRACKED,
    )
