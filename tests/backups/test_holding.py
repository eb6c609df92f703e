"""After a restore no one gets a second time what was sent since the backup; a person lets things go on."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select, true

from jobs import actions as action_jobs
from jobs import workflows as workflow_jobs
from tests import desks, factories
from tests.conversations import CAROL, they_write, thread_of
from tests.later_texts import later
from tests.services.actions import people
from tests.services.workflows import stage
from webapp.backups import holding
from webapp.db import db, now
from webapp.models.answering import Answering
from webapp.models.batch import Batch, BatchState
from webapp.models.entry import Entry, Origin
from webapp.models.event import Event
from webapp.models.message import MessageState
from webapp.models.workflow import Workflow, WorkflowState
from webapp.models.workflow_run import RunState, WorkflowRun
from webapp.models.workflow_start import StartState, WorkflowStart
from webapp.services.actions import carrying_out
from webapp.services.batches import lifecycle
from webapp.services.inbox.scheduled import scheduled
from webapp.services.outbox import due
from webapp.services.threads.enqueue import put
from webapp.services.workflows.many import asking

MADE_AT = "2026-11-29T02:00:17.5+00:00"


def held() -> dict[str, int]:
    count = holding.hold(MADE_AT)
    db.session.commit()
    return {name: number for name, number in count.items() if number}


def test_batches_that_run_or_were_due_since_wait_for_a_person(app: Flask) -> None:
    running = factories.batch([CAROL])
    common = {"number_id": running.number_id, "created_by": running.created_by}
    since = factories.batch(
        [CAROL], state=BatchState.SCHEDULED, scheduled_at=now() - timedelta(minutes=5), **common
    )
    later = factories.batch(
        [CAROL], state=BatchState.SCHEDULED, scheduled_at=now() + timedelta(days=1), **common
    )
    db.session.commit()
    assert held() == {"batches": 2}
    assert [db.session.get_one(Batch, one.id).state for one in (running, since, later)] == [
        "paused",
        "paused",
        "scheduled",
    ]
    assert "a backup of 2026-11-29 02:00 UTC" in running.pause_reason
    assert due.senders() == []
    lifecycle.resume(running, running.created_by or 0)
    assert len(due.senders()) == 1
    assert db.session.scalars(select(Event.data).where(Event.kind == "backup.restored")).one() == {
        "at": MADE_AT
    }


def test_what_waited_in_the_outbox_is_not_sent(app: Flask) -> None:
    thread = factories.thread(CAROL)
    put(thread, "We are open until five.", Origin.STAFF)
    factories.call("+12025550122", thread.number_id)
    db.session.commit()
    assert held() == {"waiting messages": 2}
    rows = db.session.execute(select(Entry.state, Entry.reason)).all()
    assert {row.state for row in rows} == {MessageState.CANCELED}
    assert all("restored" in row.reason for row in rows)


def test_no_agent_answers_what_it_may_have_answered(app: Flask) -> None:
    desks.at_work()
    thread = thread_of(they_write("When are you open?"))
    desks.hear()
    they_write("Where can I park?", "+12025550122")
    assert held() == {"answers of agents": 1}
    desks.answer()
    assert desks.said() == []
    assert db.session.get_one(Answering, thread.id).answer_at is None
    assert thread.needs_reply


def test_workflows_wait_and_runs_that_were_due_end(app: Flask) -> None:
    flow = stage.live(stage.flow("message", stage.sms(1)))
    for phone, due_at in ((CAROL, now() - timedelta(hours=1)), ("+12025550122", now() + timedelta(days=1))):
        contact = factories.thread(phone, stage.ours().id).contact_id
        db.session.add(
            WorkflowRun(
                workflow_id=flow.id,
                version=1,
                contact_id=contact,
                event_key=phone,
                event={},
                step="s1",
                due_at=due_at,
            )
        )  # fmt: skip
    db.session.commit()
    assert held() == {"workflows": 1, "their runs": 1}
    assert db.session.get_one(Workflow, flow.id).state == WorkflowState.PAUSED
    assert "restored" in flow.reason
    runs = db.session.scalars(select(WorkflowRun).order_by(WorkflowRun.id)).all()
    assert [run.state for run in runs] == [RunState.CANCELED, RunState.WAITING]
    assert "restored" in runs[0].reason


def test_a_start_for_many_ends_even_when_its_workflow_goes_on(app: Flask) -> None:
    stage.contact()
    flow = stage.live(stage.flow("hand", stage.sms(1)))
    start_id = asking.begin(asking.prepare(flow.id, true(), "all contacts", stage.ada()).id, stage.ada()).id
    db.session.commit()
    assert held() == {"workflows": 1, "starts for many": 1}
    flow.transition_to(WorkflowState.LIVE)
    db.session.commit()
    workflow_jobs.start_many()
    start = db.session.get_one(WorkflowStart, start_id)
    assert (start.state, stage.runs()) == (StartState.CANCELED, [])
    assert "restored" in start.reason


def test_a_task_that_may_have_been_carried_out_fails_with_the_reason(app: Flask) -> None:
    stage.ours()
    record_id = people.begun(people.carols_thread(app), ("send_sms", {"text": "See you on Monday."}))
    assert held() == {"tasks of agents": 1}
    action_jobs.carry_out(record_id)
    assert (people.again(record_id).state, carrying_out.due(), stage.texts()) == ("failed", [], [])
    assert "restored" in people.again(record_id).error


def test_texts_for_later_wait_for_a_person(app: Flask) -> None:
    """They may have been sent, or canceled, since the backup."""
    ada = factories.user()
    factories.number()
    thread = thread_of(they_write("Hello"))
    row = later(thread, ada.id)
    assert held()["texts for later"] == 1
    assert row.state == "refused" and "a backup of 2026-11-29 02:00 UTC" in row.reason
    assert scheduled.waiting(thread.id) == []
