"""NCCOs are executed: each action, what it sends, and what its answer does."""

from __future__ import annotations

import io
import wave

import pytest
import requests

from tests.simulator.server import Control, Simulator, wait_for
from tests.simulator.voice.caller import ADA, OURS, Caller, notes, talk, words
from tests.simulator.voice.desk import Desk

STAFF = "12025553018"  # Picks up, and answers with key 1.


def test_an_agent_holds_a_conversation_turn_by_turn(caller: Caller, desk: Desk) -> None:
    listen = {"action": "input", "type": ["speech", "dtmf"], "eventUrl": caller.at("/turn"),
              "speech": {"endOnSilence": 0.8}}  # fmt: skip
    desk.answers["/turn"].extend(
        [[talk("Which day suits you?", bargeIn=True), listen], [talk("Thank you. Goodbye.")]]
    )
    call = caller.call(ncco=[talk("Hello Ada, this is Bright Smile Dental. Can you come?"), listen])

    first, second = desk.of("/turn")
    assert first["speech"]["timeout_reason"] == "end_on_silence_timeout"
    assert first["speech"]["results"][0] == {"confidence": "0.9300000", "text": "Yes please"}
    assert first["dtmf"] == {"digits": None, "timed_out": False}
    assert second["speech"]["results"][0]["text"] == "Next Tuesday at ten in the morning"
    assert (call["status"], words(call, "app")[-1]) == ("completed", "Thank you. Goodbye.")
    assert desk.statuses() == ["started", "ringing", "answered", "completed"]
    assert desk.unsigned == []


def test_what_is_not_answered_goes_on_with_the_present_ncco(caller: Caller, desk: Desk) -> None:
    listen = {"action": "input", "type": ["speech"], "eventUrl": caller.at("/turn")}
    desk.answers["/turn"].append(500)
    call = caller.call(ncco=[talk("Can you come?"), listen, talk("Sorry, I have lost the line.")])

    assert words(call, "app")[-1] == "Sorry, I have lost the line."


def test_silence_is_told_after_the_start_timeout(caller: Caller, desk: Desk) -> None:
    listen = {"action": "input", "type": ["speech"], "eventUrl": caller.at("/turn"),
              "speech": {"startTimeout": 4}}  # fmt: skip
    call = caller.call("12025553008", [listen])

    assert desk.of("/turn")[0]["speech"] == {"timeout_reason": "start_timeout"}
    assert 4 <= call["seconds"] < 60


def test_keys_override_speech(caller: Caller, desk: Desk) -> None:
    listen = {"action": "input", "type": ["speech", "dtmf"], "dtmf": {"maxDigits": 1},
              "eventUrl": caller.at("/turn")}  # fmt: skip
    caller.call("12025553011", [talk("Press 9 to stop these calls."), listen])

    [turn] = desk.of("/turn")
    assert turn["dtmf"]["digits"] == "9"
    assert turn["speech"] == {"error": "Speech overridden by DTMF"}


def test_barge_in_cuts_the_sentence_and_stays_until_an_input(caller: Caller, desk: Desk) -> None:
    listen = {"action": "input", "type": ["speech"], "eventUrl": caller.at("/turn")}
    long = "This is a long sentence that nobody wants to hear until its very end, I am afraid."
    call = caller.call("12025553010", [talk(long, bargeIn=True), talk("And more."), listen])

    cut = [line["text"] for line in call["transcript"] if line["cut"]]
    assert long in cut
    assert desk.of("/turn")[0]["speech"]["results"][0]["text"].startswith(("Hello", "Wait"))


@pytest.mark.parametrize("blocks", [False, True])
def test_notify_is_answered_with_an_ncco_that_replaces_the_present_one(
    caller: Caller, desk: Desk, blocks: bool
) -> None:
    if blocks:
        caller.control.fault("notify_blocks")
    desk.answers["/late"].append([talk("Here is your answer.")])
    notify = {"action": "notify", "payload": {"turn": 3}, "eventUrl": caller.at("/late")}
    call = caller.call(ncco=[notify, {"action": "wait", "timeout": 900}, talk("Too late.")])

    assert desk.of("/late")[0]["payload"] == {"turn": 3}
    assert words(call, "app") == ["Here is your answer."]
    assert call["seconds"] < 900


def test_connect_rings_a_phone_and_bridges_it(caller: Caller, desk: Desk, control: Control) -> None:
    connect = {"action": "connect", "from": OURS, "timeout": 100, "eventUrl": caller.at("/leg"),
               "endpoint": [{"type": "phone", "number": STAFF}]}  # fmt: skip
    control.configure(call_speed=10)
    control.hold(STAFF)
    uuid = caller.place("12025553008", [connect, talk("They have gone.")])
    wait_for(lambda: any(call["phone"] == STAFF and call["status"] == "ringing" for call in control.calls()))
    [leg] = control.calls(phone=STAFF)
    control.act(leg["uuid"], "answer")
    caller.until_said(uuid, "Connected")
    control.act(leg["uuid"], "say", "Hello, this is Grace.")
    control.act(leg["uuid"], "hang_up")
    call = caller.after(uuid)

    assert words(call, "other") == ["Hello, this is Grace."]
    assert words(call, "app") == ["They have gone."]
    assert desk.statuses("/leg") == ["started", "ringing", "answered", "completed"]
    assert leg["conversation_uuid"] == call["conversation_uuid"]


def test_a_synchronous_connect_asks_what_to_do_when_nobody_answers(caller: Caller, desk: Desk) -> None:
    connect = {"action": "connect", "from": OURS, "timeout": 5, "eventType": "synchronous",
               "eventUrl": caller.at("/leg"),
               "endpoint": [{"type": "phone", "number": "12025553001"}]}  # fmt: skip
    desk.answers["/leg"].extend([None, None, [talk("Nobody is there.")]])
    call = caller.call("12025553008", [connect, talk("This is not said.")])

    assert desk.statuses("/leg") == ["started", "ringing", "timeout"]
    assert words(call, "app") == ["Nobody is there."]


def test_a_named_conversation_holds_several_calls(caller: Caller, desk: Desk, control: Control) -> None:
    room = {"action": "conversation", "name": "handoff-7"}
    waiting = room | {"startOnEnter": False, "musicOnHoldUrl": ["https://example.org/music.mp3"]}
    control.hold(STAFF)
    caller.control.configure(call_speed=10)
    first = caller.place("12025553008", [waiting])
    caller.until_said(first, "Hears music")
    second = caller.place(STAFF, [talk("Press 1."), room | {"endOnExit": True}])
    caller.until(second, "ringing")
    control.act(second, "answer")
    caller.until_said(second, "Entered the conversation")
    control.act(second, "say", "Grace here.")
    control.act(second, "hang_up")
    call = caller.after(first)

    assert words(call, "other") == ["Grace here."]
    assert call["status"] == "completed"
    moved = [said for said in desk.of("/event") if said.get("type") == "transfer"]
    assert moved[0]["conversation_uuid_to"] == call["conversation_uuid"]


def test_a_recording_is_sent_and_can_be_fetched(caller: Caller, desk: Desk, simulator: Simulator) -> None:
    record = {"action": "record", "endOnSilence": 3, "beepStart": True, "eventUrl": caller.at("/recorded")}
    caller.call(ncco=[talk("Leave a message after the tone?"), record])

    [told] = desk.of("/recorded")
    without = requests.get(told["recording_url"], timeout=10)
    token = caller.voice.http_client.auth.create_jwt_auth_string().decode()
    fetched = requests.get(told["recording_url"], headers={"Authorization": token}, timeout=10)
    assert (without.status_code, fetched.status_code) == (401, 200)
    assert len(fetched.content) == told["size"]
    with wave.open(io.BytesIO(fetched.content)) as file:
        assert file.getnframes() / file.getframerate() > 3
        assert any(file.readframes(file.getnframes())), "a voice is on it"


def test_a_stream_plays_as_long_as_its_file(caller: Caller, desk: Desk, simulator: Simulator) -> None:
    missing = {"action": "stream", "streamUrl": [f"{simulator.url}/static/none.wav"]}
    played = {"action": "stream", "streamUrl": [f"{simulator.url}/static/phone.svg"]}
    call = caller.call("12025553008", [missing, played])

    assert words(call, "app") == [f"♪ {simulator.url}/static/phone.svg"]
    assert "404" in next(said["reason"] for said in desk.of("/event") if "reason" in said)
    assert 3 <= call["seconds"] < 60


def test_an_invalid_ncco_is_an_error_event_and_ends_the_call(caller: Caller, desk: Desk) -> None:
    call = caller.call(ncco=[talk("Hello", bargeIn=True), {"action": "wait"}])

    reasons = [said["reason"] for said in desk.of("/event") if "reason" in said]
    assert reasons == ["Action 1 has bargeIn, and no input follows."]
    assert (call["status"], words(call, "app")) == ("completed", [])
    assert "Invalid NCCO" in notes(call)


def test_the_answer_url_is_asked_twice_and_then_the_fallback(
    caller: Caller, desk: Desk, control: Control
) -> None:
    control.configure(fallback_answer_url=f"{desk.url}/fallback")
    desk.answers["/answer"].extend([503, 503])
    desk.answers["/fallback"].append([talk("We will call you back.")])
    call = caller.call(ADA)

    assert len(desk.of("/answer")) == 2
    assert desk.of("/fallback")[0]["reason"] == "503"
    assert desk.of("/fallback")[0]["original_request"] == {"url": f"{desk.url}/answer", "type": "answer"}
    assert words(call, "app") == ["We will call you back."]


def test_asynchronous_keys_come_one_by_one(caller: Caller, desk: Desk) -> None:
    listen = {"action": "input", "type": ["dtmf"], "mode": "asynchronous", "eventUrl": caller.at("/key")}
    uuid = caller.place("12025553008", [listen, talk("Welcome."), {"action": "wait", "timeout": 900}])
    caller.until_said(uuid, "Welcome.")
    caller.control.act(uuid, "press", "42")
    wait_for(lambda: len(desk.of("/key")) == 2)
    caller.voice.hangup(uuid)

    assert sorted(said["dtmf"]["digits"] for said in desk.of("/key")) == ["2", "4"]


def test_the_connected_phone_hears_a_whisper_first(caller: Caller, desk: Desk, control: Control) -> None:
    endpoint = {"type": "phone", "number": STAFF, "onAnswer": {"url": f"{desk.url}/whisper"}}
    connect = {"action": "connect", "from": OURS, "endpoint": [endpoint]}
    desk.answers["/whisper"].append([talk("Ada, about a crown.")])
    control.configure(call_speed=10)
    control.hold(STAFF)
    uuid = caller.place("12025553008", [connect])
    wait_for(lambda: control.calls(phone=STAFF, status="ringing"))
    staff = control.calls(phone=STAFF)[0]["uuid"]
    control.act(staff, "answer")
    caller.until_said(uuid, "Connected")
    caller.voice.hangup(uuid)
    caller.after(uuid)

    assert words(caller.now(staff), "app") == ["Ada, about a crown."]
    assert caller.now(staff)["status"] == "completed", "it ends with the call that it was connected to"


def test_a_connect_above_the_limit_fails(caller: Caller, desk: Desk, control: Control) -> None:
    connect = {"action": "connect", "from": OURS, "endpoint": [{"type": "phone", "number": "12025553002"}]}
    control.configure(call_rate=1, call_speed=1000)
    call = caller.call("12025553008", [connect] * 8)

    assert "Not reached: failed" in notes(call)
    assert "failed" in {each["status"] for each in control.calls(phone="12025553002")}


def test_a_call_is_moved_into_another_conversation(caller: Caller, desk: Desk) -> None:
    room = {"action": "conversation", "name": "handoff-8", "endOnExit": True}
    first = caller.place("12025553008", [room])
    caller.until_said(first, "Entered")
    there = caller.now(first)["conversation_uuid"]
    second = caller.place("12025553008", [{"action": "transfer", "conversationId": there}])
    caller.until_said(second, "Entered the conversation handoff-8")
    caller.voice.hangup(first)
    call = caller.after(second)

    assert call["conversation_uuid"] == there
    lost = caller.call(ncco=[{"action": "transfer", "conversationId": "CON-none"}])
    assert lost["status"] == "completed"
    assert "There is no conversation CON-none." in [said.get("reason") for said in desk.of("/event")]
