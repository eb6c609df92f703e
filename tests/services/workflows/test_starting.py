"""What starts a workflow, what does not, and the reason that is kept."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories
from tests.conversations import CAROL, DAVE, they_write
from tests.services.workflows.stage import (
    act,
    ada,
    contact,
    flow,
    live,
    ours,
    refusals,
    run,
    runs,
    sms,
    step,
    steps,
    texts,
)
from webapp.db import db
from webapp.models.opt_out import OptOutSource
from webapp.models.signal import Signal
from webapp.rules.workflow.document import Again, Comparison, Conditions, Operator, WhoAndWhen
from webapp.services import signals
from webapp.services.opt_outs import register
from webapp.services.workflows import starting, store
from webapp.services.workflows.editing import publishing
from webapp.services.workflows.triggers.base import Happened

WAIT = step(2, "wait", amount="1", unit="days")


def box(**values: object) -> WhoAndWhen:
    return WhoAndWhen(number_id=ours().id, **values)  # type: ignore[arg-type]


def test_a_text_starts_it_and_its_steps_are_done(app: Flask) -> None:
    live(flow("message", sms(1, "You wrote: {{trigger.text}}"), step(2, "add_label", label="Wrote")))
    they_write("Hello?")
    act()
    assert texts() == ["You wrote: Hello?"]
    assert steps() == [("s1", "done"), ("s2", "done")]
    assert (run().state, run().reason) == ("done", "")


def test_the_same_event_starts_it_once(app: Flask) -> None:
    workflow = live(flow("message", step(1, "end")))
    carol = contact()
    document = store.published(workflow)
    assert document is not None
    for _ in range(2):
        starting.start(workflow, document, Happened(carol, "message:7"))
        db.session.commit()
    act()
    assert len(runs()) == 1


def test_without_a_workflow_that_listens_nothing_is_written(app: Flask) -> None:
    ours()
    they_write("Hello?")
    assert db.session.scalar(select(func.count()).select_from(Signal)) == 0
    workflow = live(flow("message", step(1, "end")))
    they_write("Hello?")
    assert db.session.scalars(select(Signal.kind)).all() == [signals.TEXT_RECEIVED]
    act()
    publishing.pause(workflow.id, ada())
    they_write("Hello?")
    assert db.session.scalar(select(func.count()).select_from(Signal)) == 0


def test_conditions_that_are_not_met_are_a_refusal_with_its_reason(app: Flask) -> None:
    only = Conditions(comparisons=(Comparison("contact.city", Operator.IS, "Boston"),))
    live(flow("message", sms(1), conditions=only))
    contact(city="Boston")
    contact(DAVE, "Dave", city="Lima")
    they_write("Hello?")
    they_write("Hello?", DAVE)
    act()
    assert [one.contact.phone for one in runs()] == [CAROL]
    assert refusals() == ["Its conditions were not met: their city is “Boston”."]


def test_who_is_in_it_does_not_begin_again(app: Flask) -> None:
    live(flow("message", WAIT, box=box(stop_on_reply=False)))
    they_write("Hello?")
    act()
    they_write("Anyone?")
    act()
    assert len(runs()) == 1
    assert refusals() == ["They are in this workflow already."]


def test_once_for_each_contact(app: Flask) -> None:
    live(flow("message", step(1, "end"), box=box(again=Again.ONCE)))
    for _ in range(2):
        they_write("Hello?")
        act()
    assert len(runs()) == 1
    assert refusals() == ["They have been in this workflow before, and go through it once."]


def test_who_has_opted_out_is_not_texted_but_may_be_labeled(app: Flask) -> None:
    live(flow("label", sms(1), label="Keen"))
    live(flow("label", step(1, "add_label", label="Seen"), label="Keen"), "Other")
    carol = contact()
    register.record(CAROL, OptOutSource.STAFF, "They rang us.")
    happened = Happened(carol, "label:1", {"label": "Keen"})
    for workflow, document in starting.fitting("label", happened):
        starting.start(workflow, document, happened)
    act()
    assert [one.workflow.name for one in runs()] == ["Other"]
    assert refusals() == ["They have opted out."]
    assert texts() == []


def test_so_many_a_day_for_a_contact(app: Flask) -> None:
    live(flow("message", step(1, "end"), box=box(again=Again.EVERY, a_day=2)))
    for _ in range(4):
        they_write("Hello?")
        act()
    they_write("Hello?", DAVE)
    act()
    assert len(runs()) == 3
    assert refusals() == ["They may be in this workflow 2 times in 24 hours, and have been."] * 2


def test_so_many_starts_in_an_hour(app: Flask) -> None:
    live(flow("message", step(1, "end"), box=box(an_hour=1)))
    they_write("Hello?")
    they_write("Hello?", DAVE)
    act()
    assert len(runs()) == 1
    assert refusals() == ["It may start 1 times in an hour, and has."]


def test_one_that_is_paused_does_not_start(app: Flask) -> None:
    workflow = live(flow("message", step(1, "end")))
    they_write("Hello?")
    publishing.pause(workflow.id, ada())
    act()
    assert runs() == []


def test_a_setting_that_is_gone_keeps_no_other_from_starting(app: Flask) -> None:
    ours()
    gone = factories.number("+12025550177")
    live(flow("message", step(1, "end"), number=str(gone.id)), "Broken")
    live(flow("message", step(1, "end")), "Whole")
    db.session.delete(gone)
    they_write("Hello?")
    act()
    assert [one.workflow.name for one in runs()] == ["Whole"]


@pytest.mark.parametrize("value", ["x" * 5000, "a\x00b"])
def test_what_is_kept_of_an_event_fits_into_a_database(app: Flask, value: str) -> None:
    workflow = live(flow("event", step(1, "end"), event="lead"))
    document = store.published(workflow)
    assert document is not None
    starting.start(workflow, document, Happened(contact(), "event:1", {"text": value}))
    act()
    assert len(run().event["text"]) <= starting.LONGEST_VALUE
    assert "\x00" not in run().event["text"]
