"""Who picks up, by the last digits, and what they do in a call with an agent."""

from __future__ import annotations

import pytest

from tests.simulator.server import Control
from tests.simulator.voice.caller import DETECTION, Caller, notes, talk, words
from tests.simulator.voice.desk import Desk
from webapp.simulator.callees import ANSWERS, CALLEES
from webapp.simulator.voice.scripts import SCRIPTS
from webapp.simulator.voice.small_talk import reply

HELLO = "Hello, this is Bright Smile Dental, an automated voice. Can you come on Monday?"


def listen(caller: Caller) -> dict[str, object]:
    return {"action": "input", "type": ["speech", "dtmf"], "dtmf": {"maxDigits": 1},
            "speech": {"endOnSilence": 1, "startTimeout": 25}, "eventUrl": caller.at("/turn")}  # fmt: skip


def test_each_that_picks_up_has_a_script_of_its_own() -> None:
    assert {callee.digits for callee in CALLEES if callee.fate == ANSWERS} == SCRIPTS.keys()


@pytest.mark.parametrize(
    ("digits", "status", "detail", "sip"),
    [
        ("3001", "timeout", "", 480),
        ("3022", "unanswered", "carrier_timeout", 480),
        ("3002", "busy", "", 486),
        ("3003", "rejected", "declined", 603),
        ("5555", "rejected", "restricted", 603),
        ("4444", "failed", "number_out_of_service", 404),
    ],
)
def test_those_who_do_not_pick_up(
    caller: Caller, desk: Desk, digits: str, status: str, detail: str, sip: int
) -> None:
    call = caller.call(f"1202555{digits}", [talk(HELLO)], ringing_timer=30)

    last = desk.of("/event")[-1]
    assert (last["status"], last.get("detail", ""), last["sip_code"]) == (status, detail, sip)
    assert (call["status"], desk.of("/answer")) == (status, [])


@pytest.mark.parametrize(
    ("digits", "heard"),
    [
        ("1111", "Yes"),
        ("2222", "Stop calling me"),
        ("3333", "Please take me off your list"),
        ("3012", "I want to talk to a real person"),
        ("3020", "Yes please"),
    ],
)
def test_those_who_speak(caller: Caller, desk: Desk, digits: str, heard: str) -> None:
    caller.call(f"1202555{digits}", [talk(HELLO), listen(caller)])

    assert desk.of("/turn")[0]["speech"]["results"][0]["text"] == heard


@pytest.mark.parametrize(("digits", "key"), [("3011", "9"), ("3017", "0"), ("3018", "1")])
def test_those_who_press_a_key(caller: Caller, desk: Desk, digits: str, key: str) -> None:
    caller.call(f"1202555{digits}", [talk(HELLO), listen(caller)])

    assert desk.of("/turn")[0]["dtmf"]["digits"] == key


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("3013", "0.2100000"),
        ("3014", None),
    ],
)
def test_those_who_are_badly_understood(
    caller: Caller, desk: Desk, digits: str, expected: str | None
) -> None:
    caller.call(f"1202555{digits}", [talk(HELLO), listen(caller)])

    speech = desk.of("/turn")[0]["speech"]
    assert speech["timeout_reason"] == "end_on_silence_timeout"
    assert [each["confidence"] for each in speech["results"][:1]] == ([expected] if expected else [])


def test_one_who_talks_for_ever_is_cut_off(caller: Caller, desk: Desk) -> None:
    speech = {
        "action": "input",
        "type": ["speech"],
        "speech": {"maxDuration": 20},
        "eventUrl": caller.at("/turn"),
    }
    caller.call("12025553015", [talk(HELLO), speech])

    told = desk.of("/turn")[0]["speech"]
    assert told["timeout_reason"] == "max_duration"
    assert 30 < len(told["results"][0]["text"].split()) < 700


@pytest.mark.parametrize("digits", ["3009", "3021"])
def test_those_who_hang_up(caller: Caller, desk: Desk, digits: str) -> None:
    desk.answers["/turn"].append([talk("Wonderful, I have a lot to tell you about all of this.")])
    call = caller.call(f"1202555{digits}", [talk(HELLO), listen(caller)])

    assert (call["status"], call["disconnected_by"]) == ("completed", "user")
    assert call["transcript"][-1]["cut"]


@pytest.mark.parametrize(
    ("digits", "beep"), [("3004", "beep_start"), ("3005", "beep_timeout"), ("3016", "beep_start")]
)
def test_voicemail(caller: Caller, desk: Desk, digits: str, beep: str) -> None:
    def message(said: dict[str, object]) -> object:
        return [talk("Please call Bright Smile Dental back.")] if said.get("sub_state") else None

    desk.answers["/event"].extend([message] * 9)
    caller.control.configure(call_speed=20)
    wait = {"action": "wait", "timeout": 600}
    call = caller.call(f"1202555{digits}", [talk(HELLO), wait], advanced_machine_detection=DETECTION)

    machine = [said for said in desk.of("/event") if said["status"] == "machine"]
    assert [said.get("sub_state") for said in machine] == [None, beep]
    assert machine[0]["call_uuid"] == call["uuid"]
    assert "uuid" not in machine[0]
    assert words(call, "app")[-1] == "Please call Bright Smile Dental back."


def test_a_person_is_told_from_a_machine_while_the_greeting_plays(caller: Caller, desk: Desk) -> None:
    call = caller.call(ncco=[talk(HELLO)], advanced_machine_detection=DETECTION)

    assert desk.statuses() == ["started", "ringing", "answered", "human", "completed"]
    assert (call["transcript"][0]["text"], call["transcript"][0]["cut"]) == (HELLO, False)


def test_detection_may_hang_up(caller: Caller, desk: Desk) -> None:
    call = caller.call("12025553004", [talk(HELLO)], machine_detection="hangup")

    assert desk.statuses()[-2:] == ["machine", "completed"]
    assert call["disconnected_by"] == "platform"


def test_an_iphone_screens_the_call_and_the_person_picks_up(caller: Caller, desk: Desk) -> None:
    again = [talk("This is Bright Smile Dental about your appointment."), listen(caller)]
    desk.answers["/turn"].extend([again, [listen(caller)], [listen(caller)], [talk("Goodbye.")]])
    call = caller.call("12025553006", [listen(caller)])

    assert "reason for calling" in words(call, "person")[0]
    assert any("this is Ada" in text for text in words(call, "person"))


def test_an_iphone_s_owner_may_never_pick_up(caller: Caller, desk: Desk) -> None:
    ncco = [{"action": "wait", "timeout": 9}, talk("Bright Smile Dental."), {"action": "wait", "timeout": 90}]
    call = caller.call("12025553019", ncco)

    assert words(call, "person")[-1] == "This person is not available right now."
    assert call["disconnected_by"] == "user"


def test_a_menu_says_its_keys_and_gives_up(caller: Caller, desk: Desk) -> None:
    call = caller.call("12025553007", [{"action": "wait", "timeout": 90}])

    assert [text[:9] for text in words(call, "person")] == ["Thank you", "Thank you"]
    assert call["disconnected_by"] == "user"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("What is your name?", "Ada Lovelace."),
        ("Great. Which day suits you best?", "Next Tuesday at ten in the morning."),
        ("So that is Tuesday at ten. Is that right?", "Yes, that is right."),
        ("Thank you for your time. Goodbye!", "Goodbye."),
        ("We are open from nine.", "Okay."),
    ],
)
def test_small_talk(said: str, answer: str) -> None:
    assert reply(said) == answer


def test_a_held_phone_is_busy_while_its_owner_talks(caller: Caller, control: Control) -> None:
    phone = "12025550177"
    control.hold(phone)
    control.configure(call_speed=10)
    first = caller.place(phone, [{"action": "wait", "timeout": 600}])
    caller.until(first, "ringing")
    control.act(first, "answer")
    caller.until(first, "answered")
    second = caller.place(phone, [talk(HELLO)])
    caller.until(second, "busy")
    control.act(first, "hang_up")
    assert notes(caller.after(first)) == ""
