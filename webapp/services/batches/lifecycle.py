"""The life of a batch: start, pause, resume, cancel, finish."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, or_, select, update
from sqlalchemy.orm import joinedload

from webapp import queue
from webapp.bulk import execute_core
from webapp.channels import registry as channels
from webapp.db import db, now
from webapp.errors import Conflict, NotFound
from webapp.models.batch import Batch, BatchState
from webapp.models.demo_row import DemoRow
from webapp.models.recipient import GOING_ON, RecipientStatus
from webapp.models.tally import BatchTally
from webapp.services import events
from webapp.services.batches import approval, ready
from webapp.services.recipients import moving

LATE = timedelta(hours=1)
"""A batch that was due longer ago than this, because nothing was running, waits for a person."""
MISSED = (
    "Outbound was not running when this batch was due, more than an hour ago. "
    "Start it if it should still go out."
)
MADE_UP = "This batch is made up, by `./outbound demo`: it does not start by itself."
FAULTY_ROW = "faulty row"
"""Why someone is skipped whose row was still to be fixed when the batch was started."""
FAILURES_IN_ROW = 50
BEFORE = (BatchState.DRAFT, BatchState.PENDING, BatchState.SCHEDULED)
"""Nothing has been sent yet, nor was anybody told to send."""
THIS = Batch.id == bindparam("batch")
FORGET = update(Batch).where(THIS, Batch.failures_in_row > 0).values(failures_in_row=0)
DONE = select(Batch.id).where(
    THIS,
    Batch.state == BatchState.RUNNING,
    ~exists().where(
        BatchTally.batch_id == Batch.id,
        BatchTally.status.in_(GOING_ON),
        BatchTally.count > 0,
    ),
)


def get(batch_id: int, lock: bool = False) -> Batch:
    """The batch; locked for the rest of the transaction if asked, else with its number and author.

    Raises NotFound.
    """
    query = select(Batch).where(Batch.id == batch_id).execution_options(populate_existing=True)
    whole = (joinedload(Batch.number), joinedload(Batch.author))
    query = query.with_for_update(key_share=True) if lock else query.options(*whole)
    batch = db.session.scalars(query).one_or_none()
    if batch is None:
        raise NotFound("This batch does not exist any more.")
    return batch


def start(batch: Batch, user_id: int | None = None) -> None:
    """Send from now on, or ask for the approval of that. Rows that were found faulty are skipped."""
    _must(batch, *BEFORE)
    if batch.state != BatchState.SCHEDULED:
        ready.must_be_ready(batch)
    if approval.withhold(batch, None, user_id):
        return
    batch.transition_to(BatchState.RUNNING)
    batch.started_at = now()
    approval.set_reach_limit(batch)
    batch.failures_in_row = 0
    events.note("batch.started", user_id=user_id, batch_id=batch.id)
    queue.later(queue.END_UNSENT_ROWS, batch.id)
    queue.later(queue.DISPATCH)
    finish_if_done(batch.id)


def schedule(batch: Batch, at: datetime, user_id: int) -> None:
    """Start by itself at a moment (UTC): rq-scheduler wakes it, the sweep catches what that lost.

    Or ask for the approval of that.
    """
    _must(batch, *BEFORE)
    if batch.state != BatchState.SCHEDULED:
        ready.must_be_ready(batch)
    if approval.withhold(batch, at, user_id):
        return
    if batch.state != BatchState.SCHEDULED:
        batch.transition_to(BatchState.SCHEDULED)
    batch.scheduled_at = at
    batch.revision += 1
    events.note("batch.scheduled", user_id=user_id, batch_id=batch.id, at=at.isoformat())
    queue.later(queue.START_BATCH, batch.id, at=at)


def unschedule(batch: Batch, user_id: int) -> None:
    """Back to a draft that no one starts."""
    _must(batch, BatchState.SCHEDULED)
    batch.transition_to(BatchState.DRAFT)
    batch.scheduled_at, batch.local_at = None, ""
    approval.withdraw(batch)
    events.note("batch.unscheduled", user_id=user_id, batch_id=batch.id)


def start_due(batch: Batch) -> None:
    """Start a scheduled batch whose time has come; one that was missed by far waits for a person."""
    if batch.state != BatchState.SCHEDULED or batch.scheduled_at is None or batch.scheduled_at > now():
        return
    if approval.withhold(batch, None, None):
        return
    if _is_made_up(batch):
        wait_for_person(batch, MADE_UP)
        events.note("batch.paused", batch_id=batch.id, reason=MADE_UP)
        return
    if now() - batch.scheduled_at > LATE:
        wait_for_person(batch, MISSED)
        events.note("batch.missed", batch_id=batch.id)
        return
    start(batch)


def _is_made_up(batch: Batch) -> bool:
    made = db.session.get(DemoRow, (Batch.__tablename__, batch.id))
    return made is not None and made.made_at == batch.created_at


def wait_for_person(batch: Batch, reason: str) -> None:
    """One that was scheduled does not start by itself any more."""
    batch.transition_to(BatchState.PAUSED)
    batch.started_at = now()
    approval.set_reach_limit(batch)
    batch.pause_reason = reason


def pause(batch: Batch, reason: str, user_id: int | None = None) -> None:
    """Send nothing more until someone resumes. What is on its way to the carrier goes on.

    Raises Conflict to `user_id` when it is over, or has not begun.
    """
    if user_id is not None:
        _must(batch, BatchState.RUNNING, BatchState.PAUSED)
    if batch.state != BatchState.RUNNING:
        return
    batch.transition_to(BatchState.PAUSED)
    batch.pause_reason = reason
    events.note("batch.paused", user_id=user_id, batch_id=batch.id, reason=reason)


def resume(batch: Batch, user_id: int) -> None:
    """Go on sending."""
    _must(batch, BatchState.PAUSED)
    approval.must_cover_resuming(batch)
    batch.transition_to(BatchState.RUNNING)
    batch.pause_reason = ""
    batch.failures_in_row = 0
    events.note("batch.resumed", user_id=user_id, batch_id=batch.id)
    queue.later(queue.END_UNSENT_ROWS, batch.id)
    queue.later(queue.DISPATCH)
    finish_if_done(batch.id)


def cancel(batch: Batch, user_id: int, *, lets_ring: bool = False) -> None:
    """Send nothing more, ever. What was sent stays sent; a call that only rings is ended by a job, unless
    it is to ring on."""
    _must(batch, BatchState.SCHEDULED, BatchState.RUNNING, BatchState.PAUSED)
    batch.transition_to(BatchState.CANCELED)
    batch.lets_ring = lets_ring
    batch.finished_at = now()
    batch.pause_reason = ""
    events.note("batch.canceled", user_id=user_id, batch_id=batch.id)
    queue.later(queue.END_UNSENT_ROWS, batch.id)
    if channels.of(batch.channel).lasts:
        queue.later(queue.LOOK_AFTER_CALLS)


def end_unsent_rows(batch_id: int) -> None:
    """Give an end to the rows that will never be sent.

    Faulty rows of a batch that was started are skipped; waiting rows of one that was canceled are canceled.
    """
    batch = get(batch_id, lock=True)
    if batch.state in BEFORE:
        return
    moving.move_all(batch_id, RecipientStatus.FAULTY, RecipientStatus.SKIPPED, skip_reason=FAULTY_ROW)
    if batch.state == BatchState.CANCELED:
        for status in (RecipientStatus.QUEUED, RecipientStatus.WAITING):
            moving.move_all(batch_id, status, RecipientStatus.CANCELED)


def finish_if_done(batch_id: int) -> None:
    """A running batch in which no one waits and nothing is on its way is finished."""
    if execute_core(DONE, {"batch": batch_id}).first() is None:
        return
    batch = get(batch_id, lock=True)
    still_done = execute_core(DONE, {"batch": batch_id}).first() is not None
    if still_done:  # no one was queued while we waited for its lock
        batch.transition_to(BatchState.FINISHED)
        batch.finished_at = now()
        events.note("batch.finished", batch_id=batch_id)


def wake(batch_id: int, until: datetime) -> None:
    """Look at those of a batch who wait at that moment (UTC), unless that is done earlier anyway."""
    sooner = or_(Batch.wakes_at.is_(None), Batch.wakes_at > until)
    changed = update(Batch).where(Batch.id == batch_id, sooner).values(wakes_at=until)
    if db.session.execute(changed.returning(Batch.id)).first() is not None:
        queue.later(queue.DISPATCH, at=until)


def count_failures(batch_id: int, failures: int, reason: str) -> None:
    """`failures` more messages failed in a row; too many pause the batch."""
    batch = get(batch_id, lock=True)
    batch.failures_in_row += failures
    if batch.failures_in_row >= FAILURES_IN_ROW:
        said = channels.of(batch.channel).words.failures
        pause(batch, f"{batch.failures_in_row} {said}. The last one: {reason}")


def forget_failures(batch_id: int) -> None:
    """One arrived: the row of failures is broken."""
    execute_core(FORGET, {"batch": batch_id})


def _must(batch: Batch, *allowed: BatchState) -> None:
    if batch.state not in allowed:
        raise Conflict(f"This batch is {batch.state} by now; look again.")
