"""Webhooks of the account's other API: taken in when their signature verifies, else asked for again."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conversations import CAROL
from tests.views.signed import INBOUND, STATUS
from tests.views.webhooks.conftest import everything, inbox
from tests.views.webhooks.test_once import sent_message, state_of
from webapp.carriers.vonage import sms_api
from webapp.db import db
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.opt_out import OptOut
from webapp.models.webhook_event import WebhookEvent
from webapp.services.inbox.receiving import waiting_texts
from webapp.services.opt_outs import register

SECRET = "s" * 32
METHODS = ("md5hash", "md5", "sha1", "sha256", "sha512")
TEXT = {
    "msisdn": "12025550111",
    "to": "12025550100",
    "messageId": "0A0000000123ABCD1",
    "text": "STOP",
    "type": "text",
    "keyword": "STOP",
    "message-timestamp": "2026-11-23 10:00:00",
    "api-key": "abcd1234",
    "timestamp": str(int(time.time()) - 24 * 3600),
    "nonce": "5f3c",
}
RECEIPT = {
    "msisdn": "12025550111",
    "to": "12025550100",
    "network-code": "310260",
    "messageId": "out-1",
    "price": "0.0070",
    "status": "failed",
    "scts": "2611231000",
    "err-code": "9",
    "message-timestamp": "2026-11-23 10:00:00",
}


def signed(said: dict[str, str], secret: str = SECRET, method: str = "md5hash") -> dict[str, str]:
    """As Vonage signs it: `&name=value` by name, with & and = of values as _."""
    parts = [f"&{name}={said[name].replace('&', '_').replace('=', '_')}" for name in sorted(said)]
    return {**said, "sig": sms_api.signature("".join(parts), secret, method)}


def sends(app: Flask, how: str, said: dict[str, str], path: str = INBOUND) -> TestResponse:
    """By GET, as a form (POST) or as JSON."""
    db.session.commit()
    client = app.test_client()
    if how == "GET":
        return client.get(path, query_string=said)
    return client.post(path, **({"json": said} if how == "JSON" else {"data": said}))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("how", ["GET", "POST", "JSON"])
def test_a_signed_text_is_taken_in_like_any(app: Flask, number: Number, how: str, method: str) -> None:
    for _ in range(2):
        assert sends(app, how, signed(TEXT, method=method)).status_code == 200
    assert inbox() == ["STOP"]
    assert db.session.scalars(select(OptOut.phone)).all() == [CAROL]
    assert (
        db.session.scalars(select(Message.sent_at).where(Message.direction == "in")).one().isoformat()
        == "2026-11-23T10:00:00+00:00"
    )


@pytest.mark.parametrize("how", ["GET", "POST", "JSON"])
@pytest.mark.parametrize(
    "said",
    [
        TEXT,
        {**TEXT, "sig": ""},
        {**TEXT, "sig": "0" * 32},
        {**TEXT, "sig": "0" * 33},
        signed({**TEXT, "timestamp": str(int(time.time()) - 26 * 3600)}),
        signed(TEXT, secret="x" * 32),
        {**signed(TEXT), "text": "START"},
        {**signed(TEXT), "added": "1"},
        {name: value for name, value in signed(TEXT).items() if name != "nonce"},
    ],
    ids=range(9),
)
def test_what_is_not_signed_by_our_account_is_to_come_again(
    app: Flask, number: Number, how: str, said: dict[str, str]
) -> None:
    for path in (INBOUND, STATUS):
        answer = sends(app, how, said, path)
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert everything() == (0, 0)


def test_a_secret_and_a_method_of_its_own(
    app: Flask, number: Number, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = app.config["SETTINGS"]
    vonage = replace(known.vonage, sms_signature_secret="other", sms_signature_method="sha256")
    monkeypatch.setitem(app.config, "SETTINGS", replace(known, vonage=vonage))
    assert sends(app, "GET", signed(TEXT, "other", "md5hash")).status_code == 503
    assert sends(app, "GET", signed(TEXT, "other", "sha256")).status_code == 200
    assert inbox() == ["STOP"]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({"text": "Fish & chips = €5?"}, "Fish & chips = €5?"),
        ({"text": "نعم 👍", "type": "unicode"}, "نعم 👍"),
        ({"text": "a+b%20c &#039; &amp;"}, "a+b%20c &#039; &amp;"),
        ({"text": "nul\x00"}, "nul"),
        ({"text": "", "keyword": "STOP"}, "STOP"),
        ({"text": "", "type": "binary", "data": b"Hi there".hex(), "udh": "06050415811581"}, "Hi there"),
        ({"text": "", "type": "binary", "data": "Да".encode("utf-16-be").hex()}, "Да"),
        ({"text": "", "type": "binary", "data": "00ff10"}, "00ff10"),
    ],
    ids=str,
)  # fmt: skip
def test_every_kind_of_text_is_read(app: Flask, number: Number, said: dict[str, str], read: str) -> None:
    for how in ("GET", "POST", "JSON"):
        assert sends(app, how, signed({**TEXT, **said})).status_code == 200
    assert inbox() == [read]


def part(number: int, text: str, **fields: str) -> dict[str, str]:
    """One of the parts of a text, signed."""
    said = {"messageId": f"0A{number}", "text": text, "concat": "true", "concat-ref": "7"}
    return signed({**TEXT, **said, "concat-part": str(number), "concat-total": "2", **fields})


@pytest.mark.parametrize("how", ["GET", "POST", "JSON"])
def test_the_parts_of_a_long_text_are_one_text(app: Flask, number: Number, how: str) -> None:
    for said in (part(2, "stop"), part(2, "stop"), part(1, "please don’t "), part(1, "please don’t ")):
        assert sends(app, how, said).status_code == 200
    assert inbox() == ["please don’t stop"]
    assert register.active([CAROL]) == {}
    assert everything() == (3, 1)


def test_of_parts_that_come_at_once_none_is_left_behind(app: Flask, number: Number) -> None:
    client = app.test_client()
    db.session.commit()
    rounds = [
        [part(n, f"{n} ", **{"concat-ref": ref, "messageId": f"{ref}-{n}"}) for n in (1, 2)]
        for ref in "abcdef"
    ]
    with ThreadPoolExecutor(2) as pool:
        for said in rounds:
            answers = pool.map(lambda one: client.post(INBOUND, data=one).status_code, said)
            assert list(answers) == [200, 200]
    assert inbox() == ["1 2 "] * len(rounds)


@pytest.mark.parametrize(
    "fields",
    [
        {"concat-total": "1"},
        {"concat-total": "0"},
        {"concat-part": "3"},
        {"concat-part": "0"},
        {"concat-part": "-1"},
        {"concat-part": "٢"},
        {"concat-total": "256"},
        {"concat-total": "9" * 5000},
        {"concat-part": "x"},
        {"concat-ref": ""},
        {"concat": "false"},
    ],
    ids=str,
)
def test_what_cannot_be_put_in_its_place_is_a_text_of_its_own(
    app: Flask, number: Number, fields: dict[str, str]
) -> None:
    assert sends(app, "POST", part(2, "STOP", **fields)).status_code == 200
    assert inbox() == ["STOP"]
    assert CAROL in register.active([CAROL])


def test_a_part_whose_text_cannot_be_worked_is_kept_and_told_of(app: Flask, number: Number) -> None:
    assert sends(app, "POST", part(1, "One ")).status_code == 200
    held = db.session.scalars(select(WebhookEvent)).one()
    held.payload = {**held.payload, "sms": {**held.payload["sms"], "at": "never"}}
    assert sends(app, "POST", part(2, "two")).status_code == 200
    assert (inbox(), waiting_texts.unreadable().texts) == ([], 2)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"status": "delivered", "err-code": "0"}, "delivered"),
        ({"status": "accepted", "err-code": "0"}, "sent"),
        ({"status": "expired", "err-code": "2"}, "undelivered"),
        ({"status": "rejected", "err-code": "6"}, "rejected"),
        ({"status": "unknown", "err-code": "1"}, "sent"),
    ],
    ids=str,
)
@pytest.mark.parametrize("how", ["GET", "POST", "JSON"])
def test_a_signed_receipt_is_a_report(app: Flask, how: str, said: dict[str, str], state: str) -> None:
    message = sent_message()
    assert sends(app, how, signed({**RECEIPT, **said}), STATUS).status_code == 200
    assert state_of(message)[0] == state
    assert register.active([message.phone]) == {}


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("10", "The network did not take this message as it is."), ("16", "Vonage reported error 16.")],
)
def test_a_code_that_the_messages_api_does_not_have_is_said(app: Flask, code: str, sentence: str) -> None:
    message = sent_message()
    assert sends(app, "POST", signed({**RECEIPT, "status": "failed", "err-code": code}), STATUS).status_code
    assert state_of(message) == ("undelivered", sentence)


@pytest.mark.parametrize("by_reference", [True, False])
def test_a_receipt_says_that_somebody_has_opted_out(app: Flask, by_reference: bool) -> None:
    message = sent_message()
    said = {"client-ref": str(message.client_ref), "messageId": "legacy-1"} if by_reference else {}
    assert sends(app, "POST", signed({**RECEIPT, **said}), STATUS).status_code == 200
    assert state_of(message) == ("undelivered", "This person has opted out with the carrier.")
    assert message.phone in register.active([message.phone])


def test_a_form_with_a_thousand_fields_is_none(app: Flask) -> None:
    body = urlencode({**TEXT, **{f"f{n}": "x" for n in range(1000)}})
    answer = app.test_client().post(INBOUND, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 503


def test_of_a_field_that_comes_twice_the_signed_one_counts(app: Flask, number: Number) -> None:
    query = urlencode(signed(TEXT)) + "&text=START&msisdn=12025550199"
    assert app.test_client().get(f"{INBOUND}?{query}").status_code == 200
    assert inbox() == ["STOP"]


def test_a_signature_in_capitals_is_one(app: Flask, number: Number) -> None:
    """HMACs come in capitals."""
    said = signed(TEXT, method="sha256")
    assert sends(app, "GET", {**said, "sig": said["sig"].upper()}).status_code == 200


def test_a_signature_that_vonages_sdks_are_tested_with() -> None:
    said = {"a": "1", "b": "2", "timestamp": "1461605396", "sig": "6af838ef94998832dbfc29020b564830"}
    assert sms_api.signature("&a=1&b=2&timestamp=1461605396", "secret", "md5hash") == said["sig"]
