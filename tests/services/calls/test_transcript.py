"""The transcript of a call."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.calls import CAROL
from webapp.models.call import Call
from webapp.rules.callflow.commands import HangUp, LeaveMessage, Listen, Say
from webapp.rules.callflow.events import Heard, Keys, Silence
from webapp.services.calls import transcript


@pytest.fixture
def call(app: Flask) -> Call:
    return factories.call(CAROL)


def written(call: Call) -> list[tuple[int, str, str]]:
    return [(turn.n, turn.who, turn.text) for turn in transcript.of(call.id)]


def test_turn_by_turn(call: Call) -> None:
    transcript.said(call, [Say("Hello.", "en"), Say("Are you there?", "en"), Listen("en")], 0.012)
    transcript.heard(call, Heard("yes I am", confidence=0.7))
    transcript.heard(call, Keys("19"))
    transcript.heard(call, Silence())
    transcript.heard(call, Heard(""))
    transcript.said(call, [HangUp()], 0.01)
    transcript.said(call, [LeaveMessage("Call us.", "en")], None)
    assert written(call) == [
        (1, "agent", "Hello. Are you there?"), (2, "contact", "yes I am"), (3, "contact", "Pressed 1 9"),
        (4, "agent", "Call us."),
    ]  # fmt: skip
    first, second, *_ = transcript.of(call.id)
    assert (first.delay, first.confidence, second.delay, second.confidence) == (0.012, None, None, 0.7)


def test_card_numbers_are_masked_and_no_turn_is_endless(call: Call) -> None:
    transcript.heard(call, Heard("it is 4111 1111 1111 1111"))
    transcript.heard(call, Heard("and " * 3000))
    card, long = transcript.of(call.id)
    assert card.text == "it is [card ending in 1111]"
    assert len(long.text) == transcript.LONGEST
