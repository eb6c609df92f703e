"""Other programs report events, start workflows, and read what became of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.conversations import CAROL
from tests.services.workflows.stage import act, flow, live, ours, runs, sms, step, texts
from tests.views.program import Program
from webapp.db import db
from webapp.models.user import User
from webapp.services.team import api_keys
from webapp.services.workflows.editing import publishing
from webapp.views.api import api_schema

EVENTS = "/api/v1/events"
END = step(1, "end")


@pytest.fixture
def shop(app: Flask, ada: User) -> Program:
    ours()
    _, secret = api_keys.make("Shop", ada, tuple(api_keys.SCOPES))
    db.session.commit()
    return Program(app, secret)


def test_an_event_texts_someone_once(shop: Program) -> None:
    live(
        flow(
            "event",
            sms(1, "Hi {{contact.first_name}}, {{trigger.order.item}}: {{trigger.paid}}"),
            event="paid",
        )
    )
    sent = {
        "event": "paid",
        "phone": "(202) 555-0111",
        "name": "Carol Diaz",
        "fields": {"order": {"item": "lamp"}, "paid": True},
        "attributes": {"city": "Boston"},
    }
    answers = [shop.call("POST", EVENTS, json=sent, headers={"Idempotency-Key": "7"}) for _ in range(2)]
    act()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert texts() == ["Hi Carol, lamp: yes"]
    (run,) = runs()
    assert run.contact.attributes == {"city": "Boston"}
    said = {"event": "paid", "phone": CAROL, "refused": []}
    said["started"] = [{"workflow": run.workflow_id, "name": "Follow-up", "run": run.id}]  # type: ignore[assignment]
    assert [answer.get_json() for answer in answers] == [said, said]


def test_why_it_did_not_start_is_said_and_kept(shop: Program) -> None:
    live(flow("event", END, event="paid"))
    for number in range(2):
        answer = shop.call("POST", EVENTS, json={"event": "paid", "phone": CAROL, "id": str(number)})
    assert answer.get_json()["refused"] == [
        {"workflow": 1, "name": "Follow-up", "reason": "They are in this workflow already."}
    ]
    assert shop.call("POST", EVENTS, json={"event": "other", "phone": CAROL}).get_json()["started"] == []


def test_a_run_is_started_and_read(shop: Program) -> None:
    workflow = live(flow("hand", sms(1, "Hello")))
    path = f"/api/v1/workflows/{workflow.id}/runs"
    answers = [shop.call("POST", path, json={"phone": CAROL, "id": "1"}) for _ in range(2)]
    act()
    assert [answer.status_code for answer in answers] == [201, 200]
    run = shop.call("GET", f"/api/v1/runs/{answers[0].get_json()['id']}").get_json()
    assert run.keys() == api_schema.RUN.keys()
    assert run["steps"][0].keys() == api_schema.STEP.keys()
    assert (run["state"], run["phone"], run["name"]) == ("done", CAROL, "Follow-up")
    assert [(one["step"], one["kind"], one["state"]) for one in run["steps"]] == [("s1", "send_sms", "done")]
    assert shop.call("GET", "/api/v1/runs/999").status_code == 404


def test_one_that_cannot_start_says_why(shop: Program, ada: User) -> None:
    workflow = live(flow("hand", END))
    path = f"/api/v1/workflows/{workflow.id}/runs"
    shop.call("POST", path, json={"phone": CAROL})
    again = shop.call("POST", path, json={"phone": CAROL})
    assert (again.status_code, again.get_json()["detail"]) == (409, "They are in this workflow already.")
    publishing.pause(workflow.id, ada)
    assert shop.call("POST", path, json={"phone": CAROL}).status_code == 409
    assert shop.call("POST", "/api/v1/workflows/99/runs", json={"phone": CAROL}).status_code == 404


DEEP: Any = "x"
for _ in range(100):
    DEEP = {"in": DEEP}
BAD = [
    ({"json": {}}, "event"),
    ({"json": []}, None),
    ({"data": b"{", "content_type": "application/json"}, None),
    ({"data": b"{" * 50_000}, None),
    ({"json": {"event": "e"}}, "phone"),
    ({"json": {"event": "e", "phone": "12"}}, "phone"),
    ({"json": {"event": " ", "phone": CAROL}}, "event"),
    ({"json": {"event": "e", "phone": CAROL, "fields": DEEP}}, "fields"),
    ({"json": {"event": "e", "phone": CAROL, "fields": "x"}}, "fields"),
    ({"json": {"event": "e", "phone": CAROL, "attributes": {"{": "x"}}}, "attributes"),
    ({"json": {"event": "e", "phone": CAROL, "attributes": {"a": "x" * 501}}}, "attributes"),
    ({"json": {"event": "e", "phone": CAROL, "name": 7}}, "name"),
    ({"data": {"event": "e"}}, "phone"),
]


@pytest.mark.parametrize(("options", "field"), BAD, ids=range(len(BAD)))
def test_bad_input_is_one_plain_sentence(shop: Program, options: dict[str, Any], field: str | None) -> None:
    live(flow("event", END, event="e"))
    answer = shop.call("POST", EVENTS, **options)
    assert (answer.status_code, answer.get_json().get("field")) == (422, field)
    assert re.fullmatch(r"[“'A-Za{].{10,160}", answer.get_json()["detail"])
    assert runs() == []


ODD = ["\x00", "a\ud800", "x" * 3000, -1, 1e308, 10**30, True, None, [], {}, "", "{{trigger.event}}", "٣"]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_whatever_is_sent_breaks_nothing(shop: Program, odd: Any) -> None:
    live(flow("event", sms(1, "{{trigger.x|nothing}}"), event="e"))
    good = {"event": "e", "phone": CAROL, "name": "Carol", "fields": {}, "attributes": {}, "id": "1"}
    for name in good:
        for path in (EVENTS, "/api/v1/workflows/1/runs"):
            answer = shop.call("POST", path, json={**good, name: odd})
            assert answer.status_code in (200, 201, 409, 422), (name, answer.get_json())
    assert shop.call("POST", EVENTS, json={**good, "fields": {"x": odd, str(odd): 1}}).status_code == 200
    headers = {"Idempotency-Key": re.sub(r"[^ -~]", "?", str(odd))}
    assert shop.call("POST", EVENTS, json=good, headers=headers).status_code == 200
    act()


def test_a_form_works_as_well(shop: Program) -> None:
    live(flow("event", END, event="e"))
    answer = shop.call("POST", EVENTS, data={"event": "e", "phone": CAROL, "id": "1"})
    assert [one["name"] for one in answer.get_json()["started"]] == ["Follow-up"]


def test_the_answers_are_those_of_the_docs(shop: Program) -> None:
    docs = (Path(__file__).parents[3] / "docs/api.md").read_text("utf-8")
    live(flow("event", END, event="order.shipped"))
    for status, words in api_schema.OF_ALL.items():
        assert str(status) in docs, words
    for block in re.findall(
        r"curl https://outbound\.example\.org(/api/v1/(?:events|workflows/1/runs)) .*?-d '(.*?)'", docs, re.S
    ):
        path, body = block
        answer = shop.call("POST", path, data=body, content_type="application/json")
        assert answer.status_code in (200, 201), answer.get_json()
    assert len(runs()) == 2
