"""The adapter against the real SDK and a real server: what each answer means for the message."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator.server import Simulator, start
from webapp.carriers.base import CarrierError, Sms
from webapp.carriers.vonage.client import VonageCarrier
from webapp.carriers.vonage.refusals import from_response
from webapp.config import VonageSettings

SMS = Sms(to="+12025550123", sender="+12025550100", text="Hello", ref="ref-1")


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    simulator = start()
    yield simulator
    simulator.stop()


@pytest.fixture
def simulator(running: Simulator) -> Simulator:
    running.control.reset()
    return running


def settings(simulator: Simulator, **changes: str) -> VonageSettings:
    known = {
        "application_id": simulator.application_id,
        "private_key": simulator.private_key,
        "api_key": simulator.api_key,
        "signature_secret": simulator.signature_secret,
        "host": simulator.host,
        "scheme": "http",
    }
    return VonageSettings(**{**known, **changes})


@pytest.fixture
def carrier(simulator: Simulator) -> Iterator[VonageCarrier]:
    made = VonageCarrier(settings(simulator))
    yield made
    made.close()


def test_an_sms_arrives_as_it_was_given(carrier: VonageCarrier, simulator: Simulator) -> None:
    carrier_id = carrier.send(SMS)
    [message] = simulator.control.messages()
    assert message["message_uuid"] == carrier_id
    assert (message["to"], message["from"], message["text"]) == ("12025550123", "12025550100", "Hello")
    assert message["client_ref"] == "ref-1"


@pytest.mark.parametrize("fault", ["drop_after", "drop_before", "error_500", "error_500_after"])
def test_what_may_have_been_taken_is_unknown_and_was_offered_once(
    carrier: VonageCarrier, simulator: Simulator, fault: str
) -> None:
    simulator.control.fault(fault, count=100)
    with pytest.raises(CarrierError) as caught:
        carrier.send(SMS)
    assert (caught.value.unknown, caught.value.permanent) == (True, False)
    assert len(simulator.control.messages()) == (1 if fault.endswith("after") else 0)
    hits = 100 - simulator.control.faults()[fault]["count"]
    assert hits == 1, "the SDK's own retries are off"


def test_too_many_requests_may_be_repeated_after_a_while(
    carrier: VonageCarrier, simulator: Simulator
) -> None:
    simulator.control.fault("throttle", count=1, seconds=7)
    with pytest.raises(CarrierError) as caught:
        carrier.send(SMS)
    error = caught.value
    assert (error.unknown, error.permanent, error.pause, error.retry_after) == (False, False, False, 7.0)


def test_no_balance_pauses_and_nothing_was_taken(carrier: VonageCarrier, simulator: Simulator) -> None:
    simulator.control.fault("no_credit", count=1)
    with pytest.raises(CarrierError) as caught:
        carrier.send(SMS)
    assert (caught.value.pause, caught.value.unknown, caught.value.permanent) == (True, False, False)


def test_an_answer_may_say_that_somebody_has_opted_out(carrier: VonageCarrier, simulator: Simulator) -> None:
    simulator.control.fault("opted_out", count=1)
    with pytest.raises(CarrierError) as caught:
        carrier.send(SMS)
    error = caught.value
    assert (error.opted_out, error.permanent, error.pause, error.code) == (True, True, False, "1240")
    assert simulator.control.messages() == []


def test_a_wrong_key_pauses(simulator: Simulator) -> None:
    stranger = VonageCarrier(settings(simulator, application_id="00000000-0000-4000-8000-000000000000"))
    with pytest.raises(CarrierError) as caught:
        stranger.send(SMS)
    stranger.close()
    assert caught.value.pause
    assert "credentials" in caught.value.sentence


def test_a_server_that_is_not_there_never_saw_the_message(simulator: Simulator) -> None:
    lost = VonageCarrier(settings(simulator, host="127.0.0.1:9"))
    with pytest.raises(CarrierError) as caught:
        lost.send(SMS)
    lost.close()
    assert (caught.value.unknown, caught.value.permanent, caught.value.pause) == (False, False, False)
    assert caught.value.retry_after


@pytest.mark.parametrize("to", ["", "+", "12", "+1202555012345678901", "hello"])
def test_a_phone_that_the_sdk_refuses_is_a_permanent_fault(carrier: VonageCarrier, to: str) -> None:
    with pytest.raises(CarrierError) as caught:
        carrier.send(Sms(to=to, sender=SMS.sender, text="Hello", ref="r"))
    assert caught.value.permanent


@pytest.mark.parametrize(
    ("status", "problem", "permanent", "unknown", "pause", "code"),
    [
        (400, {}, True, False, False, "400"),
        (401, {}, False, False, True, "401"),
        (402, {"title": "Payment"}, False, False, True, "402"),
        (403, {}, False, False, True, "403"),
        (404, {}, False, False, True, "404"),
        (422, {"type": "https://developer.vonage.com/api-errors/messages#1120"}, True, False, False, "1120"),
        (422, {"title": "1170"}, True, False, False, "1170"),
        (422, {"title": "1070"}, False, False, True, "1070"),
        (422, {"title": "1220"}, False, False, False, "1220"),
        (429, {"title": "1000"}, False, False, False, "1000"),
        (500, {}, False, True, False, "500"),
        (502, {"detail": "x"}, False, True, False, "502"),
        (503, {}, False, True, False, "503"),
        (304, {}, False, True, True, "304"),
        (307, {}, False, False, True, "307"),
        (408, {}, False, False, False, "408"),
        (425, {}, False, False, False, "425"),
    ],
)
def test_each_answer_has_its_meaning(
    status: int, problem: dict[str, str], permanent: bool, unknown: bool, pause: bool, code: str
) -> None:
    error = from_response(status, {}, problem)
    assert (error.permanent, error.unknown, error.pause, error.code) == (permanent, unknown, pause, code)
    assert error.sentence.endswith((".", ")"))


@pytest.mark.parametrize(
    ("header", "seconds"), [("3", 3.0), ("0", 0.1), ("9999", 300.0), ("soon", 1.0), ("", 1.0)]
)
def test_retry_after_is_bounded(header: str, seconds: float) -> None:
    assert from_response(429, {"Retry-After": header}, {}).retry_after == seconds
