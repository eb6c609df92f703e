"""The whole checklist, by place and field; and the names in the sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from tests import desks
from tests.services.workflows.stage import ada, flow, live, ours, sms, step
from webapp.db import db
from webapp.models.agent import Agent
from webapp.rules.workflow import sentence
from webapp.rules.workflow.document import Document, Step, WhoAndWhen, Window
from webapp.services import settings
from webapp.services.agents import store as agents
from webapp.services.workflows.editing import checking

GONE = "The workflow that was chosen is not there any more."
UNABLE = "This agent cannot answer any more. Choose another one."


def told(document: Document, workflow_id: int | None = None) -> list[tuple[str, str, str]]:
    return [(one.place, one.field, one.sentence) for one in checking.missing(document, workflow_id)]


@pytest.mark.parametrize(
    ("one", "field", "sentence"),
    [
        (step(1, "send_sms"), "text", "This must not be empty."),
        (step(1, "wait", amount="0", unit="days"), "amount", "This is a whole number from 1 to 10,000."),
        (step(1, "wait", amount="1", unit="moons"), "unit", "Choose one of minutes, hours, days, weeks."),
        (step(1, "wait_until", at="25:00"), "at", "Write a time of day, for example 09:30."),
        (
            step(1, "assign", member="x@example.org"),
            "member",
            "No one of your team has the e-mail address “x@example.org”.",
        ),
        (step(1, "place_call"), "first_message", "This must not be empty."),
        (step(1, "hand_to_agent", agent="999"), "agent", UNABLE),
        (step(1, "start_workflow", workflow="999"), "workflow", GONE),
        (step(1, "start_workflow"), "workflow", "Choose a workflow from the list."),
        (step(1, "note", text="Hi", color="red"), "", "“Leave a note” has no setting “color”."),
    ],
)
def test_a_field_of_a_step(app: Flask, one: Step, field: str, sentence: str) -> None:
    assert [found for found in told(flow("message", one)) if found[0] == "s1"] == [("s1", field, sentence)]


@pytest.mark.parametrize(
    ("trigger", "settings", "field", "sentence"),
    [
        ("label", {}, "label", "Write the label."),
        ("date", {"attribute": "visit", "at": ""}, "at", "Write a time of day, for example 09:30."),
        ("schedule", {"every": "cron"}, "cron", "Write the cron text, for example 0 9 * * 1-5."),
        ("schedule", {"cron": "0 9 31 2 *"}, "cron", "“0 9 31 2 *” never comes: there is no such day."),
        ("message", {"number": "999"}, "number", "The number that was chosen is not there any more."),
        ("recipient", {"batch": "999"}, "batch", "The batch that was chosen is not there any more."),
        ("event", {}, "event", "Write what the program calls the event."),
    ],
)
def test_a_field_of_the_trigger(
    app: Flask, trigger: str, settings: dict[str, str], field: str, sentence: str
) -> None:
    found = told(flow(trigger, step(1, "end"), **settings))
    assert found == [("trigger", field, sentence)]


@pytest.mark.parametrize(
    ("outcomes", "direction", "steps", "both"),
    [
        ("missed", "in", [sms(1)], True),
        ("busy, no_answer", "any", [sms(1)], True),
        ("voicemail", "in", [step(1, "note", text="Hi"), sms(2)], True),
        ("missed", "out", [sms(1)], False),
        ("answered", "in", [sms(1)], False),
        ("missed", "in", [step(1, "note", text="Hi")], False),
    ],
)
def test_who_is_missed_gets_one_text(
    app: Flask, outcomes: str, direction: str, steps: list[Step], both: bool
) -> None:
    document = flow("call_ended", *steps, outcomes=outcomes, direction=direction)
    assert not told(document)
    settings.put("missed_call_text", "We call you back.")
    assert told(document) == ([("trigger", "outcomes", checking.BOTH)] if both else [])


def test_who_and_when(app: Flask) -> None:
    document = flow("message", sms(1))
    gone = replace(document, box=WhoAndWhen(number_id=999, window=Window(None, None, None)))
    assert told(gone) == [
        ("box", "number", "The number that was chosen is not there any more."),
        ("box", "window", "With these hours it would never reach anyone."),
    ]
    abroad = replace(document, box=WhoAndWhen(window=Window((480, 1200), None, None, "America")))
    said = "No time zone is called “America”. Choose it again."
    assert told(abroad) == [("box", "window", said)]
    night = replace(document, box=WhoAndWhen(number_id=ours().id, window=Window((1320, 1440))))
    settings.put("keep_hours", True)
    assert told(night) == [("box", "window", checking.NEVER_BOTH)]
    elsewhere = Window((1320, 1440), zone="Europe/Berlin")
    assert not told(replace(night, box=WhoAndWhen(number_id=ours().id, window=elsewhere)))
    settings.put("keep_hours", False)
    assert not told(night)
    ours().services["sms"].active = False
    db.session.flush()
    off = "For Front desk, SMS is switched off. An admin can switch it on under Numbers."
    assert told(document) == [("box", "number", off)]


def test_a_workflow_does_not_start_itself(app: Flask) -> None:
    workflow = live(flow("message", step(1, "end")))
    itself = flow("message", step(1, "start_workflow", workflow=str(workflow.id)))
    assert told(itself, workflow.id) == [("s1", "workflow", "A workflow does not start itself.")]


def test_an_agent_that_was_archived_meanwhile(app: Flask) -> None:
    ours()
    agent: Agent = desks.agent(ada())
    document = flow("message", step(1, "hand_to_agent", agent=str(agent.id)))
    assert told(document) == []
    agents.archive(agent.id, ada())
    assert [field for _, field, _ in told(document)] == ["agent"]


def test_in_a_list_each_says_which_step_and_field_it_is_about(app: Flask) -> None:
    found = checking.missing(flow("label", step(1, "send_sms"), step(2, "set_attribute", name="city")))
    assert [one.whole for one in found] == [
        "A label is added, Label: Write the label.",
        "Send a text (s1), Text: This must not be empty.",
        "Set an attribute (s2), Value: This must not be empty.",
    ]


def test_the_sentence_names_what_was_chosen(app: Flask) -> None:
    ours()
    agent = desks.agent(ada(), "Mia")
    document = flow("message", step(1, "hand_to_agent", agent=str(agent.id)), number=str(ours().id))
    assert (
        sentence.of(document, checking.names(document))
        == "When they send a text to Front desk, hand them to Mia."
    )


def test_a_text_that_names_a_field_which_the_form_does_not_have(app: Flask) -> None:
    says = sms(1, "{{trigger.name}}, {{trigger.Budget|all}}, {{trigger.consent|no}}")
    found = told(flow("form", says, title="Quote", fields="Name\nPhone (phone) *\nYour budget"))
    sentence = (
        "“Send a text” (s1) uses {{trigger.Budget}}, which the form does not ask for. "
        "It asks for “name”, “phone”, “your_budget”."
    )
    assert found == [("s1", "text", sentence)]
    assert told(flow("form", says, title="Quote", fields="Name\nPhone (phone) *\nBudget")) == []
    assert [one[0] for one in told(flow("form", says, title="Quote", fields="Name"))] == ["trigger"]
