"""What the line of a call hears, kept as JSON."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests import factories
from tests.calls import CAROL
from webapp.carriers.vonage.carrier import Vonage
from webapp.rules.callflow import commands as do
from webapp.rules.callflow.commands import Command
from webapp.rules.callflow.events import Heard
from webapp.services import settings
from webapp.services.calls import line


@pytest.mark.parametrize(
    "command",
    [
        do.Say("Grüß Gott.", "de", interruptible=True),
        do.Listen("en", 3.5, 1.5, 20.0, ("yes", "no"), 4),
        do.Wait(2.5),
        do.LeaveMessage("Call us.", "en"),
        do.RingStaff("They pressed 0.", "fr", 20.0),
        do.Record(message=True),
        do.HangUp(),
    ],
)
def test_each_comes_back_as_it_was(app: Flask, command: Command) -> None:
    call = factories.call(CAROL)
    call.flow = {"answer": line.to_json([command]), "language": "de"}
    said = line.spoken(call)
    assert said.commands == (command,)
    assert (said.line.language, said.line.country, said.line.turn) == ("de", "US", 0)


def test_what_is_for_us_alone_is_not_heard() -> None:
    said = [do.OptOut("stop"), do.Say("Bye.", "en"), do.AskEngine(Heard("x")), do.HangUp()]
    assert line.heard(said) == (do.Say("Bye.", "en"), do.HangUp())


def test_a_call_that_has_said_nothing(app: Flask) -> None:
    assert line.spoken(factories.call(CAROL)).commands == ()


def test_who_waits_for_staff_hears_music_unless_it_is_switched_off(app: Flask) -> None:
    call = factories.call(CAROL)
    call.flow = {"answer": line.to_json([do.Say("One moment.", "en"), do.RingStaff("They pressed 0.", "en")])}

    def heard() -> list[dict[str, Any]]:
        said = line.spoken(call)
        found: list[dict[str, Any]] = Vonage().speak(said.commands, said.line, app.config["SETTINGS"])
        return found

    [address] = heard()[-1]["musicOnHoldUrl"]
    assert address.startswith(app.config["SETTINGS"].public_url)
    answer = app.test_client().get(urlsplit(address).path, buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "audio/mpeg")
    settings.put("waiting_music", False)
    assert "musicOnHoldUrl" not in heard()[-1]
    assert heard()[0]["text"] == "One moment."
