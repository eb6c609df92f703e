"""What the database says is due and no job works on. Reads nothing but the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

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
from webapp.services.actions.notices import callbacks_due, delivering
from webapp.services.agents import summarizing
from webapp.services.agents.model_summaries import asking as model_summaries
from webapp.services.agents.trials import asking
from webapp.services.agents.turns import timer
from webapp.services.batches import lifecycle
from webapp.services.calls import hanging_up, leases, questions, staff_phones
from webapp.services.contacts.imports import store as contact_imports
from webapp.services.contacts.segments import selection_jobs
from webapp.services.inbox.receiving import text_parts, waiting_texts
from webapp.services.inbox.scheduled import scheduled_sending
from webapp.services.media import fetching, recordings
from webapp.services.outbox import abandoned, due
from webapp.services.threads import snoozes
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


def end_lease(call_id: int) -> None:
    """A call whose end was never told takes no slot any more."""
    leases.end(call_id)


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


def _answers() -> Sequence[int]:
    """Conversations that an ordinary worker thinks about, or leaves to staff."""
    waiting = timer.due()
    return (*waiting.thinking, *waiting.late)


def _notices() -> Sequence[int]:
    """Callbacks whose time has come, of which staff are told, and notices that were not delivered yet."""
    return (*callbacks_due.due(), *delivering.due())


def _calls_to_look_after() -> Sequence[object]:
    """Calls that fell silent, those that must not ring any more, and those that last too long."""
    return (*leases.silent(), *hanging_up.unwanted(), *hanging_up.overlong())


FOR_EACH: Mapping[queue.Job, Callable[[], Sequence[int]]] = {
    queue.START_BATCH: _due_starts,
    queue.SEND_SCHEDULED: scheduled_sending.due,
    queue.IMPORT: lambda: background_work.due(Batch.reading),
    queue.CHECK: lambda: background_work.due(Batch.checking),
    queue.IMPORT_OPT_OUTS: lambda: background_work.due(OptOutImport.reading),
    queue.IMPORT_CONTACTS: contact_imports.due,
    queue.PUT_SELECTED: selection_jobs.due,
    queue.END_UNSENT_ROWS: _with_unsent_rows,
    queue.FETCH_MEDIA: fetching.due,
    queue.FETCH_RECORDING: recordings.due,
    queue.HANG_UP: hanging_up.due,
    queue.SEE_TO_STAFF: staff_phones.due,
    queue.CARRY_OUT_TASK: carrying_out.due,
    queue.ASK_MODEL: lambda: timer.due().for_model,
    queue.TRY_OUT: asking.due,
    queue.ASK_IN_CALL: questions.due,
    queue.SUM_UP: model_summaries.due,
}
"""Jobs that are enqueued for each row, with what tells the ids of those that are due."""
FOR_ALL: Mapping[queue.Job, Callable[[], Sequence[object]]] = {
    queue.ACT_ON_SIGNALS: hooks.due,
    queue.RUN_WORKFLOWS: advancing.due,
    queue.START_ON_TIME: clock.due,
    queue.START_MANY: many.due,
    queue.END_RUNS: acting.ending_now,
    queue.END_SNOOZES: snoozes.due,
    queue.SEND_NOTICES: _notices,
    queue.THINK: _answers,
    queue.LOOK_AFTER_CALLS: _calls_to_look_after,
    queue.DISPATCH: due.senders,
    queue.SUMMARIZE: lambda: summarizing.due(1),
}
"""Jobs that are enqueued once, with what tells whether there is anything for them."""


def look() -> dict[queue.Job, Sequence[Any]]:
    """What is due now, by the job that sees to it. Reads only."""
    return {job: found() for job, found in (*FOR_EACH.items(), *FOR_ALL.items())}


def rehearse() -> None:
    """All that a sweep asks for when there is nothing to do, without doing anything: see jobs/worker."""
    abandoned.found()
    leases.over()
    leases.legs_over()
    look()
    _running()
    waiting_texts.adoptable()
    text_parts.due()


def wake_what_is_due() -> Sequence[int]:
    """Enqueue (after the commit) a job for everything that waits. Returns the batches that run."""
    for job, found in look().items():
        if job in FOR_EACH:
            for row_id in found:
                queue.later(job, row_id)
        elif found:
            queue.later(job)
    return _running()


def finish(batch_ids: Sequence[int]) -> None:
    """Those of them in which no one waits and nothing is on its way are finished."""
    for batch_id in batch_ids:
        lifecycle.finish_if_done(batch_id)


def _running() -> Sequence[int]:
    """In the order in which they are locked, see services/row_locks."""
    running = select(Batch.id).where(Batch.state == BatchState.RUNNING)
    return db.session.scalars(running.order_by(Batch.id)).all()
