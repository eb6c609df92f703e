"""Another system calls: it teaches, starts a run, or is refused with a line in the log."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from tests.conversations import CAROL
from tests.services.workflows.stage import act, ada, flow, live, refusals, runs, sms, step, texts
from webapp.db import db
from webapp.models.workflow import Workflow
from webapp.rules.workflow import signature
from webapp.services.actions import named_secrets
from webapp.services.workflows import samples, store, webhook_calls
from webapp.services.workflows.editing import publishing
from webapp.services.workflows.webhook_calls import Call, Taken

END = step(1, "end")
VISIT = {"customer": {"phone": "(202) 555-0111", "name": "Carol Diaz"}, "visit": {"day": "Friday", "no": 7}}
WHERE = {"phone_field": "customer.phone", "name_field": "customer.name", "id_field": "visit.no"}


def call(workflow: Workflow, sent: Any = VISIT, mimetype: str = "application/json", **headers: str) -> Taken:
    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    document = webhook_calls.listens(workflow)
    assert document is not None
    taken = webhook_calls.take(workflow, document, Call(body, mimetype, headers))
    db.session.commit()
    return taken


def test_it_texts_who_is_named(app: Flask) -> None:
    workflow = live(flow("webhook", sms(1, "Hi {{contact.first_name}}, {{trigger.visit.day}}!"), **WHERE))
    assert call(workflow).sentence == "It started a run."
    act()
    assert texts(CAROL) == ["Hi Carol, Friday!"]
    assert [one.contact_id for one in samples.latest(workflow.id)] == [runs()[0].contact_id]


def test_before_it_is_published_it_only_learns(app: Flask) -> None:
    workflow = store.create("Visits", ada(), flow("webhook", END, **WHERE))
    assert (
        call(workflow).sentence
        == "It is kept as an example. Nothing starts before the workflow is published."
    )
    assert call(workflow, {"no": "phone"}).why == ""
    assert (runs(), refusals()) == ([], [])
    assert samples.names(workflow.id) == ["no", "customer.phone", "customer.name", "visit.day", "visit.no"]


@pytest.mark.parametrize(
    ("sent", "settings", "name"),
    [
        ({"customer.Phone": CAROL, "to": CAROL}, {}, "customer.Phone"),
        ({"id": "7", "to": CAROL}, {}, "to"),
        ({"customer.phone": "soon", "id": "2025550111"}, {}, ""),
        ({"phone": "?", "mobile": CAROL}, {}, ""),
        ({"mobile": CAROL}, {"phone_field": "mobile"}, ""),
    ],
)
def test_where_the_phone_seems_to_stand(
    app: Flask, sent: dict[str, str], settings: dict[str, str], name: str
) -> None:
    assert webhook_calls.phone_in(settings, sent) == name


def test_a_draft_that_has_changed_does_not_change_what_is_live(app: Flask) -> None:
    workflow = live(flow("webhook", END, **WHERE))
    store.save(workflow.id, workflow.revision, flow("hand", END), ada())
    assert call(workflow).run_id is not None


def test_one_that_listens_to_something_else_learns_for_its_draft(app: Flask) -> None:
    workflow = live(flow("hand", END))
    assert webhook_calls.listens(workflow) is None
    store.save(workflow.id, workflow.revision, flow("webhook", END), ada())
    assert call(workflow).run_id is None
    assert len(samples.latest(workflow.id)) == 1


@pytest.mark.parametrize("headers", [{}, {"idempotency-key": "visit-7"}])
def test_the_same_event_starts_it_once(app: Flask, headers: dict[str, str]) -> None:
    workflow = live(flow("webhook", END, **WHERE))
    first, again = call(workflow, **headers), call(workflow, **headers)
    assert (again.run_id, again.sentence) == (first.run_id, "It was told before, and started nothing again.")
    assert len(runs()) == 1


def test_a_rule_that_is_in_the_way_is_told(app: Flask) -> None:
    workflow = live(flow("webhook", END, phone_field="phone"))
    for _ in range(2):
        taken = call(workflow, {"phone": CAROL})
    assert (taken.run_id, taken.why, taken.sentence) == (None, "", "They are in this workflow already.")
    publishing.pause(workflow.id, ada())
    assert call(workflow, {"phone": CAROL}).sentence == "The workflow is not live at present."
    assert len(refusals()) == 2


@pytest.mark.parametrize(
    "phone",
    [CAROL, "202-555-0111", "001 202 555 0111", 12025550111, " +1 (202) 555.0111 ", "tel:+12025550111"],
)
def test_a_phone_in_any_spelling(app: Flask, phone: Any) -> None:
    assert call(live(flow("webhook", END)), {"phone": phone}).run_id is not None
    assert [one.contact.phone for one in runs()] == [CAROL]


def test_a_form_as_well(app: Flask) -> None:
    workflow = live(flow("webhook", END))
    form = b"phone=%2B1+202+555+0111&name=Carol&empty="
    assert call(workflow, form, "application/x-www-form-urlencoded").run_id is not None
    assert runs()[0].event == {"phone": "+1 202 555 0111", "name": "Carol", "empty": ""}


NOT_READ = 'This is not a JSON object, such as {"phone": "+12025550123"}, and no form.'
DEEP = b'{"a":' * 100 + b"1" + b"}" * 100


@pytest.mark.parametrize(
    ("sent", "why", "sentence"),
    [
        (b"", "payload", NOT_READ),
        (b"hello", "payload", NOT_READ),
        (b"[1]", "payload", NOT_READ),
        (b"{}", "payload", NOT_READ),
        (b"\xff\xfe", "payload", NOT_READ),
        (b"[" * 100_000, "payload", NOT_READ),
        (b'{"a": ' + b"9" * 5_000 + b"}", "payload", NOT_READ),
        (DEEP, "payload", "This is nested too deep. 10 levels are the most."),
        (
            json.dumps(dict.fromkeys(map(str, range(201)), 1)).encode(),
            "payload",
            "This has more than 200 values. Send",
        ),
        (b'{"x": 1}', "phone", "The phone is missing. It is looked for in “phone”."),
        (b'{"phone": "12"}', "phone", "“12” "),
        (b'{"phone": {"x": 1}}', "phone", "The phone is missing."),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_a_line(
    app: Flask, sent: bytes, why: str, sentence: str
) -> None:
    workflow = live(flow("webhook", END))
    taken = call(workflow, sent)
    assert (taken.why, taken.run_id) == (why, None)
    assert taken.sentence.startswith(sentence)
    call(workflow, sent)
    assert refusals()[0] == f"Another system called: {taken.sentence}"
    assert len(refusals()) <= 2, "one a minute"
    assert runs() == []


def test_signed_calls_alone(app: Flask) -> None:
    named_secrets.put("booking", "long enough", ada().id)
    signed = {"secret": "booking", "signature_prefix": "sha256=", **WHERE}
    workflow = live(flow("webhook", END, **signed))
    good = f"sha256={signature.of(json.dumps(VISIT).encode(), 'long enough', 'hex')}"
    for headers in ({}, {"x-signature": good[:-1]}, {"x-signature": good.removeprefix("sha256=")}):
        assert call(workflow, **headers).sentence == "The signature is missing or wrong."
    assert samples.latest(workflow.id) == []
    run = call(workflow, **{"x-signature": good}).run_id
    assert run is not None
    replayed = call(workflow, **{"x-signature": good, "idempotency-key": "another, by who has seen the call"})
    assert (replayed.run_id, replayed.sentence) == (
        run, "It was told before, and started nothing again.",
    )  # fmt: skip
    named_secrets.remove("booking", ada().id)
    taken = call(workflow, **{"x-signature": good})
    assert (taken.why, "booking" in taken.sentence) == ("set up", False)
    assert any("There is no secret “booking”. An admin can set it." in one for one in refusals())
