"""A dry run: each branch with what it would say, whether it may be said, and nothing is written."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import calls
from tests.conversations import CAROL
from tests.services.workflows.stage import Branch, ada, contact, flow, live, sms, step
from webapp.db import db
from webapp.models.message import Message
from webapp.models.opt_out import OptOutSource
from webapp.models.workflow_run import WorkflowRefusal, WorkflowRun
from webapp.rules.workflow.document import Comparison, Conditions, Document, Operator
from webapp.services.opt_outs import register
from webapp.services.workflows import store, trying

OLDER = Conditions(comparisons=(Comparison("contact.age", Operator.MORE, "30"),))


def document() -> Document:
    yes = Branch("yes", steps=(sms(3, "You wrote {{steps.s2.reply}}"),))
    return flow(
        "message",
        sms(1, "Hi {{contact.first_name}}, on {{contact.visit}}: {{trigger.text}}"),
        step(2, "wait_reply", yes, amount="1", unit="days"),
        step(
            4,
            "branch",
            Branch("b1", "Old", OLDER, (step(5, "note", text="{{contact.gone}}"),)),
            Branch("else"),
        ),
        step(6, "place_call", first_message="Hello {{contact.nickname}}"),
    )


def test_what_it_would_say_and_do(app: Flask) -> None:
    calls.number()
    carol = contact(age="40", visit="2026-12-01")
    workflow = live(document())
    trial = trying.dry_run(workflow, document(), carol, {"text": "When?"})
    assert trial.obstacle == ""
    assert [(one.placed.step.id, one.says, one.fault, one.goes) for one in trial.steps] == [
        ("s1", "Hi Carol, on Tuesday, 1 December 2026: When?", "", ""),
        ("s2", "wait up to 1 day for a reply", "", ""),
        ("s3", "You wrote [reply]", "", ""),
        ("s4", "decide", "", "b1"),
        ("s5", "leave the note “[gone]”", "There is no value for “{{contact.gone}}”.", ""),
        ("s6", "Hello {{contact.nickname}}", "There is no value for “{{contact.nickname}}”.", ""),
    ]
    assert [one.segments for one in trial.steps] == [1, 0, 1, 0, 0, 0]


def test_why_they_could_not_be_reached_is_said_and_nothing_is_written(app: Flask) -> None:
    calls.number()
    carol = contact(age="20", visit="2026-12-01")
    workflow = live(document())
    register.record(CAROL, OptOutSource.STAFF, "They rang us.")
    trial = trying.dry_run(workflow, document(), carol, {"text": "When?"})
    assert trial.obstacle == "They have opted out."
    assert trial.steps[0].verdict.startswith("They have opted out.")
    assert [one.goes for one in trial.steps if one.placed.step.kind == "branch"] == ["else"]
    for table in (WorkflowRun, WorkflowRefusal, Message):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_a_draft_can_be_tried(app: Flask) -> None:
    draft = store.create("Draft", ada(), document())
    trial = trying.dry_run(draft, document(), contact(), {})
    assert trial.obstacle == ""


def test_what_depends_on_an_event_that_is_not_known_is_not_told(app: Flask) -> None:
    large = Conditions(comparisons=(Comparison("trigger.room_size", Operator.IS, "large"),))
    decides = step(1, "branch", Branch("b1", "Large", large, (step(2, "end"),)))
    asks = flow("event", decides, sms(3), conditions=large, event="order")
    workflow, carol = live(asks), contact()
    trial = trying.dry_run(workflow, asks, carol, {"room_size": "[room size]"})
    assert (trial.obstacle, trial.only_if) == ("", "the room size is “large”")
    assert trial.steps[0].goes == ""
    trial = trying.dry_run(workflow, asks, carol, {"room_size": "small"})
    assert (trial.obstacle[:27], trial.only_if) == ("Its conditions were not met", "")
    assert trial.steps[0].goes == "else"
    register.record(CAROL, OptOutSource.STAFF, "They rang us.")
    trial = trying.dry_run(workflow, asks, carol, {"room_size": "[room size]"})
    assert trial.obstacle == "They have opted out."


@pytest.mark.parametrize(
    ("kind", "settings", "said"),
    [
        (
            "wait_until",
            {"date": "{{contact.visit}}", "days": "1", "at": "18:00"},
            "30 November 18:00 their time",
        ),
        ("wait_reply", {"date": "{{contact.visit}}", "at": "09:00"}, "1 December 9:00 their time"),
        ("wait_until", {"date": "2020-01-01", "at": "18:00"}, "This moment has passed"),
        ("wait_until", {"date": "{{steps.s1.reply}}", "at": "18:00"}, ""),
        ("wait_reply", {"amount": "1", "unit": "days"}, ""),
        ("wait", {"amount": "1", "unit": "days"}, ""),
    ],
)
def test_a_wait_says_until_when(app: Flask, kind: str, settings: dict[str, str], said: str) -> None:
    first = step(1, "wait_reply", amount="1", unit="days")
    waits = flow("hand", first, step(2, kind, **settings))
    trial = trying.dry_run(live(waits), waits, contact(visit="2036-12-01"), {})
    assert trial.steps[1].fault == ""
    assert (said in trial.steps[1].until) if said else trial.steps[1].until == ""
