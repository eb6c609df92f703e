"""The control API: what tests read and set, and how it refuses what makes no sense."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import pytest
import requests
from vonage import Vonage

from tests.simulator.server import ROOT, Control, Simulator, environment, start
from tests.simulator.sink import Sink
from tests.simulator.test_people import OUR_NUMBER, text

ADA, GRACE = "447700900123", "447700900124"


def test_messages_are_found_by_phone_reference_and_from_a_point_on(vonage: Vonage, control: Control) -> None:
    for n in range(4):
        text(vonage, ADA if n % 2 else GRACE, ref=f"ref-{n}")

    assert [each["client_ref"] for each in control.messages(to="+" + ADA)] == ["ref-1", "ref-3"]
    assert [each["to"] for each in control.messages(client_ref="ref-2")] == [GRACE]
    third = control.messages()[2]["seq"]
    assert [each["client_ref"] for each in control.messages(since=third)] == ["ref-3"]


def test_messages_come_in_pages(vonage: Vonage, control: Control) -> None:
    for n in range(5):
        text(vonage, ADA, ref=str(n))

    first = control.call("GET", "/messages", params={"limit": 2})
    assert ([each["client_ref"] for each in first["messages"]], first["more"]) == (["0", "1"], True)
    assert [each["client_ref"] for each in control.messages(limit=2)] == ["0", "1", "2", "3", "4"]


def test_webhooks_tell_what_the_app_answered(vonage: Vonage, control: Control, sink: Sink) -> None:
    sink.answers.extend([200, 503, 200])
    uuid = control.inbound(ADA, OUR_NUMBER, "First")
    control.idle()
    control.inbound(GRACE, OUR_NUMBER, "Second")
    control.idle()

    [first] = control.webhooks("inbound", message_uuid=uuid)
    [second] = control.webhooks("inbound", phone=GRACE)
    assert (first["answer"], first["attempts"]) == (200, 1)
    assert (second["answer"], second["attempts"]) == (200, 2)
    assert control.webhooks("inbound", since=first["seq"]) == [second]


def test_counts_add_up(vonage: Vonage, control: Control) -> None:
    text(vonage, ADA)
    text(vonage, "447700901111")
    control.idle()

    counts = control.counts()
    assert counts["messages"] == {"accepted": 2, "submitted": 2, "delivered": 2, "written": 1}
    assert counts["webhooks"] == {"status": 4, "inbound": 1, "answered": 5}
    assert (counts["pending"], counts["handsets"]) == (0, 2)


def test_waiting_for_idle_gives_up_and_says_what_is_left(vonage: Vonage, control: Control) -> None:
    control.configure(speed=0.1)
    text(vonage, ADA)

    assert control.call("GET", "/idle", params={"timeout": 0}) == {"idle": False, "pending": 1}


def test_reset_forgets_all_and_silences_what_is_to_come(vonage: Vonage, control: Control, sink: Sink) -> None:
    control.configure(speed=0.5)
    control.fault("lost", count=5)
    text(vonage, ADA)
    control.reset()
    control.idle()

    assert (control.messages(), control.faults(), control.webhooks("status")) == ([], {}, [])
    assert control.counts()["messages"] == {}
    assert control.call("GET", "/settings")["settings"]["speed"] == 1000
    text(vonage, GRACE)
    control.idle()
    assert {each["to"] for each in sink.of("/status")} == {GRACE}


def test_settings_are_shown_without_secrets(control: Control) -> None:
    shown = control.call("GET", "/settings")["settings"]
    assert shown["rate"] == 0
    assert not {"signature_secret", "public_key", "api_secret"} & set(shown)


@pytest.mark.parametrize(
    ("method", "path", "body", "sentence"),
    [
        ("POST", "configure", {"port": 1}, "port is not a setting that can be changed"),
        ("POST", "configure", {"speed": "fast"}, "speed must be a number"),
        ("POST", "configure", {"speed": True}, "speed must be a number"),
        ("POST", "configure", {"rate": -1}, "rate must be between"),
        ("POST", "configure", {"inbound_url": "gopher://x"}, "inbound_url must start with"),
        ("POST", "configure", [1], "must be a JSON object"),
        ("POST", "inbound", {}, "must be phone numbers"),
        ("POST", "inbound", {"from": ADA, "to": OUR_NUMBER}, "text must have"),
        ("POST", "inbound", {"from": ADA, "to": OUR_NUMBER, "text": "x" * 3201}, "text must have"),
        ("POST", "inbound", {"from": ADA, "to": OUR_NUMBER, "text": "\ud83d"}, "surrogate"),
        ("GET", "messages?since=-1", None, "since must be a whole number"),
        ("GET", "messages?limit=%F0%9F%99%82", None, "limit must be a whole number"),
        ("GET", "webhooks?kind=voice", None, "kind must be status or inbound"),
        ("GET", "idle?timeout=x", None, "timeout must be a whole number"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    simulator: Simulator, method: str, path: str, body: Any, sentence: str
) -> None:
    answer = requests.request(method, f"{simulator.url}/control/{path}", json=body, timeout=10)

    assert answer.status_code == 422
    assert sentence in answer.json()["error"]


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 60_000])
def test_malformed_json_is_refused(simulator: Simulator, body: bytes) -> None:
    assert requests.post(f"{simulator.url}/control/configure", data=body, timeout=10).status_code == 422


def test_a_huge_body_is_refused(simulator: Simulator) -> None:
    answer = requests.post(f"{simulator.url}/control/inbound", data=b"x" * 200_000, timeout=10)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"}],
)
def test_another_site_s_page_cannot_reach_it(simulator: Simulator, headers: dict[str, str]) -> None:
    answer = requests.post(f"{simulator.url}/control/reset", headers=headers, timeout=10)
    assert answer.status_code == 403


def test_memory_is_bounded_and_the_oldest_conversations_go_first() -> None:
    simulator = start(keep=100)
    control = simulator.control
    try:
        for n in range(150):
            control.inbound(f"4477009{n:05}", OUR_NUMBER, "Hello?")
        assert control.counts()["handsets"] == 100
        assert len(control.webhooks("inbound")) == 100
        assert control.webhooks("inbound")[0]["phone"] == "447700900050"
    finally:
        simulator.stop()


def test_a_missing_setting_is_named_and_nothing_starts() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "webapp.simulator"], cwd=ROOT, env=environment(signature_secret=""),
        capture_output=True, text=True, timeout=20,
    )  # fmt: skip
    assert (run.returncode, run.stderr.strip()) == (
        2, "SIMULATOR_SIGNATURE_SECRET is not set; the simulator needs it to start."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (["--rate", "many"], "SIMULATOR_RATE must be a number, not 'many'."),
        (["--public-key", "/nowhere.pem"], "SIMULATOR_PUBLIC_KEY is neither a PEM text nor a file"),
        (["--public-key", "-----BEGIN NONSENSE-----"], "SIMULATOR_PUBLIC_KEY is not a public key in PEM"),
        (["--speed", "0"], "speed must be between"),
    ],
)
def test_a_wrong_flag_is_named(flags: list[str], sentence: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "webapp.simulator", *flags], cwd=ROOT, env=environment(),
        capture_output=True, text=True, timeout=20,
    )  # fmt: skip
    assert run.returncode == 2
    assert sentence in run.stderr


def test_a_busy_port_is_one_clear_line(simulator: Simulator) -> None:
    with pytest.raises(RuntimeError, match="The simulator cannot listen"):
        start(port=int(simulator.url.rsplit(":", 1)[1]))


def test_it_stops_at_once_when_told() -> None:
    simulator = start()
    os.kill(simulator.process.pid, signal.SIGTERM)
    assert simulator.process.wait(5) == 0
    simulator.stop()
