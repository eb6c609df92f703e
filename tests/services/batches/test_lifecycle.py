"""A batch from its start to its end, and what people and the clock do to it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import batches as jobs
from jobs.sweep import sweep
from tests import factories
from tests.conversations import they_send, they_write, thread_of
from tests.services.workflows import stage
from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.agent import Agent
from webapp.models.batch import Batch, BatchState
from webapp.models.call_question import CallQuestion
from webapp.models.entry import Direction, Origin
from webapp.models.message import Message, MessageState
from webapp.models.notice import Notice, NoticeDelivery
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.recording import Recording
from webapp.models.selection_job import SelectionJob
from webapp.models.source import Source, SourceKind
from webapp.models.summary_request import SummaryRequest
from webapp.models.thread import ThreadStatus
from webapp.models.trial import Trial, TrialKind
from webapp.models.work import Work
from webapp.models.workflow_run import WorkflowRun
from webapp.models.workflow_start import WorkflowStart
from webapp.rules.workflow.document import WhoAndWhen
from webapp.services import containment, signals
from webapp.services.actions import starting
from webapp.services.actions.registry import Planned
from webapp.services.actions.starting import TaskRun
from webapp.services.agents.turns import holding
from webapp.services.batches import lifecycle, retry
from webapp.services.batches.retry import Resolution
from webapp.services.contacts.imports import store as contact_imports
from webapp.services.inbox import reply
from webapp.services.inbox.scheduled import scheduled as scheduled_texts
from webapp.services.inbox.scheduled.scheduled import LaterText
from webapp.services.opt_outs import imports
from webapp.services.outbox import abandoned, claim, due
from webapp.services.outbox.claimed_entry import Outcome, SendResult
from webapp.services.outbox.record import record
from webapp.services.recipients import moving, tallies
from webapp.services.threads import messages

S = RecipientStatus


def counts(batch: Batch) -> dict[str, int]:
    return {name: count for name, count in tallies.counts(batch.id).items() if count}


def ids(batch: Batch) -> list[int]:
    query = select(Recipient.id).where(Recipient.batch_id == batch.id).order_by(Recipient.row_no)
    return list(db.session.scalars(query))


def waiting_jobs(app: Flask) -> set[str]:
    return {key.decode().split(":")[2] for key in queue.redis().scan_iter("outbound:waiting:*")}


def test_starting_skips_faulty_rows_and_wakes_the_dispatcher(app: Flask) -> None:
    batch = factories.batch(factories.phones(3), state=BatchState.DRAFT)
    moving.move(ids(batch)[:1], S.QUEUED, S.FAULTY)
    lifecycle.start(batch)
    db.session.commit()
    assert {"jobs.dispatch.dispatch", "jobs.batches.end_unsent_rows"} <= waiting_jobs(app)
    jobs.end_unsent_rows(batch.id)
    assert counts(batch) == {"queued": 2, "skipped": 1}


def test_nothing_is_enqueued_when_the_transaction_is_rolled_back(app: Flask) -> None:
    batch = factories.batch(factories.phones(3), state=BatchState.DRAFT)
    db.session.commit()
    lifecycle.start(batch)
    with db.session.begin_nested():
        batch.name = "released savepoint"
    assert waiting_jobs(app) == set(), "a savepoint is not a commit"
    db.session.rollback()
    assert waiting_jobs(app) == set()


def test_a_savepoint_that_is_rolled_back_takes_only_its_own_jobs_with_it(app: Flask) -> None:
    def fail(batch_id: int) -> None:
        queue.later(queue.START_BATCH, batch_id)
        raise ValueError("a fault of one of several")

    queue.later(queue.DISPATCH)
    with db.session.begin_nested():
        assert containment.fault_within(lambda: fail(1)) is not None
        queue.later(queue.SWEEP)
    assert containment.fault_within(lambda: fail(2)) is not None
    db.session.commit()
    assert waiting_jobs(app) == {queue.DISPATCH.path, queue.SWEEP.path}


@pytest.mark.parametrize(
    ("minutes_ago", "state"),
    [(-5, BatchState.SCHEDULED), (0, BatchState.RUNNING), (59, BatchState.RUNNING), (61, BatchState.PAUSED)],
)
def test_a_due_batch_starts_and_a_missed_one_waits_for_a_person(
    app: Flask, minutes_ago: int, state: BatchState
) -> None:
    batch = factories.batch(factories.phones(1), state=BatchState.DRAFT)
    lifecycle.schedule(batch, now() - timedelta(minutes=minutes_ago), batch.created_by)
    db.session.commit()
    jobs.start_due(batch.id)
    assert batch.state == state
    assert bool(batch.pause_reason) == (state == BatchState.PAUSED)


def test_the_sweep_finds_what_redis_lost(app: Flask) -> None:
    scheduled = factories.batch(factories.phones(1), state=BatchState.DRAFT)
    lifecycle.schedule(scheduled, now() - timedelta(minutes=1), scheduled.created_by)
    common = {"number_id": scheduled.number_id, "created_by": scheduled.created_by}
    factories.batch(factories.phones(1), **common)
    factories.batch([], state=BatchState.DRAFT, reading=Work.WAITING, **common)
    factories.batch([], state=BatchState.DRAFT, checking=Work.WAITING, **common)
    canceled = factories.batch(factories.phones(1), **common)
    lifecycle.cancel(canceled, scheduled.created_by)
    form = imports.ImportForm("Another system's", "US")
    imports.take("out.csv", io.BytesIO(b"phone\n"), form, scheduled.created_by)
    wrote = scheduled.author
    picture = they_send(("image", "https://api.nexmo.com/1", ""))
    holding.answering(picture.thread_id).answer_at = now()
    signals.emit(signals.NUMBER_ADDED)
    asked = thread_of(they_write("Hello", "+12025550177"))
    asked.agent_id = factories.add(Agent(name="Model desk", engine="llm", created_by=wrote.id)).id
    holding.answering(asked.id).answer_at = now()
    asked.last_at = now() - timedelta(hours=1)  # quiet for long enough to be summarized
    until = now() + timedelta(minutes=1)
    trial = Trial(user_id=wrote.id, agent_id=asked.agent_id, version=1, kind=TrialKind.TALK, until=until)
    trial.asked = {}
    factories.add(trial)
    task = TaskRun("hello", "Say hello", {}, [Planned("note", {"text": "Hello"})])
    starting.start(asked, task, Source(SourceKind.WORKFLOW, "Reminder", 1), "once")
    silent = factories.call("+12025550188", scheduled.number_id, state="ringing")
    silent.claimed_at, silent.hang_up_at = now() - timedelta(hours=1), now()
    watches = stage.live(stage.flow("hand", stage.sms(1), box=WhoAndWhen(number_id=asked.number_id)))
    watches.next_at, watches.ends_up_to = now(), 0
    run = WorkflowRun(workflow_id=watches.id, version=1, contact_id=asked.contact_id, due_at=now())
    run.step, run.event_key = "s1", "once"
    factories.add(run)
    many = WorkflowStart(workflow_id=watches.id, whom="everyone", state="running", created_by=wrote.id)
    many.due_at = now()
    factories.add(many)
    factories.add(SelectionJob(start_id=many.id, selection={}, said="everyone", created_by=wrote.id))
    told = factories.add(Notice(user_id=wrote.id, text="Someone asked for a person", source="agent"))
    factories.add(NoticeDelivery(notice_id=told.id, way="chat"))
    silent.staff_until = now()
    left = Recording(call_id=silent.id, kind="message", url="https://api.nexmo.com/f", carrier_id="f-1")
    factories.add(left)
    asked_at = now() - timedelta(seconds=10)
    factories.add(CallQuestion(call_id=silent.id, turn=1, heard={}, asked_at=asked_at))
    factories.add(SummaryRequest(thread_id=asked.id, agent_id=asked.agent_id, summarized_at=asked_at))
    later = scheduled_texts.put(asked, LaterText("See you", now(), False), wrote.id, reply.new_key())
    later.due_at = now()
    put_away = factories.thread("+12025550199", scheduled.number_id)
    put_away.status, put_away.snoozed_until = ThreadStatus.SNOOZED, now()
    contact_imports.take("people.csv", io.BytesIO(b"phone\n"), "US", wrote)
    db.session.commit()
    queue.redis().flushall()
    sweep()
    by_itself = (queue.SWEEP, queue.RETENTION, queue.FORGET, queue.LOOK_AGAIN)
    assert waiting_jobs(app) == {job.path for job in queue.JOBS if job not in by_itself}


def test_the_sweep_ends_what_a_dead_worker_left_behind(app: Flask) -> None:
    batch = factories.batch(factories.phones(3))
    db.session.commit()
    [line] = due.senders()
    claim.claim(line, 3)
    db.session.commit()
    assert abandoned.give_up() == 0, "a living worker is not overtaken"
    for message in db.session.scalars(select(Message)):
        message.claimed_at = now() - abandoned.PATIENCE - timedelta(seconds=1)
    db.session.commit()
    sweep()
    assert counts(batch) == {"unknown": 3}
    assert batch.state == BatchState.FINISHED
    assert due.senders() == [], "never sent again by itself"


def test_a_worker_that_was_given_up_and_lives_after_all_settles_what_is_unknown(app: Flask) -> None:
    batch = factories.batch(factories.phones(1))
    db.session.commit()
    [entry] = claim.claim(due.senders()[0], 1)
    moving.move(ids(batch), S.SENDING, S.UNKNOWN)
    messages.move(MessageState.UNKNOWN, Message.id == entry.entry_id)
    record([Outcome(entry, SendResult.ACCEPTED, carrier_id="late")])
    assert counts(batch) == {"sent": 1}
    message = db.session.get_one(Message, entry.entry_id, populate_existing=True)
    assert (message.state, message.carrier_id) == (MessageState.SENT, "late")


def test_canceling_ends_everything_that_waits_and_nothing_that_was_sent(app: Flask) -> None:
    batch = factories.batch(factories.phones(3))
    moving.move(ids(batch)[:1], S.QUEUED, S.SENDING)
    lifecycle.cancel(batch, batch.created_by)
    db.session.commit()
    jobs.end_unsent_rows(batch.id)
    assert counts(batch) == {"canceled": 2, "sending": 1}
    db.session.commit()
    assert due.senders() == []


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("start", BatchState.RUNNING), ("start", BatchState.FINISHED), ("start", BatchState.CANCELED),
        ("resume", BatchState.DRAFT), ("resume", BatchState.RUNNING), ("resume", BatchState.CANCELED),
        ("cancel", BatchState.DRAFT), ("cancel", BatchState.FINISHED), ("unschedule", BatchState.RUNNING),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(app: Flask, verb: str, state: BatchState) -> None:
    batch = factories.batch(factories.phones(1), state=state)
    with pytest.raises(Conflict, match="look again"):
        getattr(lifecycle, verb)(batch, batch.created_by)


def test_fifty_failures_pause_and_one_success_breaks_the_row(app: Flask) -> None:
    batch = factories.batch(factories.phones(1))
    lifecycle.count_failures(batch.id, 49, "Number barred.")
    db.session.flush()
    lifecycle.forget_failures(batch.id)
    lifecycle.count_failures(batch.id, 49, "Number barred.")
    assert batch.state == BatchState.RUNNING
    lifecycle.count_failures(batch.id, 1, "Number barred.")
    assert batch.state == BatchState.PAUSED
    assert batch.pause_reason == "50 messages in a row failed. The last one: Number barred."


def test_retrying_lets_all_that_failed_wait_again(app: Flask) -> None:
    batch = factories.batch(factories.phones(4))
    for status, recipient_id in zip(
        (S.FAILED, S.REJECTED, S.UNDELIVERED, S.DELIVERED), ids(batch), strict=True
    ):
        moving.move([recipient_id], S.QUEUED, S.SENDING)
        moving.move([recipient_id], S.SENDING, status)
    lifecycle.finish_if_done(batch.id)
    assert batch.state == BatchState.FINISHED
    assert retry.retry_failed(batch, batch.created_by) == 3
    assert counts(batch) == {"queued": 3, "delivered": 1}
    assert batch.state == BatchState.RUNNING


@pytest.mark.parametrize(("word", "status"), [(Resolution.SENT, "sent"), (Resolution.AGAIN, "queued")])
def test_a_person_settles_what_is_unknown_once(app: Flask, word: Resolution, status: str) -> None:
    batch = factories.batch(factories.phones(1))
    [recipient_id] = ids(batch)
    moving.move([recipient_id], S.QUEUED, S.SENDING)
    moving.move([recipient_id], S.SENDING, S.UNKNOWN)
    retry.resolve(batch.id, recipient_id, word, batch.created_by)
    assert counts(batch) == {status: 1}
    with pytest.raises(Conflict):
        retry.resolve(batch.id, recipient_id, word, batch.created_by)


def test_saying_it_was_sent_says_so_in_the_thread_too(app: Flask) -> None:
    batch = factories.batch(factories.phones(1))
    db.session.commit()
    claim.claim(due.senders()[0], 1)
    message = db.session.scalars(select(Message)).one()
    message.claimed_at = now() - abandoned.PATIENCE - timedelta(seconds=1)
    db.session.flush()
    abandoned.give_up()
    db.session.refresh(message)
    assert (message.state, message.direction, message.origin) == (
        MessageState.UNKNOWN,
        Direction.OUT,
        Origin.BATCH,
    )
    retry.resolve(batch.id, ids(batch)[0], Resolution.SENT, batch.created_by)
    db.session.refresh(message)
    assert message.state == MessageState.SENT


def test_nothing_of_a_canceled_batch_is_sent_again(app: Flask) -> None:
    """And no one is told that it is."""
    batch = factories.batch(factories.phones(1))
    [recipient_id] = ids(batch)
    moving.move([recipient_id], S.QUEUED, S.SENDING)
    moving.move([recipient_id], S.SENDING, S.UNKNOWN)
    lifecycle.cancel(batch, batch.created_by)
    with pytest.raises(Conflict):
        retry.resolve(batch.id, recipient_id, Resolution.AGAIN, batch.created_by)
    assert counts(batch) == {"unknown": 1}
