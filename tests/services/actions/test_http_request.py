"""Another system is asked with the contact's values, and no secret is left anywhere."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from tests.dump import dump
from tests.services.actions.people import ask, carol, carried_out
from tests.services.actions.system import Answer, OtherSystem
from webapp.allowed_hosts import AllowedHosts
from webapp.db import db
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services.actions import named_secrets
from webapp.services.actions.registry import ACTIONS

CANARY = "canary-4711-secret"
BEARER = "Authorization: Bearer {{secret.booking}}"


@pytest.fixture(autouse=True)
def secret(thread: Thread) -> None:
    ada = db.session.scalars(select(User)).one()
    named_secrets.put("booking", CANARY, ada.id)
    db.session.commit()


def test_json_has_the_values_in_their_types(thread: Thread, system: OtherSystem) -> None:
    body = "customer.name: {{name}}\ncustomer.phone: {{phone}}\n"
    body += "guests (number): {{guests}}\nvip (yes/no): {{vip}}"
    url = system.put("/visits/a%2Fb", Answer(201))
    action = ask(url.replace("a%2Fb", "{{visit}}"), body=body, headers=f"{BEARER}\nX-Shop: 17")
    record = carried_out(thread, action, guests="4", vip="no", visit="a/b")
    assert record.error == ""
    [asked] = system.asked
    assert (asked.method, asked.path) == ("POST", "/visits/a%2Fb")
    assert json.loads(asked.body) == {
        "customer": {"name": "Carol Diaz", "phone": carol().phone}, "guests": 4, "vip": False,
    }  # fmt: skip
    assert asked.headers["Authorization"] == f"Bearer {CANARY}"
    assert asked.headers["Content-Type"] == "application/json"
    assert asked.headers["Idempotency-Key"] == record.actions[0].key


def test_a_form_has_them_as_a_browser_sends_them(thread: Thread, system: OtherSystem) -> None:
    body = "name: {{name}}\nguests (number): {{guests}}\nvip (yes/no): yes\nnote: {{note|}}"
    carried_out(thread, ask(system.url + "/", body=body, encoding="form", method="PUT"), guests="4")
    [asked] = system.asked
    assert (asked.method, asked.body) == ("PUT", b"name=Carol+Diaz&guests=4&vip=true&note=")
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_values_do_not_break_out_of_the_json(thread: Thread, system: OtherSystem) -> None:
    note = '", "admin": true, "x": "\r\n{{secret.booking}}'
    carried_out(thread, ask(system.url + "/", body="note: {{note}}"), note=note)
    assert json.loads(system.asked[0].body) == {"note": note}


def test_a_line_break_in_a_value_makes_no_header(thread: Thread, system: OtherSystem) -> None:
    record = carried_out(thread, ask(system.url + "/", headers="X-Note: {{note}}"), note="a\r\nX-Evil: 1")
    assert (record.state, system.asked) == ("failed", [])
    assert "X-Note" in record.error


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b'{"id": "%s"}', echo="Authorization"),
        Answer(500, body=b"%s", echo="Authorization"),
        Answer(404, body=b"%s", echo="Authorization"),
        Answer(body=b"%s", echo="Authorization"),
        Answer(cut=True),
        Answer(307, headers={"Location": "http://10.0.0.1/"}),
    ],
    ids=lambda answer: f"{answer.status} {answer.cut}",
)
def test_a_secret_is_in_no_row_and_no_log(
    thread: Thread, system: OtherSystem, answer: Answer, capfd: pytest.CaptureFixture[str]
) -> None:
    carried_out(thread, ask(system.put("/", answer), headers=BEARER, keep="id = id"))
    assert CANARY in str(system.asked)
    assert CANARY not in str(dump())
    out, err = capfd.readouterr()
    assert CANARY not in out + err


def test_a_secret_that_is_gone_is_asked_for_by_name(thread: Thread, system: OtherSystem) -> None:
    record = carried_out(thread, ask(system.url + "/", headers="Authorization: {{secret.other}}"))
    assert (record.error, system.asked) == ("There is no secret “other”. An admin can set it.", [])


def test_an_attribute_called_like_a_secret_is_none(thread: Thread, system: OtherSystem) -> None:
    carol().attributes = {"secret.booking": "stolen", "secret.other": "made up"}
    db.session.commit()
    carried_out(thread, ask(system.url + "/", headers=BEARER))
    assert system.asked[0].headers["Authorization"] == f"Bearer {CANARY}"
    record = carried_out(thread, ask(system.url + "/", headers="X-A: {{secret.other}}"))
    assert record.error == "There is no secret “other”. An admin can set it."


def test_a_private_address_is_refused_with_its_sentence(
    app: Flask, thread: Thread, system: OtherSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "allowed_hosts", AllowedHosts())
    record = carried_out(thread, ask(system.url + "/"))
    assert (record.state, system.asked) == ("failed", [])
    assert "is an address in a private network" in record.error


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "This is not an address"),
        ({"url": "https://a.org/", "method": "GET", "body": "a: 1"}, "A request with GET has no body."),
        ({"url": "https://a.org/", "method": "TRACE"}, "Choose one of POST"),
        ({"url": "https://a.org/", "seconds": "31"}, "This is a whole number from 1 to 30."),
        ({"url": "https://a.org/", "headers": "Host: b.org"}, "is set by Outbound"),
        ({"url": "https://a.org/", "body": "a: {{secret.booking}}"}, "A secret can stand in the headers"),
        ({"url": "https://a.org/{{secret.booking}}"}, "A secret can stand in the headers"),
    ],
)
def test_settings_that_cannot_work_are_named(settings: dict[str, str], sentence: str) -> None:
    [said] = ACTIONS["http_request"].faults(settings)
    assert sentence in said
