"""The pages Calls and Handset, over real HTTP, as a browser without JavaScript uses them."""

from __future__ import annotations

import requests

from tests.simulator.server import Control, Simulator, wait_for
from tests.simulator.test_pages import get, post
from tests.simulator.voice.caller import OURS, Caller, talk, words
from tests.simulator.voice.desk import Desk
from webapp.simulator.callees import CALLEES

GRACE = "447700900199"
PATH = f"/handsets/{GRACE}"


def test_an_empty_page_says_what_to_do_next(simulator: Simulator) -> None:
    assert "No call yet. Place one from your app" in get(simulator, "/calls").text
    assert "Nothing rings. Leave this page open." in get(simulator, PATH).text


def test_everyone_who_can_be_called_is_on_the_page_of_people(simulator: Simulator) -> None:
    page = get(simulator, "/people").text
    assert [callee.does for callee in CALLEES if callee.does not in page] == []


def test_a_call_rings_on_the_page_and_is_answered_there(
    caller: Caller, simulator: Simulator, desk: Desk
) -> None:
    listen = {"action": "input", "type": ["speech"], "speech": {"startTimeout": 60},
              "eventUrl": caller.at("/turn")}  # fmt: skip
    desk.answers["/turn"].append([talk("Goodbye, Grace.")])
    caller.control.configure(call_speed=10)
    assert "All calls" in post(simulator, "/calls", phone="+44 7700 900199").text
    uuid = caller.place(GRACE, [talk("Who are you?"), listen])
    caller.until(uuid, "ringing")
    page = get(simulator, PATH)
    assert "From +1 201-555-0100: ringing" in page.text
    assert "Answer Decline" in page.text
    post(simulator, f"{PATH}/act", act="answer")
    caller.until_said(uuid, "Who are you?")
    wait_for(lambda: "is speaking …" not in get(simulator, PATH).text)
    post(simulator, f"{PATH}/act", act="typing")
    page = post(simulator, f"{PATH}/act", act="say", text="I am <b>Grace</b>.")
    call = caller.after(uuid)

    assert "You: I am <b>Grace</b>." in page.text
    assert desk.of("/turn")[0]["speech"]["results"][0]["text"] == "I am <b>Grace</b>"
    assert words(call, "app") == ["Who are you?", "Goodbye, Grace."]
    assert "over, " in get(simulator, "/calls").text


def test_a_call_is_declined(caller: Caller, simulator: Simulator, desk: Desk) -> None:
    get(simulator, PATH)
    uuid = caller.place(GRACE, [talk("Hello.")])
    caller.until(uuid, "ringing")
    page = post(simulator, f"{PATH}/act", act="decline")
    caller.after(uuid)

    assert "rejected (declined)" in page.text
    assert desk.statuses() == ["started", "ringing", "rejected"]


def test_a_handset_calls_one_of_the_app_s_numbers(caller: Caller, simulator: Simulator, desk: Desk) -> None:
    listen = {"action": "input", "type": ["dtmf"], "dtmf": {"maxDigits": 1, "timeOut": 10},
              "eventUrl": caller.at("/turn")}  # fmt: skip
    desk.answers["/answer"].append([talk("Press 1."), listen])
    caller.control.configure(call_speed=2)
    page = post(simulator, f"{PATH}/dial", number="+1 (201) 555-0100")
    assert "To +1 201-555-0100" in page.text
    [call] = caller.control.calls()
    caller.until_said(call["uuid"], "Press 1.")
    wait_for(lambda: "is speaking …" not in get(simulator, PATH).text)
    post(simulator, f"{PATH}/act", act="press", text="1")
    caller.after(call["uuid"])

    assert desk.of("/turn")[0]["dtmf"] == {"digits": "1", "timed_out": False}
    assert (call["from"], call["to"]) == (GRACE, OURS)


def test_forms_with_a_fault_come_back_with_a_sentence(simulator: Simulator, control: Control) -> None:
    assert "A phone has 7 to 15 digits" in post(simulator, "/calls", 422, phone="0770").text
    assert "must be one of yours" in post(simulator, f"{PATH}/dial", 422, number="dentist").text
    assert "This phone is in no call." in post(simulator, f"{PATH}/act", 422, act="answer").text
    assert control.calls() == []


def test_an_act_that_makes_no_sense_is_said(caller: Caller, simulator: Simulator) -> None:
    get(simulator, PATH)
    caller.control.configure(call_speed=1)
    uuid = caller.place(GRACE, [talk("Hello.")])
    caller.until(uuid, "ringing")
    said = {
        "say": "This call is not answered yet.",
        "fly": "A phone can answer, decline",
    }
    for act, sentence in said.items():
        assert sentence in post(simulator, f"{PATH}/act", 422, act=act, text="x").text
    by_script = requests.post(
        f"{simulator.url}{PATH}/act", data={"act": "say"}, headers={"X-Requested-With": "fetch"}, timeout=10
    )
    assert (by_script.status_code, by_script.text) == (409, "This call is not answered yet.")
    post(simulator, f"{PATH}/act", act="decline")
    assert "This call is over." in post(simulator, f"{PATH}/act", 422, act="say", text="x").text


def test_live_parts_answer_204_until_something_changes(caller: Caller, simulator: Simulator) -> None:
    caller.call(GRACE[:-4] + "3002", [talk("Hello.")])
    for path in ("/calls/list", f"/handsets/{GRACE[:-4]}3002/screen"):
        part = requests.get(simulator.url + path, timeout=10).text
        version = part.split('data-version="')[1].split('"')[0]
        again = requests.get(simulator.url + path, params={"version": version}, timeout=10)
        assert again.status_code == 204


def test_another_site_s_page_cannot_act(simulator: Simulator, control: Control) -> None:
    for path in ("/calls", f"{PATH}/act", f"{PATH}/dial"):
        answer = requests.post(
            simulator.url + path,
            data={"number": OURS},
            headers={"Origin": "https://evil.example"},
            timeout=10,
        )
        assert answer.status_code == 403
    assert control.calls() == []


def test_the_handset_s_script_is_served(simulator: Simulator) -> None:
    assert requests.get(f"{simulator.url}/static/handset.js", timeout=10).status_code == 200
