"""What Vonage asks and tells while a call talks, at addresses that only we give out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from webapp.carriers.base import BadWebhook, Webhook
from webapp.carriers.calls import RecordingMade, Turned
from webapp.carriers.vonage import turns
from webapp.config import Settings
from webapp.rules.callflow.events import Keys, PlayedOut

URL = "https://api-us-2.nexmo.com/v1/files/f-1"
TIMES = {"start_time": "2026-11-29T10:00:00Z", "end_time": "2026-11-29T10:01:05.400Z"}


@pytest.fixture
def settings(app: Flask) -> Settings:
    found: Settings = app.config["SETTINGS"]
    return found


def told(settings: Settings, kind: str, payload: dict[str, Any], query: str | None = None) -> Any:
    url = turns.address(settings, "ref-1")(3, kind)
    webhook = Webhook("turn", (query or urlsplit(url).query).encode(), "application/json", "", b"")
    return turns.read(payload, webhook, settings)


def test_what_was_heard_names_its_call_and_turn(settings: Settings) -> None:
    assert told(settings, "notify", {}) == Turned("ref-1", 3, PlayedOut())
    assert told(settings, "staff", {"dtmf": {"digits": "1"}}) == Turned("ref-1", 3, Keys("1"), of_staff=True)


@pytest.mark.parametrize("kind", ["record", "message"])
def test_a_recording_of_the_call_or_of_a_message(settings: Settings, kind: str) -> None:
    payload = {"recording_url": URL, "recording_uuid": "f-1", "size": 12222, **TIMES}
    assert told(settings, kind, payload) == RecordingMade(
        "ref-1", 3, kind == "message", "f-1", URL, 12222, 65
    )


@pytest.mark.parametrize("size", [None, "", "many", -1, True, 1.5, "1" * 30])
def test_a_recording_without_times_and_size_is_one_all_the_same(settings: Settings, size: object) -> None:
    made = told(settings, "message", {"recording_url": URL, "size": size, "start_time": "now"})
    assert (made.url, made.size, made.seconds, len(made.carrier_id)) == (URL, None, None, 64)


@pytest.mark.parametrize("url", [None, "", 5, "x" * 5000])
def test_a_recording_without_an_address_is_not_understood(settings: Settings, url: object) -> None:
    with pytest.raises(BadWebhook):
        told(settings, "record", {"recording_url": url})


@pytest.mark.parametrize(
    "query",
    [
        "",
        "call=ref-1&turn=3&kind=input&key=é",
        "call=ref-1&turn=³&kind=input&key=00",
        "call=ref-1&turn=x&kind=input&key=00",
    ],
)
def test_an_address_that_is_not_ours_is_not_understood(settings: Settings, query: str) -> None:
    with pytest.raises(BadWebhook):
        told(settings, "input", {}, query or "nothing=here")


def test_an_unknown_question_is_not_understood(settings: Settings) -> None:
    with pytest.raises(BadWebhook):
        told(settings, "poem", {})
