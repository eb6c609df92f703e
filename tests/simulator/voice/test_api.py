"""The Voice API over HTTP, by Vonage's SDK: creating, reading, changing calls; limits, faults, regions."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
import requests
from vonage_http_client.errors import HttpRequestError, NotFoundError, RateLimitedError
from vonage_voice.models import ListCallsFilter, TtsStreamOptions
from vonage_voice.models.ncco import Talk

from tests.simulator.server import Control, Simulator, wait_for
from tests.simulator.voice.caller import ADA, OURS, Caller, notes, talk, words
from tests.simulator.voice.desk import Desk
from webapp.simulator.settings import Settings

WAIT = {"action": "wait", "timeout": 600}
SILENT = "12025553008"


def token(caller: Caller) -> dict[str, str]:
    return {"Authorization": caller.voice.http_client.auth.create_jwt_auth_string().decode()}


def test_a_call_is_read_and_listed_with_its_price_as_texts(caller: Caller, desk: Desk) -> None:
    call = caller.call(ncco=[talk("Hello.")])
    info = caller.voice.get_call(call["uuid"])

    assert (info.status, info.direction, info.to.number, info.from_.number) == (
        "completed", "outbound", ADA, OURS,
    )  # fmt: skip
    completed = desk.of("/event")[-1]
    assert (completed["price"], completed["duration"]) == (info.price, info.duration)
    assert float(info.price) == pytest.approx(0.0139 * int(info.duration) / 60, abs=1e-6)
    assert {"headers", "start_time", "end_time", "rate", "network", "sip_code"} <= completed.keys()
    listed, following = caller.voice.list_calls(ListCallsFilter(status="completed", page_size=1))
    assert ([each.uuid for each in listed], following) == ([call["uuid"]], None)


def test_the_answer_webhook_has_vonage_s_fields(caller: Caller, desk: Desk, simulator: Simulator) -> None:
    call = caller.call(ncco=[talk("Hello.")])

    assert desk.of("/answer") == [
        {"from": OURS, "to": ADA, "uuid": call["uuid"], "conversation_uuid": call["conversation_uuid"],
         "region_url": simulator.url}
    ]  # fmt: skip
    got = caller.call(ncco=[talk("By GET.")], answer_method="GET")
    assert desk.of("/answer")[-1]["uuid"] == got["uuid"]
    assert desk.unsigned == []


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"to": [{"type": "phone", "number": "+1202"}]}, "to"),
        ({"to": [{"type": "sip", "uri": "sip:a@b"}]}, "to"),
        ({"from": None}, "from"),
        ({"answer_url": "https://example.org"}, "answer_url"),
        ({"ncco": []}, "ncco"),
        ({"ringing_timer": 121}, "ringing_timer"),
        ({"length_timer": 0}, "length_timer"),
        ({"machine_detection": "maybe"}, "machine_detection"),
        ({"advanced_machine_detection": {"beep_timeout": 3}}, "advanced_machine_detection.beep_timeout"),
    ],
)
def test_what_is_wrong_is_a_400_that_names_it(
    caller: Caller, simulator: Simulator, change: dict[str, Any], name: str
) -> None:
    order = {"to": [{"type": "phone", "number": ADA}], "from": {"type": "phone", "number": OURS},
             "answer_url": ["https://example.org/"]} | change  # fmt: skip
    answer = requests.post(f"{simulator.url}/v1/calls", json=order, headers=token(caller), timeout=10)

    assert (answer.status_code, answer.json()["type"]) == (400, 400)
    assert name in [each["name"] for each in answer.json()["invalid_parameters"]]
    assert caller.control.calls() == []


def test_without_a_token_nothing_is_told(simulator: Simulator) -> None:
    for path in ("/v1/calls", "/v1/files/00000000-0000-4000-8000-000000000000"):
        assert requests.get(simulator.url + path, timeout=10).status_code == 401


def test_too_many_calls_or_requests_in_a_second_are_refused(caller: Caller, control: Control) -> None:
    defaults = {field.name: field.default for field in fields(Settings)}
    assert (defaults["call_rate"], defaults["call_other_rate"]) == (3, 15)
    control.configure(call_rate=1, call_other_rate=1)
    with pytest.raises(RateLimitedError):
        for _ in range(60):
            caller.place("12025553002", [talk("Hello.")])
    with pytest.raises(RateLimitedError):
        for _ in range(60):
            caller.voice.list_calls()
    assert control.calls(), "the first one was placed"


def test_a_call_is_hung_up_while_it_rings_or_later(caller: Caller, desk: Desk) -> None:
    caller.control.configure(call_speed=10)
    ringing = caller.place("12025553001", [WAIT])
    caller.until(ringing, "ringing")
    caller.voice.hangup(ringing)
    assert caller.after(ringing)["status"] == "cancelled"
    talking = caller.place(SILENT, [WAIT])
    caller.until(talking, "answered")
    caller.voice.hangup(talking)
    assert caller.after(talking)["status"] == "completed"
    assert desk.statuses()[-1] == "completed"
    with pytest.raises(HttpRequestError):
        caller.voice.hangup(talking)


def test_a_call_is_transferred_to_another_ncco(caller: Caller, desk: Desk) -> None:
    desk.answers["/other"].append([talk("From the address.")])
    first, second = caller.place(SILENT, [WAIT]), caller.place(SILENT, [WAIT])
    for uuid in (first, second):
        caller.until(uuid, "answered")
        wait_for(lambda: len(desk.of("/answer")) == 2)
    caller.voice.transfer_call_ncco(first, [Talk(text="Given along.")])
    caller.voice.transfer_call_answer_url(second, f"{desk.url}/other")

    assert words(caller.after(first), "app") == ["Given along."]
    assert words(caller.after(second), "app") == ["From the address."]


def test_the_app_speaks_into_a_call_and_mutes_it(caller: Caller) -> None:
    uuid = caller.place(SILENT, [WAIT])
    with pytest.raises(HttpRequestError):
        caller.voice.play_tts_into_call(uuid, TtsStreamOptions(text="Too early."))
    caller.until(uuid, "answered")
    caller.voice.play_tts_into_call(uuid, TtsStreamOptions(text="One moment please.", loop=0))
    caller.until_said(uuid, "One moment please.")
    caller.voice.stop_tts(uuid)
    caller.voice.play_dtmf_into_call(uuid, "12")
    caller.voice.mute(uuid)
    caller.voice.hangup(uuid)
    call = caller.after(uuid)

    assert [line["cut"] for line in call["transcript"] if line["who"] == "app"] == [True]
    assert "Your app pressed 12\nYour app: mute" in notes(call)


def test_a_regional_call_is_known_at_its_region_alone(caller: Caller, desk: Desk, control: Control) -> None:
    control.fault("regional")
    call = caller.call(ncco=[talk("Hello.")])
    region = desk.of("/answer")[0]["region_url"]

    with pytest.raises(NotFoundError):
        caller.voice.get_call(call["uuid"])
    with pytest.raises(NotFoundError):
        caller.voice.hangup(call["uuid"])
    there = requests.get(f"{region}/v1/calls/{call['uuid']}", headers=token(caller), timeout=10)
    assert there.json()["status"] == "completed"


def test_the_length_timer_ends_a_call(caller: Caller) -> None:
    call = caller.call(SILENT, [WAIT], length_timer=20)

    assert (call["status"], call["disconnected_by"]) == ("completed", "platform")
    assert 20 <= call["seconds"] < 80


def test_a_creation_may_be_accepted_without_an_answer(caller: Caller, desk: Desk, control: Control) -> None:
    control.fault("drop_after", count=1)
    with pytest.raises(requests.ConnectionError):
        caller.place(ncco=[talk("Hello.")])
    control.calls_idle()

    assert [call["status"] for call in control.calls()] == ["completed"]
    assert desk.statuses() == ["started", "ringing", "answered", "completed"]


def test_events_are_lost_duplicated_and_late(caller: Caller, desk: Desk, control: Control) -> None:
    control.fault("lost", only="event", count=1)
    control.fault("duplicate", only="event", count=1)
    control.fault("late", only="event", count=1, seconds=1.5)
    caller.call(ncco=[talk("Hello.")])

    assert sorted(desk.statuses()) == ["answered", "completed", "ringing", "ringing"]
    assert desk.statuses()[-1] == "ringing", "what is late comes last"


def test_events_come_out_of_order(caller: Caller, desk: Desk, control: Control) -> None:
    control.fault("events_out_of_order")
    caller.call(ncco=[talk("Hello.")])

    assert desk.statuses() == ["ringing", "started", "completed", "answered"]


@pytest.mark.parametrize("fault", ["unsigned", "wrong_signature", "wrong_payload"])
def test_what_is_not_believed_comes_again(caller: Caller, desk: Desk, control: Control, fault: str) -> None:
    control.fault(fault, count=1, only="event")
    control.fault(fault, count=1)
    call = caller.call(ncco=[talk("Hello.")])

    assert len(desk.unsigned) == 1
    assert desk.statuses() == ["started", "ringing", "answered", "completed"]
    assert [hook["attempts"] for hook in control.call_webhooks(call=call["uuid"])].count(2) == 1


def test_a_line_drops(caller: Caller, control: Control) -> None:
    control.fault("line_drops", seconds=3)
    call = caller.call(SILENT, [WAIT])

    assert (call["status"], call["disconnected_by"]) == ("completed", "user")
    assert 3 <= call["seconds"] < 60


def test_a_phone_calls_the_app(caller: Caller, desk: Desk, control: Control) -> None:
    listen = {"action": "input", "type": ["speech"], "eventUrl": caller.at("/turn")}
    desk.answers["/answer"].append([talk("Bright Smile Dental, what can I do for you?"), listen])
    call = caller.after(control.dial("+44 7700 900123".replace(" ", ""), OURS))

    assert desk.of("/answer")[0]["from"] == "447700900123"
    assert desk.of("/turn")[0]["speech"]["results"]
    assert (call["direction"], desk.of("/event")[-1]["direction"]) == ("inbound", "inbound")
    assert desk.statuses() == ["started", "ringing", "answered", "completed"]


def test_a_call_to_an_app_that_is_away_fails(caller: Caller, desk: Desk, control: Control) -> None:
    desk.answers["/answer"].extend([503, 503])
    assert caller.after(control.dial(ADA, OURS))["status"] == "failed"


@pytest.mark.long
def test_hundreds_of_calls_thirty_at_once(caller: Caller, control: Control, desk: Desk) -> None:
    control.configure(call_speed=200)
    uuids = []
    for n in range(150):
        wait_for(lambda: control.call("GET", "/calls/idle?timeout=0")["live"] < 30, 20)
        uuids.append(caller.place(f"1202556{n:04}", ncco=[talk("Hello, this is your dentist.")]))
    control.calls_idle()

    assert {call["status"] for call in control.calls()} == {"completed"}
    assert [
        said["uuid"] for said in desk.of("/event") if said["status"] == "completed"
    ].sort() == uuids.sort()


def test_a_reset_forgets_calls(caller: Caller, control: Control) -> None:
    caller.until(caller.place(SILENT, [WAIT]), "answered")
    control.reset()
    control.calls_idle()
    assert control.calls() == []
