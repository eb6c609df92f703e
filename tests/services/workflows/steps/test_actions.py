"""Steps that are actions of agents' tasks: labels, attributes, notes, requests, handing off."""

from __future__ import annotations

import json

from flask import Flask
from sqlalchemy import select

from tests.services.actions.system import Answer, OtherSystem
from tests.services.workflows.stage import (
    act,
    ada,
    contact,
    errors,
    flow,
    later,
    live,
    run,
    step,
    steps,
)
from webapp.db import db
from webapp.models.agent import AgentState
from webapp.models.note import Note
from webapp.models.opt_out import OptOut
from webapp.models.thread import Thread
from webapp.rules.workflow.document import Step, WhoAndWhen
from webapp.services.contacts import labels
from webapp.services.workflows import by_hand
from webapp.services.workflows.editing import checking
from webapp.services.workflows.steps.base import name_of
from webapp.services.workflows.steps.registry import STEPS


def begin(*parts: Step, box: WhoAndWhen | None = None) -> None:
    workflow = live(flow("hand", *parts, box=box))
    by_hand.start(workflow.id, [contact().id], ada(), "key")
    act()


def test_what_our_database_knows_of_them(app: Flask) -> None:
    begin(
        step(1, "add_label", label="Keen"),
        step(2, "add_label", label="Old"),
        step(3, "remove_label", label="old"),
        step(4, "set_attribute", name="visit", value="{{contact.first_name}} comes"),
        step(5, "note", text="By {{trigger.by}}"),
        step(6, "assign", member=ada().email),
        step(7, "hand_off", reason="Please call {{contact.name}}."),
    )
    carol = run().contact
    assert [one.input for one in run().steps][2:5] == [
        {"label": "old"},
        {"name": "visit", "value": "Carol comes"},
        {"text": "By Ada"},
    ]
    thread = db.session.scalars(select(Thread)).one()
    assert [one.name for one in labels.of(carol.id)] == ["Keen"]
    assert carol.attributes["visit"] == "Carol comes"
    assert db.session.scalars(select(Note.text)).one() == "By Ada"
    assert (thread.assignee_id, thread.agent_state, run().state) == (ada().id, AgentState.HANDED_OFF, "done")


def test_opting_them_out_ends_the_run(app: Flask) -> None:
    begin(step(1, "opt_out"), step(2, "add_label", label="Out"))
    assert db.session.scalars(select(OptOut.evidence)).one() == "the workflow “Follow-up”"
    assert (run().state, run().reason) == ("stopped", "They opted out.")


def test_a_label_needs_no_conversation(app: Flask) -> None:
    carol = contact()
    begin(step(1, "add_label", label="Keen"), box=WhoAndWhen())
    assert (run().state, run().thread_id) == ("done", None)
    assert run().contact_id == carol.id


def test_a_step_that_fails_ends_the_run_with_its_sentence(app: Flask) -> None:
    begin(
        step(1, "set_attribute", name="visit", value="{{contact.gone}}"), step(2, "add_label", label="Keen")
    )
    assert (run().state, run().reason) == ("failed", "There is no value for “{{contact.gone}}”.")
    assert steps() == [("s1", "failed")]


def test_another_system_is_asked_once_and_its_answer_kept(app: Flask, system: OtherSystem) -> None:
    system.put("/visits", Answer(body=json.dumps({"id": 7}).encode()))
    asks = step(
        1,
        "http_request",
        url=f"{system.url}/visits",
        headers="X-Key: abc",
        body="phone: {{contact.phone}}",
        keep="visit = id",
    )
    begin(asks, step(2, "set_attribute", name="visit", value="{{steps.s1.visit}}"))
    assert (run().state, run().contact.attributes["visit"]) == ("done", "7")
    went_in = {"url": f"{system.url}/visits", "body": f"phone: {run().contact.phone}"}
    assert run().steps[0].input == went_in, "no header, which may hold a key"
    (asked,) = system.asked
    assert asked.headers["Idempotency-Key"] == f"{name_of(run())}:s1"


def test_a_request_that_fails_fails_the_run(app: Flask, system: OtherSystem) -> None:
    system.put("/visits", Answer(status=500))
    begin(step(1, "http_request", url=f"{system.url}/visits"))
    assert (run().state, len(system.asked)) == ("failed", 1)
    assert errors()[0].endswith("answered 500 (Internal Server Error).")


def test_one_that_may_be_repeated_is_asked_again(app: Flask, system: OtherSystem) -> None:
    system.put("/visits", Answer(status=503), Answer())
    begin(step(1, "http_request", url=f"{system.url}/visits", repeatable="1"))
    assert (run().state, steps()) == ("waiting", [("s1", "waiting")])
    later(minutes=1)
    assert (run().state, len(system.asked)) == ("done", 2)
    assert len({one.headers["Idempotency-Key"] for one in system.asked}) == 1


def test_what_is_wrong_with_its_settings_is_told_by_field(app: Flask) -> None:
    document = flow("hand", step(1, "http_request", url="nowhere", repeatable="1"), step(2, "note"))
    assert {(one.place, one.field) for one in checking.missing(document)} == {("s1", "url"), ("s2", "text")}
    assert STEPS["note"].kind == "note"
