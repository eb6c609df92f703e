"""Signed webhooks, and the schedule by which they are repeated until the app answers."""

from __future__ import annotations

import hashlib
import time

import jwt
import pytest
from vonage import Vonage
from vonage_jwt import verify_signature

from tests.simulator.conftest import client
from tests.simulator.server import (
    API_KEY,
    APPLICATION_ID,
    SIGNATURE_SECRET,
    Control,
    start,
    wait_for,
)
from tests.simulator.sink import Received, Sink
from tests.simulator.test_people import OUR_NUMBER, text

ADA = "447700900123"


def claims(received: Received) -> dict[str, object]:
    """What the signature says, checked by PyJWT."""
    token = (received.authorization or "").removeprefix("Bearer ")
    decoded: dict[str, object] = jwt.decode(token, SIGNATURE_SECRET, algorithms=["HS256"], issuer="Vonage")
    return decoded


def test_every_webhook_is_signed_and_carries_the_hash_of_its_body(
    vonage: Vonage, control: Control, sink: Sink
) -> None:
    text(vonage, "447700908888")
    control.idle()

    assert [each.path for each in sink.received] == ["/status", "/status", "/inbound"]
    for received in sink.received:
        signed = claims(received)
        assert signed["payload_hash"] == hashlib.sha256(received.body).hexdigest()
        assert (signed["api_key"], signed["application_id"]) == (API_KEY, APPLICATION_ID)
        assert abs(float(str(signed["iat"])) - time.time()) < 60
        assert verify_signature(received.authorization.removeprefix("Bearer "), SIGNATURE_SECRET)
    assert len({claims(received)["jti"] for received in sink.received}) == 3


def test_a_status_webhook_has_vonage_s_fields(vonage: Vonage, control: Control, sink: Sink) -> None:
    uuid = text(vonage, ADA, "€" * 100, ref="batch-7-row-2")
    control.idle()

    submitted, delivered = sink.of("/status")
    assert submitted.pop("timestamp").endswith("Z")
    assert submitted == {
        "channel": "sms",
        "message_uuid": uuid,
        "to": ADA,
        "from": OUR_NUMBER,
        "status": "submitted",
        "client_ref": "batch-7-row-2",
        "destination": {"network_code": "12345"},
        "sms": {"count_total": "2"},
        "usage": {"currency": "EUR", "price": "0.0666"},
    }
    assert "usage" not in delivered, "it is charged once, at submitted"


def test_a_failed_status_names_its_code_as_vonage_does(vonage: Vonage, control: Control, sink: Sink) -> None:
    uuid = text(vonage, "447700901240")
    control.idle()

    [rejected] = sink.of("/status")
    assert rejected["error"] == {
        "type": "https://developer.vonage.com/api-errors/messages#1240",
        "title": "1240",
        "detail": "Illegal number: the recipient has opted out",
        "instance": uuid,
    }


def test_an_inbound_webhook_has_vonage_s_fields(control: Control, sink: Sink) -> None:
    uuid = control.inbound("+447700900123", "+12015550100", "Is it still on? 🙂")
    control.idle()

    [inbound] = sink.of("/inbound")
    assert inbound.pop("timestamp").endswith("Z")
    assert inbound == {
        "channel": "sms",
        "message_uuid": uuid,
        "message_type": "text",
        "to": OUR_NUMBER,
        "from": ADA,
        "text": "Is it still on? 🙂",
        "sms": {"num_messages": "1", "keyword": "IS"},
        "usage": {"currency": "EUR", "price": "0.0000"},
        "origin": {"network_code": "12345"},
    }


@pytest.mark.parametrize("bad", [500, 503, 429, 0])
def test_a_webhook_is_repeated_until_it_is_answered(control: Control, sink: Sink, bad: int) -> None:
    sink.answers.extend([bad, bad, bad])
    control.inbound(ADA, OUR_NUMBER, "Hello?")
    control.idle()

    assert len(sink.received) == 4
    assert len({received.body for received in sink.received}) == 1
    [hook] = control.webhooks("inbound")
    assert (hook["attempts"], hook["answer"], hook["outcome"]) == (4, 200, "answered")


@pytest.mark.parametrize("refusal", [301, 400, 401, 404])
def test_any_other_refusal_is_final(control: Control, sink: Sink, refusal: int) -> None:
    sink.answers.append(refusal)
    control.inbound(ADA, OUR_NUMBER, "Hello?")
    control.idle()

    [hook] = control.webhooks("inbound")
    assert (hook["attempts"], hook["answer"], hook["outcome"]) == (1, refusal, "refused")


def test_the_waits_double_from_five_seconds(control: Control, sink: Sink) -> None:
    control.configure(retry_speed=50)  # 0.1, 0.2, 0.4 s
    sink.answers.extend([500, 500, 500])
    began = time.monotonic()
    control.inbound(ADA, OUR_NUMBER, "Hello?")
    control.idle()

    assert time.monotonic() - began >= 0.7


def test_after_twenty_four_hours_a_webhook_is_given_up(control: Control, sink: Sink) -> None:
    control.configure(retry_speed=500_000)  # 24 h in 0.17 s
    sink.answers.extend([500] * 2000)
    control.inbound(ADA, OUR_NUMBER, "Hello?")
    control.idle()

    [hook] = control.webhooks("inbound", outcome="gave_up")
    assert hook["answer"] == 500
    assert 10 < hook["attempts"] <= 105, "seven doublings, then each 15 minutes"


def test_while_the_app_is_away_nothing_is_lost() -> None:
    away = Sink()
    away.close()
    simulator = start(inbound_url=f"{away.url}/inbound", status_url=f"{away.url}/status", retry_speed=50)
    vonage = client(simulator)
    try:
        for n in range(20):
            text(vonage, f"4477009001{n:02}")
        wait_for(lambda: simulator.control.counts()["webhooks"].get("repeats"))
        assert "no connection" in simulator.control.webhooks("status")[0]["answer"]
        host, port = away.url.removeprefix("http://").split(":")
        back = Sink((host, int(port)))
        simulator.control.idle()
        came = [(status["to"], status["status"]) for status in back.of("/status")]
        back.close()
    finally:
        vonage.http_client._session.close()
        simulator.stop()

    expected = {(f"4477009001{n:02}", status) for n in range(20) for status in ("submitted", "delivered")}
    assert set(came) == expected


@pytest.mark.long
def test_a_slow_app_does_not_hold_up_accepting(vonage: Vonage, control: Control) -> None:
    slow = Sink(delay=0.3)
    control.configure(status_url=f"{slow.url}/status")
    began = time.monotonic()
    for n in range(50):
        text(vonage, f"4477009001{n:02}")
    took = time.monotonic() - began
    control.idle()
    slow.close()

    assert took < 12, "waiting for the app would take 30 s"
    assert len(slow.received) == 100


def test_hundreds_of_webhooks_a_second_reach_one_address(control: Control, sink: Sink) -> None:
    for n in range(300):
        control.inbound(f"4477009{n:05}", OUR_NUMBER, "Hello?")
    control.idle()

    assert len({received.json["from"] for received in sink.received}) == 300
