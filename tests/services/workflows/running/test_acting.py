"""What people do with runs."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import workflows as jobs
from tests.conversations import CAROL
from tests.services.workflows.stage import (
    act,
    ada,
    contact,
    flow,
    later,
    live,
    ours,
    run,
    runs,
    sms,
    step,
    steps,
    texts,
)
from webapp import queue
from webapp.db import db
from webapp.errors import Conflict, NotFound
from webapp.models.event import Event
from webapp.models.opt_out import OptOutSource
from webapp.models.workflow import Workflow
from webapp.rules.workflow.document import Again, WhoAndWhen
from webapp.services import sweep
from webapp.services.opt_outs import register
from webapp.services.workflows import by_hand, ending
from webapp.services.workflows.editing import publishing
from webapp.services.workflows.running import acting

WAIT = step(2, "wait", amount="1", unit="days")


def begin(*parts: object) -> Workflow:
    workflow = live(flow("hand", *parts))  # type: ignore[arg-type]
    by_hand.start(workflow.id, [contact().id, contact("+12025550122", "Dave").id], ada(), "key")
    act()
    return workflow


def test_one_is_canceled_and_what_it_queued_taken_back(app: Flask) -> None:
    begin(sms(1), WAIT)
    first, second = runs()
    acting.cancel(first.id, ada())
    db.session.commit()
    assert [str(one.state) for one in runs()] == ["canceled", "waiting"]
    assert (runs()[0].reason, texts(), len(texts("+12025550122"))) == ("Ada canceled it.", [], 1)
    with pytest.raises(Conflict, match="over already"):
        acting.cancel(first.id, ada())
    with pytest.raises(NotFound):
        acting.cancel(second.id + 9, ada())


def test_all_are_canceled(app: Flask) -> None:
    workflow = begin(sms(1), WAIT)
    assert acting.cancel_all(workflow.id, ada()) == 2
    db.session.commit()
    assert {str(one.state) for one in runs()} == {"canceled"}
    told = db.session.scalars(select(Event).where(Event.kind == "workflow.runs_canceled")).one()
    assert told.data["count"] == 2


@pytest.mark.parametrize("way", [acting.cancel_all, publishing.archive])
def test_what_runs_that_are_done_have_queued_is_taken_back_with_all(app: Flask, way: Any) -> None:
    workflow = begin(sms(1))
    live(flow("hand", sms(1, "Another")), "Other")
    by_hand.start(workflow.id + 1, [contact().id], ada(), "other")
    act()
    assert {str(one.state) for one in runs()} == {"done"}
    way(workflow.id, ada())
    db.session.commit()
    assert (texts(), texts("+12025550122")) == (["Another"], [])


def test_where_they_are_many_a_job_ends_them_and_none_does_another_step(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "AT_ONCE", 1)
    workflow = begin(WAIT, sms(3, "Late"))
    assert acting.cancel_all(workflow.id, ada()) == 2
    db.session.commit()
    assert [str(one.state) for one in runs()] == ["canceled", "waiting"]
    later(days=2)
    assert (texts(), [str(one.state) for one in runs()]) == ([], ["canceled", "waiting"])
    assert sweep.look()[queue.END_RUNS] == [workflow.id]
    by_hand.start(workflow.id, [contact("+12025550133", "Erin").id], ada(), "after")
    db.session.commit()
    jobs.end_runs()
    assert [str(one.state) for one in runs()] == ["canceled", "canceled", "waiting"]
    assert runs()[1].reason == "Ada canceled all runs."
    assert sweep.look()[queue.END_RUNS] == []


def test_a_failed_one_goes_on_from_the_step_that_failed(app: Flask) -> None:
    workflow = live(flow("hand", sms(1, "One"), sms(2, "On {{contact.visit}}"), sms(3, "Three")))
    carol = contact()
    by_hand.start(workflow.id, [carol.id], ada(), "key")
    act()
    assert run().state == "failed"
    contact(visit="Monday")
    acting.retry(run().id, ada())
    act()
    assert (run().state, texts()) == ("done", ["One", "On Monday", "Three"])
    assert steps() == [("s1", "done"), ("s2", "failed"), ("s2", "done"), ("s3", "done")]


def test_one_goes_on_from_another_step_under_a_new_reference(app: Flask) -> None:
    begin(sms(1, "One"), WAIT)
    acting.cancel(runs()[0].id, ada())
    db.session.commit()
    acting.retry(runs()[0].id, ada(), "s1")
    act()
    assert (texts(), str(runs()[0].state)) == (["One"], "waiting"), "the first one was taken back"


@pytest.mark.parametrize("again", Again)
def test_who_is_in_it_by_another_run_gets_nothing_twice(app: Flask, again: Again) -> None:
    workflow = live(flow("hand", sms(1), WAIT, box=WhoAndWhen(number_id=ours().id, again=again)))
    carol = contact().id
    by_hand.start(workflow.id, [carol], ada(), "first")
    act()
    acting.cancel(run().id, ada())
    db.session.commit()
    begun = by_hand.start(workflow.id, [carol], ada(), "second").started
    act()
    if again == Again.ONE:
        with pytest.raises(Conflict, match="in this workflow already"):
            acting.retry(runs()[0].id, ada(), "s1")
    else:
        acting.retry(runs()[0].id, ada(), "s1")
    act()
    assert (begun, len(texts())) == ((0, 1) if again == Again.ONCE else (1, 1 if again == Again.ONE else 2))


def test_what_must_not_go_on_does_not(app: Flask) -> None:
    workflow = begin(sms(1), WAIT)
    first = runs()[0]
    with pytest.raises(Conflict, match="under way"):
        acting.retry(first.id, ada())
    acting.cancel(first.id, ada())
    publishing.archive(workflow.id, ada())
    with pytest.raises(Conflict, match="archived"):
        acting.retry(first.id, ada())
    publishing.bring_back(workflow.id, ada())
    with pytest.raises(Conflict, match="not in its version"):
        acting.retry(first.id, ada(), "s77")
    register.record(CAROL, OptOutSource.STAFF, "They rang us.")
    with pytest.raises(Conflict, match="opted out"):
        acting.retry(first.id, ada())
    with pytest.raises(NotFound):
        acting.retry(first.id + 99, ada())
