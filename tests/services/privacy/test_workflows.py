"""Runs, refused starts and notices: in the export, gone when someone is erased, and removed in time."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.conversations import CAROL
from tests.services.workflows.stage import act, ada, contact, flow, live, ours, run, sms, step
from tests.services.workflows.test_form_entries import AGREED, TYPED, form, kept, send
from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.form_entry import FormEntry
from webapp.models.notice import Notice
from webapp.models.workflow_address import WebhookSample
from webapp.models.workflow_date import WorkflowDate
from webapp.models.workflow_run import RunState, WorkflowRefusal, WorkflowRun, WorkflowStepRun
from webapp.rules.workflow.document import WhoAndWhen
from webapp.services import settings
from webapp.services.privacy import erasure, export, retention, traces
from webapp.services.workflows import by_hand, samples

SENT = {"phone": "1 (202) 555-0111", "name": "Carol"}
TABLES = (WorkflowRun, WorkflowStepRun, WorkflowRefusal, WorkflowDate, Notice)
WAIT = step(3, "wait", amount="1", unit="days")


def begin(*more: Any) -> None:
    told = step(2, "notify", text="{{contact.name}} was texted")
    workflow = live(flow("hand", sms(1), told, *more, box=WhoAndWhen(number_id=ours().id)))
    for key in ("first", "second") if more else ("first",):
        by_hand.start(workflow.id, [contact().id], ada(), key)
    act()
    db.session.add(WorkflowDate(workflow_id=workflow.id, contact_id=contact().id, value="2026-03-09"))
    db.session.commit()


def left() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(one)) or 0 for one in TABLES]


def test_they_are_in_the_export(app: Flask) -> None:
    begin(WAIT)
    held = json.loads(export.whole(CAROL, traces.look(CAROL)))
    (one,) = held["workflows"]
    assert (one["workflow"], [made["kind"] for made in one["steps"]]) == (
        "Follow-up",
        ["send_sms", "notify", "wait"],
    )
    assert [one["why"] for one in held["workflows_that_did_not_start"]] == ["in it"]
    assert [one["text"] for one in held["notices"]] == ["Carol Diaz was texted"]
    assert [one["value"] for one in held["dates_of_workflows"]] == ["2026-03-09"]


def test_no_table_about_someone_is_left_out_of_the_export() -> None:
    theirs = {"contact", "thread", "entry", "call", "opt_out"}
    about = {
        mapper.class_.__name__
        for mapper in db.Model.registry.mappers
        if mapper.class_.__module__.startswith("webapp.")  # tests have a channel of their own
        and {key.column.table.name for key in mapper.local_table.foreign_keys} & theirs
    }
    as_messages_and_calls, by_traces, phones_of_staff = "Entry", "Trial", "CallLeg"
    assert about - set(vars(export)) == {as_messages_and_calls, by_traces, phones_of_staff}


def test_they_go_with_who_is_erased(app: Flask) -> None:
    begin(WAIT)
    assert left() == [1, 3, 1, 1, 1]
    erasure.erase(CAROL, traces.look(CAROL))
    db.session.commit()
    assert left() == [0, 0, 0, 0, 0]


def test_not_while_another_system_is_being_asked(app: Flask) -> None:
    begin(WAIT)
    asked = {"state": RunState.RUNNING, "due_at": now() + timedelta(minutes=1)}
    db.session.execute(update(WorkflowRun).values(**asked))
    with pytest.raises(Conflict, match="Another system is being asked"):
        erasure.erase(CAROL, traces.look(CAROL))


def test_what_others_have_sent_of_them(app: Flask) -> None:
    """Also where no contact was made of it."""
    workflow = live(flow("webhook", WAIT))
    samples.keep(workflow.id, SENT, "It is kept as an example.")
    samples.keep(workflow.id, {"phone": "+12025550199"}, "")
    samples.keep(workflow.id, {"visit": "7"}, "", contact().id)
    held = json.loads(export.whole(CAROL, traces.look(CAROL)))
    assert [one["fields"] for one in held["sent_to_workflows"]] == [SENT, {"visit": "7"}]
    erasure.erase(CAROL, traces.look(CAROL))
    assert [one.fields for one in samples.latest(workflow.id)] == [{"phone": "+12025550199"}]


def test_what_others_have_sent_is_kept_for_a_week(app: Flask) -> None:
    workflow = live(flow("webhook", WAIT))
    samples.keep(workflow.id, SENT, "")
    for days, left_over in ((6, 1), (8, 0)):
        db.session.execute(update(WebhookSample).values(at=now() - timedelta(days=days)))
        tidy()
        assert len(samples.latest(workflow.id)) == left_over


def test_what_they_entered_into_forms_goes_with_them_and_with_old_messages(app: Flask) -> None:
    settings.put("keep_messages_days", 30)
    workflow = form()
    send(workflow, TYPED)
    send(workflow, {**TYPED, "consent": ""}, "2")
    held = json.loads(export.whole(CAROL, traces.look(CAROL)))
    assert [one["consent"] for one in held["forms"]] == [AGREED, ""]
    db.session.execute(update(FormEntry).values(at=now() - timedelta(days=31)))
    tidy()
    assert [(one.answers, one.consent) for one in kept()] == [({}, AGREED)]
    db.session.execute(update(WorkflowRun).values(state=RunState.DONE))
    erasure.erase(CAROL, traces.look(CAROL))
    assert kept() == []


def tidy() -> None:
    db.session.commit()
    for _ in retention.tidy():
        db.session.commit()


def age(days: int) -> None:
    earlier = now() - timedelta(days=days)
    db.session.execute(update(WorkflowRun).values(started_at=earlier))
    db.session.execute(update(WorkflowRefusal).values(at=earlier))
    db.session.execute(update(Notice).values(at=earlier))


def test_refused_starts_are_kept_for_thirty_days(app: Flask) -> None:
    begin(WAIT)
    age(29)
    tidy()
    assert left() == [1, 3, 1, 1, 1]
    age(31)
    tidy()
    assert left() == [1, 3, 0, 1, 1]


def test_runs_that_are_over_go_with_old_messages(app: Flask) -> None:
    settings.put("keep_messages_days", 90)
    begin()
    age(91)
    tidy()
    assert left() == [0, 0, 0, 1, 0]


def test_one_that_is_under_way_stays(app: Flask) -> None:
    settings.put("keep_messages_days", 90)
    begin(WAIT)
    age(91)
    tidy()
    assert (left()[:2], str(run().state)) == ([1, 3], "waiting")
