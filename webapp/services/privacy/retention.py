"""Removing what is older than the team keeps it, in small batches, to keep locks short.

Messages, what the carrier told, what rows of lists said, and uploaded files go. Opt-outs and the audit stay,
and so do the statuses and counts of batches. Ids grow with time: the oldest come first, and the first that is
young enough ends the search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, cast, delete, exists, or_, select, update

from webapp.bulk import execute_for, in_param
from webapp.db import db, inline_literal, now, only_reading
from webapp.models import statuses
from webapp.models.agent_turn import AgentTurn
from webapp.models.answering import Answering
from webapp.models.batch import OVER, Batch
from webapp.models.call import Call
from webapp.models.call_question import CallQuestion
from webapp.models.callback import Callback
from webapp.models.entry import Entry
from webapp.models.hold import Hold
from webapp.models.message import MessageState
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.scheduled_text import ScheduledText
from webapp.models.statuses import Phase
from webapp.models.summary_request import SummaryRequest
from webapp.models.task_record import TaskRecord
from webapp.models.thread import Thread
from webapp.models.trial import Trial
from webapp.models.upload import Upload, UploadChunk
from webapp.models.webhook_event import WebhookEvent
from webapp.models.work import Work
from webapp.models.workflow_run import WorkflowRun
from webapp.services import events, receipts, row_locks, settings
from webapp.services.agents import summarizing
from webapp.services.calls import reports
from webapp.services.media import recordings, store
from webapp.services.opt_outs import in_flight
from webapp.services.privacy import imports, rows, scheduled_texts, selections, signals, tasks, workflows
from webapp.services.threads import activity
from webapp.services.workflows import samples

AT_ONCE = 1000
ROWS_AT_ONCE = 5000
CHUNKS_AT_ONCE = 16
"""Of an upload, 1 MiB each."""
WAITS_NO_LONGER = timedelta(days=7)
"""A report of a message, or of a call, that no one knows, because it was removed. The carrier repeats for a
day only."""
KEEPS_TRIALS = timedelta(days=1)
ASKED = (Trial.asked_at, CallQuestion.asked_at)
"""What people tried with agents; what models were asked in calls: the transcript has what was said."""
SAID = (AgentTurn.at, SummaryRequest.asked_at, WebhookEvent.received_at)
"""What agents decided, and models were asked to sum up; webhooks, with their keys: the carrier does not
repeat them so late."""
BUSY = (Work.WAITING, Work.RUNNING)
NEEDED = statuses.in_phase(RecipientStatus, Phase.WAITING, Phase.LEAVING)
CALL: Any = Call.__table__
UNSENT = statuses.in_phase(MessageState, Phase.WAITING, Phase.LEAVING)


def tidy() -> Iterator[int]:
    """Yields how many things were removed whenever a commit is due."""
    yield 0
    for part in parts():
        yield from part


def parts() -> list[Iterator[int]]:
    """The same for each kind of thing on its own: one that raises keeps the others from nothing."""
    messages, files = settings.get("keep_messages_days"), settings.get("keep_uploads_days")
    found = [_reports_of_nothing(now() - WAITS_NO_LONGER)]
    found += [_by_age(moment, now() - KEEPS_TRIALS) for moment in ASKED]
    found.append(workflows.refusals(now() - workflows.REFUSALS))
    found.append(workflows.samples(now() - samples.DAYS))
    found.append(workflows.starts(now() - workflows.REFUSALS))
    found.append(selections.old(now() - workflows.REFUSALS))
    if messages:
        before = now() - timedelta(days=messages)
        found += [_tasks(before), _scheduled(before), _memories(before)]
        found += [_by_age(moment, before) for moment in SAID]
        found += [workflows.runs(before), workflows.notices(before), workflows.entries(before)]
        found += [_messages(before), _rows(before), rows.of_drafts(before), signals.old(before)]
        found.append(imports.forget_rows(before))
    if heard := settings.get("keep_recordings_days"):
        found.append(_recordings(now() - timedelta(days=heard)))
    if files:
        found.append(_files(now() - timedelta(days=files)))
    if messages:  # behind the files, of which they are a part
        found.append(rows.edits(now() - timedelta(days=messages)))
    return found


def _messages(before: datetime) -> Iterator[int]:
    """With handoffs, notes, and calls with all that was said in them."""
    for ids in _old(Entry, Entry.created_at, before):
        yield _remove(ids)


def _recordings(before: datetime) -> Iterator[int]:
    """Their calls stay, with what was said in them."""
    while ids := recordings.older_than(before):
        yield recordings.drop(ids)


def _tasks(before: datetime) -> Iterator[int]:
    for records, callbacks in tasks.old(before):
        threads = _hold(tasks.conversations(records, callbacks))
        tasks.remove(records, callbacks)
        summarizing.forget(threads)
        _close(threads)
        yield len(records) + len(callbacks)


def _scheduled(before: datetime) -> Iterator[int]:
    for ids in scheduled_texts.old(before):
        threads = _hold(scheduled_texts.conversations(ids))
        scheduled_texts.remove(ids)
        _close(threads)
        yield len(ids)


def _memories(before: datetime) -> Iterator[int]:
    """What agents remember of conversations in which nothing has been said since; who answers there stays."""
    quiet = Answering.thread_id.in_(select(Thread.id).where(Thread.last_at < before))
    texts = (Answering.handoff_reason, Answering.goal_reason)
    holds_some = or_(cast(Answering.memory, Text) != "{}", *(text != "" for text in texts))
    query = select(Answering.thread_id).where(quiet, holds_some).limit(AT_ONCE)
    while True:
        with only_reading() as connection:
            ids = list(connection.scalars(query))
        if not ids:
            return
        emptied = update(Answering).where(in_param(Answering.thread_id, "ids"))
        execute_for(emptied.values(memory={}, handoff_reason="", goal_reason=""), ids)
        yield len(ids)


def _by_age(moment: Any, before: datetime) -> Iterator[int]:
    """Rows that nothing refers to. `moment`: the column that says when each was made."""
    model = moment.class_
    for ids in _old(model, moment, before):
        execute_for(delete(model).where(in_param(model.id, "ids")), ids)
        yield len(ids)


def _old(model: Any, moment: Any, before: datetime) -> Iterator[list[int]]:
    after = 0
    while True:
        query = select(model.id, moment).where(model.id > after).order_by(model.id).limit(AT_ONCE)
        with only_reading() as connection:
            rows = connection.execute(query).all()
        ids = [row[0] for row in rows if row[1] < before]
        if ids:
            yield ids
        if len(ids) < AT_ONCE:
            return
        after = rows[-1][0]


def _remove(ids: list[int]) -> int:
    """Except messages that wait to be sent, calls that go on, and what someone still has to decide on."""
    undecided = exists().where(Hold.message_id == Entry.id, Hold.decided_at.is_(None))
    goes_on = exists().where(CALL.c.id == Entry.id, CALL.c.lease_until.is_not(None))
    query = select(Entry.id, Entry.thread_id).where(in_param(Entry.id, "ids"), ~undecided, ~goes_on)
    query = query.where(Entry.state.not_in(UNSENT)).order_by(Entry.id).with_for_update(skip_locked=True)
    rows = db.session.execute(query, {"ids": ids}).all()
    old = [row.id for row in rows]
    threads = _hold({row.thread_id for row in rows})
    execute_for(delete(Hold).where(row_locks.in_turn(Hold.id, in_param(Hold.message_id, "ids"))), old)
    evidence = row_locks.in_turn(OptOut.id, in_param(OptOut.message_id, "ids"))
    execute_for(update(OptOut).where(evidence).values(message_id=None), old)
    in_flight.forget(old)
    store.forget(old)
    recordings.forget(old)
    execute_for(delete(Entry).where(in_param(Entry.id, "ids")), old)
    summarizing.forget(threads)
    activity.forget(threads)
    _close(threads)
    return len(old)


def _hold(thread_ids: set[int]) -> Sequence[int]:
    """What comes into these conversations now waits until it is certain whether they stay."""
    lock = select(Thread.id).where(in_param(Thread.id, "ids")).order_by(Thread.id).with_for_update()
    return db.session.scalars(lock, {"ids": list(thread_ids)}).all()


def _close(locked: Sequence[int]) -> None:
    """Of these conversations, locked, those in which nothing is left."""
    things = (Entry, TaskRecord, Callback, ScheduledText, WorkflowRun)
    silent = select(Thread.id).where(
        in_param(Thread.id, "ids"), *(~exists().where(thing.thread_id == Thread.id) for thing in things)
    )
    empty = list(db.session.scalars(silent, {"ids": list(locked)}))
    if empty:
        events.leave_threads(empty)
        execute_for(delete(Thread).where(in_param(Thread.id, "ids")), empty)


def _reports_of_nothing(before: datetime) -> Iterator[int]:
    kinds = (receipts.KIND, reports.KIND)
    waiting = (WebhookEvent.state == inline_literal("waiting"), WebhookEvent.kind.in_(kinds))
    query = select(WebhookEvent.id).where(*waiting, WebhookEvent.received_at < before).limit(AT_ONCE)
    while True:
        with only_reading() as connection:
            ids = list(connection.scalars(query))
        if not ids:
            return
        execute_for(delete(WebhookEvent).where(in_param(WebhookEvent.id, "ids")), ids)
        yield len(ids)


def _rows(before: datetime) -> Iterator[int]:
    """What rows of batches said that were over by then. Done already is a batch whose last row is empty.

    A row of someone who was erased is empty, too, and without a phone: it says nothing about the others.
    """
    over = (Batch.state.in_(OVER), Batch.finished_at < before)
    cells = cast(Recipient.cells, Text)
    last = (
        select(cells)
        .where(Recipient.batch_id == Batch.id, or_(Recipient.phone.is_not(None), cells != "[]"))
        .order_by(Recipient.row_no.desc())
        .limit(1)
        .scalar_subquery()
    )
    with only_reading() as connection:
        batches = list(connection.scalars(select(Batch.id).where(*over, last != "[]").order_by(Batch.id)))
    for batch_id in batches:
        for ids in _rows_of(batch_id):
            still = Recipient.batch_id.in_(select(Batch.id).where(*over))
            # Asked of each row: a retry may have come first, and then its row is needed.
            idle = Recipient.status.not_in(NEEDED)
            row_locks.batches([batch_id])
            emptied = update(Recipient).where(in_param(Recipient.id, "ids"), still, idle)
            execute_for(emptied.values(cells=[], faults=None), ids)
            yield len(ids)


def _rows_of(batch_id: int) -> Iterator[list[int]]:
    after = 0
    while True:
        query = select(Recipient.id, Recipient.row_no).where(
            Recipient.batch_id == batch_id, Recipient.row_no > after
        )
        with only_reading() as connection:
            rows = connection.execute(query.order_by(Recipient.row_no).limit(ROWS_AT_ONCE)).all()
        if not rows:
            return
        yield [row.id for row in rows]
        after = rows[-1].row_no


def _files(before: datetime) -> Iterator[int]:
    """First clear the batch's or the import's reference, so that no job reads half of a file."""
    with only_reading() as connection:
        aged = select(Upload.id).where(Upload.created_at < before).order_by(Upload.id)
        old = list(connection.scalars(aged))
    for upload_id in old:
        used = _keeps(upload_id) or imports.let_go(upload_id)
        yield 0
        if not used:
            yield from _drop(upload_id)


def _keeps(upload_id: int) -> bool:
    """True while the file is still to be read by a batch; otherwise its reference is cleared."""
    let_go = update(Batch).where(Batch.upload_id == upload_id, Batch.reading.not_in(BUSY))
    db.session.execute(let_go.values(upload_id=None, revision=Batch.revision + 1))
    return db.session.scalar(select(Batch.id).where(Batch.upload_id == upload_id)) is not None


def _drop(upload_id: int) -> Iterator[int]:
    parts = select(UploadChunk.position).where(UploadChunk.upload_id == upload_id)
    while True:
        some = db.session.scalars(parts.order_by(UploadChunk.position).limit(CHUNKS_AT_ONCE)).all()
        if not some:
            break
        these = (UploadChunk.upload_id == upload_id, UploadChunk.position <= some[-1])
        db.session.execute(delete(UploadChunk).where(*these))
        yield 0
    db.session.execute(delete(Upload).where(Upload.id == upload_id))
    yield 1
