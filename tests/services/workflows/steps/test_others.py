"""One workflow starts another, or stops it; two that start each other end at their cap."""

from __future__ import annotations

from flask import Flask

from tests.services.workflows.stage import (
    act,
    ada,
    contact,
    errors,
    flow,
    live,
    ours,
    refusals,
    runs,
    sms,
    step,
    texts,
)
from webapp.db import db
from webapp.models.source import Source, SourceKind
from webapp.models.workflow import Workflow
from webapp.rules.workflow.document import Again, WhoAndWhen
from webapp.services.contacts import attributes
from webapp.services.workflows import by_hand
from webapp.services.workflows.editing import publishing

WAIT = step(2, "wait", amount="1", unit="days")


def begin(workflow: Workflow) -> None:
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()


def states() -> dict[str, tuple[str, str]]:
    return {one.workflow.name: (str(one.state), one.reason) for one in runs()}


def test_another_is_started_with_what_this_one_knows(app: Flask) -> None:
    other = live(flow("event", sms(1, "By {{trigger.by}}"), event="lead"), "Other")
    begin(live(flow("hand", step(1, "start_workflow", workflow=str(other.id)))))
    assert (states(), texts()) == ({"Follow-up": ("done", ""), "Other": ("done", "")}, ["By Follow-up"])


def test_one_that_cannot_start_is_left_out_with_the_reason(app: Flask) -> None:
    other = live(flow("event", step(1, "end"), event="lead"), "Other")
    first = live(flow("hand", step(1, "start_workflow", workflow=str(other.id))))
    publishing.pause(other.id, ada())
    begin(first)
    assert errors() == ["“Other” was not started: The workflow is not live at present."]


def test_another_is_stopped(app: Flask) -> None:
    other = live(flow("hand", WAIT), "Other")
    begin(other)
    begin(live(flow("hand", step(1, "stop_workflow", workflow=str(other.id)))))
    assert states()["Other"] == ("canceled", "The workflow “Follow-up” stopped it.")


def test_two_that_set_each_others_attribute_stop_at_their_cap(app: Flask) -> None:
    box = WhoAndWhen(number_id=ours().id, again=Again.EVERY, a_day=3)
    for name, other in (("ping", "pong"), ("pong", "ping")):
        sets = step(1, "set_attribute", name=other, value="{{trigger.value}}x")
        live(flow("attribute", sets, box=box, attribute=name), name)
    attributes.put(contact(), "ping", "a", Source(SourceKind.API, "shop"))
    for _ in range(6):
        act()
    assert len(runs()) == 6
    assert refusals() == ["They may be in this workflow 3 times in 24 hours, and have been."]
    db.session.rollback()
