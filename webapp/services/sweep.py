"""What the database says is due and no job works on. Reads nothing but the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import or_, select

from webapp import queue
from webapp.db import db, now
from webapp.models import statuses
from webapp.models.batch import Batch, BatchState
from webapp.models.opt_out_import import OptOutImport
from webapp.models.recipient import RecipientStatus
from webapp.models.statuses import Phase
from webapp.models.tally import BatchTally
from webapp.services import background_work, hooks
from webapp.services.actions import carrying_out
from webapp.services.actions.notices import delivering
from webapp.services.agents import summarizing, timer
from webapp.services.agents.trials import asking
from webapp.services.batches import lifecycle
from webapp.services.calls import hanging_up, leases, questions, staff_phones
from webapp.services.calls.leg_state import Silent
from webapp.services.contacts.segments import selection_jobs
from webapp.services.inbox import waiting_texts
from webapp.services.media import fetching, recordings
from webapp.services.outbox import abandoned, due
from webapp.services.outbox.claimed_entry import Sender
from webapp.services.workflows.clock import due as clock
from webapp.services.workflows.many import running as many
from webapp.services.workflows.running import acting, advancing

UNSENT = statuses.in_phase(RecipientStatus, Phase.WAITING)


def give_up_abandoned(only: int | None = None) -> None:
    """Messages of workers that died become `unknown`. `only`: the one with this id."""
    abandoned.give_up(only)


def read_waiting_texts(only: int | None = None) -> None:
    """Those whose numbers have been added since they came. `only`: the one with this id."""
    waiting_texts.adopt(only)


def end_leases(only: int | None = None) -> None:
    """Calls whose end was never told take no slot any more. `only`: the one with this id."""
    leases.end(only)


class Due(NamedTuple):
    """What is due: ids by kind of work, and the numbers that have something to send."""

    starts: Sequence[int]
    unread: Sequence[int]
    unchecked: Sequence[int]
    unimported: Sequence[int]
    unselected: Sequence[int]
    with_unsent_rows: Sequence[int]
    media: Sequence[int]
    recordings: Sequence[int]
    silent: Sequence[Silent]
    unwanted: Sequence[int]
    hang_ups: Sequence[int]
    staff: Sequence[int]
    signals: Sequence[int]
    tasks: Sequence[int]
    runs: Sequence[int]
    starts_on_time: Sequence[int]
    starts_of_many: Sequence[int]
    ends_of_many: Sequence[int]
    notices: Sequence[int]
    answers: Sequence[int]
    model_answers: Sequence[int]
    unsummarized: Sequence[int]
    trials: Sequence[int]
    asked_in_calls: Sequence[int]
    running: Sequence[int]
    numbers: Sequence[Sender]


def look() -> Due:
    """What is due now. Reads only."""
    waiting = timer.due()
    return Due(
        starts=_due_starts(),
        unread=background_work.due(Batch.reading),
        unchecked=background_work.due(Batch.checking),
        unimported=background_work.due(OptOutImport.reading),
        unselected=selection_jobs.due(),
        with_unsent_rows=_with_unsent_rows(),
        media=fetching.due(),
        recordings=recordings.due(),
        silent=leases.silent(),
        unwanted=hanging_up.unwanted(),
        hang_ups=hanging_up.due(),
        staff=staff_phones.due(),
        signals=hooks.due(),
        tasks=carrying_out.due(),
        runs=advancing.due(),
        starts_on_time=clock.due(),
        starts_of_many=many.due(),
        ends_of_many=acting.ending_now(),
        notices=delivering.due(),
        answers=(*waiting.thinking, *waiting.late),
        model_answers=waiting.for_model,
        unsummarized=summarizing.due(1),
        trials=asking.due(),
        asked_in_calls=questions.due(),
        running=_running(),
        numbers=due.senders(),
    )


def rehearse() -> None:
    """All that a sweep asks for when there is nothing to do, without doing anything: see jobs/worker."""
    abandoned.found()
    leases.over()
    leases.legs_over()
    look()
    waiting_texts.adoptable()


def wake_what_is_due() -> Sequence[int]:
    """Enqueue (after the commit) a job for everything that waits. Returns the batches that run."""
    due = look()
    for job, ids in (
        (queue.START_BATCH, due.starts),
        (queue.IMPORT, due.unread),
        (queue.CHECK, due.unchecked),
        (queue.IMPORT_OPT_OUTS, due.unimported),
        (queue.PUT_SELECTED, due.unselected),
        (queue.END_UNSENT_ROWS, due.with_unsent_rows),
        (queue.FETCH_MEDIA, due.media),
        (queue.FETCH_RECORDING, due.recordings),
        (queue.HANG_UP, due.hang_ups),
        (queue.SEE_TO_STAFF, due.staff),
        (queue.CARRY_OUT_TASK, due.tasks),
        (queue.ASK_MODEL, due.model_answers),
        (queue.TRY_OUT, due.trials),
        (queue.ASK_IN_CALL, due.asked_in_calls),
    ):
        for row_id in ids:
            queue.later(job, row_id)
    for job, waits in (
        (queue.ACT_ON_SIGNALS, due.signals),
        (queue.RUN_WORKFLOWS, due.runs),
        (queue.START_ON_TIME, due.starts_on_time),
        (queue.START_MANY, due.starts_of_many),
        (queue.END_RUNS, due.ends_of_many),
        (queue.SEND_NOTICES, due.notices),
        (queue.THINK, due.answers),
        (queue.LOOK_AFTER_CALLS, (*due.silent, *due.unwanted)),
        (queue.DISPATCH, due.numbers),
        (queue.SUMMARIZE, due.unsummarized),
    ):
        if waits:
            queue.later(job)
    return due.running


def finish(batch_ids: Sequence[int]) -> None:
    """Those of them in which no one waits and nothing is on its way are finished."""
    for batch_id in batch_ids:
        lifecycle.finish_if_done(batch_id)


def _running() -> Sequence[int]:
    """In the order in which they are locked, see services/row_locks."""
    running = select(Batch.id).where(Batch.state == BatchState.RUNNING)
    return db.session.scalars(running.order_by(Batch.id)).all()


def _due_starts() -> list[int]:
    due = (Batch.state == BatchState.SCHEDULED, Batch.scheduled_at <= now())
    return list(db.session.scalars(select(Batch.id).where(*due)))


def _with_unsent_rows() -> list[int]:
    """Canceled batches with rows that still wait, and started ones with rows that are only faulty."""
    waiting = (Batch.state == BatchState.CANCELED) & (BatchTally.status.in_(UNSENT))
    started = Batch.state.not_in(lifecycle.BEFORE)
    faulty = started & (BatchTally.status == RecipientStatus.FAULTY)
    query = select(Batch.id).join(BatchTally, BatchTally.batch_id == Batch.id)
    return list(db.session.scalars(query.where(BatchTally.count > 0, or_(waiting, faulty)).distinct()))
