"""Each fault switch does what it says, as often as it was told."""

from __future__ import annotations

import hashlib
import time
from typing import Any

import jwt
import pytest
import requests
from vonage import Vonage
from vonage_http_client.errors import RateLimitedError, ServerError

from tests.simulator.server import SIGNATURE_SECRET, Control, Simulator, wait_for
from tests.simulator.sink import Sink
from tests.simulator.test_people import OUR_NUMBER, text

ADA = "447700900123"


def test_dropped_before_accepting_nothing_is_recorded(vonage: Vonage, control: Control) -> None:
    # The SDK repeats a POST whose connection was dropped, as often as its pool has connections: one here.
    control.fault("drop_before", count=1)
    with pytest.raises(requests.ConnectionError):
        text(vonage, ADA)

    assert control.messages() == []
    assert control.faults() == {}


def test_dropped_after_accepting_the_message_is_sent_all_the_same(
    vonage: Vonage, control: Control, sink: Sink
) -> None:
    control.fault("drop_after", count=1)
    with pytest.raises(requests.ConnectionError):
        text(vonage, ADA, ref="once")
    control.idle()

    assert [each["client_ref"] for each in control.messages()] == ["once"]
    assert [each["status"] for each in sink.of("/status")] == ["submitted", "delivered"]


@pytest.mark.parametrize(("name", "accepted"), [("error_500", 0), ("error_500_after", 1)])
def test_500_before_or_after_accepting(vonage: Vonage, control: Control, name: str, accepted: int) -> None:
    control.fault(name, count=1)
    with pytest.raises(ServerError):
        text(vonage, ADA)

    assert len(control.messages()) == accepted


def test_a_burst_of_429_ends_after_its_count(vonage: Vonage, control: Control) -> None:
    control.fault("throttle", count=3, seconds=2)
    for _ in range(3):
        with pytest.raises(RateLimitedError) as refused:
            text(vonage, ADA)
        assert refused.value.response.headers["Retry-After"] == "2"
    text(vonage, ADA)

    assert len(control.messages()) == 1


def test_a_slow_answer_comes_after_the_message_is_already_on_its_way(
    vonage: Vonage, control: Control, sink: Sink
) -> None:
    control.fault("slow", count=1, seconds=1)
    began = time.monotonic()
    text(vonage, ADA)

    assert time.monotonic() - began >= 1
    assert len(sink.of("/status")) == 2, "the webhooks came before the answer"


@pytest.mark.parametrize("code", ["1000", "1070", "1460"])
def test_a_code_is_given_to_whomever_is_next(vonage: Vonage, control: Control, sink: Sink, code: str) -> None:
    control.fault("error_code", count=1, code=code)
    text(vonage, ADA)
    text(vonage, "447700900124")
    control.idle()

    ends = {each["to"]: (each["status"], each.get("error", {}).get("title")) for each in sink.of("/status")}
    assert ends == {ADA: ("rejected", code), "447700900124": ("delivered", None)}


def test_duplicates_are_the_same_webhook_twice(vonage: Vonage, control: Control, sink: Sink) -> None:
    control.fault("duplicate")
    text(vonage, "447700901111")
    control.idle()

    statuses = [each["status"] for each in sink.of("/status")]
    assert sorted(statuses) == ["delivered", "delivered", "submitted", "submitted"]
    first, second = sink.of("/inbound")
    assert first == second
    assert [hook["copy"] for hook in control.webhooks("inbound")] == [False, True]


def test_out_of_order_reverses_what_comes(vonage: Vonage, control: Control, sink: Sink) -> None:
    control.fault("out_of_order", count=1)
    text(vonage, "447700901111")
    control.idle()

    came = [(received.path, received.json.get("status")) for received in sink.received]
    assert came == [("/inbound", None), ("/status", "delivered"), ("/status", "submitted")]
    assert control.messages()[0]["state"] == "delivered"


def test_late_webhooks_come_after_what_follows_them(vonage: Vonage, control: Control, sink: Sink) -> None:
    control.fault("late", count=1, seconds=1.5)
    text(vonage, ADA)
    wait_for(lambda: len(sink.received) == 1)
    assert [each["status"] for each in sink.of("/status")] == ["delivered"]
    control.idle()

    assert [each["status"] for each in sink.of("/status")] == ["delivered", "submitted"]


def test_lost_webhooks_never_come_and_are_marked(vonage: Vonage, control: Control, sink: Sink) -> None:
    control.fault("lost", only="status")
    text(vonage, "447700901111")
    control.idle()

    assert [received.path for received in sink.received] == ["/inbound"]
    assert [hook["outcome"] for hook in control.webhooks("status")] == ["lost", "lost"]


def test_a_wrong_signature_does_not_verify(control: Control, sink: Sink) -> None:
    control.fault("wrong_signature", count=1)
    control.inbound(ADA, OUR_NUMBER, "Forged")
    control.idle()

    token = sink.received[0].authorization.removeprefix("Bearer ")
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, SIGNATURE_SECRET, algorithms=["HS256"])
    assert control.webhooks("inbound")[0]["forged"] == "signature"


def test_a_wrong_payload_is_signed_well_but_has_another_hash(control: Control, sink: Sink) -> None:
    control.fault("wrong_payload", count=1)
    control.inbound(ADA, OUR_NUMBER, "Altered")
    control.idle()

    received = sink.received[0]
    token = received.authorization.removeprefix("Bearer ")
    claims = jwt.decode(token, SIGNATURE_SECRET, algorithms=["HS256"])
    assert claims["payload_hash"] != hashlib.sha256(received.body).hexdigest()
    assert received.json["added"] == "on the way"


def test_a_fraction_hits_about_as_many(vonage: Vonage, control: Control) -> None:
    control.fault("lost", fraction=0.3, only="inbound")
    for n in range(300):
        control.inbound(f"4477009{n:05}", OUR_NUMBER, "Hello?")
    control.idle()

    lost = len(control.webhooks("inbound", outcome="lost"))
    assert 60 <= lost <= 120, "0.3 of 300, with chance seeded at each reset"
    assert control.faults()["lost"]["hits"] == lost


def test_switches_are_cleared_alone_or_together(control: Control) -> None:
    for name in ("lost", "late", "slow"):
        control.fault(name)
    control.clear("late")
    assert set(control.faults()) == {"lost", "slow"}
    control.clear()
    assert control.faults() == {}


@pytest.mark.parametrize(
    ("name", "how", "sentence"),
    [
        ("gremlins", {}, "There is no fault called"),
        ("lost", {"count": 0}, "The count must be a whole number"),
        ("lost", {"count": True}, "The count must be a whole number"),
        ("lost", {"fraction": 0}, "The fraction must be above 0"),
        ("lost", {"fraction": 1.5}, "The fraction must be above 0"),
        ("late", {"seconds": -1}, "The seconds must be between"),
        ("late", {"seconds": "soon"}, "The seconds must be between"),
        ("lost", {"seconds": 3}, "takes no seconds"),
        ("error_code", {"code": "12"}, "four digits"),
        ("lost", {"code": "1000"}, "takes no code"),
        ("lost", {"only": "voice"}, "must be status, inbound, event or answer"),
        ("slow", {"only": "status"}, "does not apply to webhooks"),
        ("lost", {"often": 3}, "A fault has no often"),
    ],
)
def test_a_switch_that_makes_no_sense_is_refused_in_a_sentence(
    simulator: Simulator, name: str, how: dict[str, Any], sentence: str
) -> None:
    answer = requests.post(f"{simulator.url}/control/faults/{name}", json=how, timeout=10)

    assert answer.status_code == 422
    assert sentence in answer.json()["error"]
    assert simulator.control.faults() == {}
