"""Which of several signs decides how a call ended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from webapp.carriers.calls import CallEvent
from webapp.models.call import Call, Detected
from webapp.services.calls import outcomes

E = CallEvent
AT = datetime(2026, 11, 29, tzinfo=UTC)
UP: dict[str, Any] = {"answered_at": AT}
CUT: dict[str, Any] = {"hang_up_at": AT}


@pytest.mark.parametrize(
    ("known", "event", "seconds", "expected"),
    [
        ({}, E.BUSY, None, "busy"),
        ({}, E.NO_ANSWER, None, "no_answer"),
        ({}, E.REJECTED, None, "rejected"),
        ({}, E.FAILED, None, "failed"),
        ({}, E.CANCELED, None, "canceled"),
        ({}, E.COMPLETED, 12, "answered"),
        ({}, E.COMPLETED, None, "answered"),
        ({}, E.COMPLETED, 0, "no_answer"),
        (UP, E.COMPLETED, 0, "answered"),
        (UP, E.FAILED, None, "answered"),
        (UP | {"detected": Detected.MACHINE}, E.COMPLETED, 9, "voicemail"),
        (UP | {"detected": Detected.HUMAN}, E.COMPLETED, 9, "answered"),
        ({"detected": Detected.MACHINE}, E.BUSY, None, "busy"),
        (CUT, E.COMPLETED, 0, "canceled"),
        (CUT, E.BUSY, None, "canceled"),
        (UP | CUT, E.COMPLETED, 9, "answered"),
        ({"flow": {"outcome": "screened"}} | UP, E.COMPLETED, 9, "screened"),
        ({"flow": {"outcome": "answered"}, "detected": Detected.MACHINE} | UP, E.COMPLETED, 9, "answered"),
        ({"flow": {"outcome": "nonsense"}} | UP, E.COMPLETED, 9, "answered"),
    ],
)
def test_the_conversation_then_we_then_detection_then_the_carrier(
    known: dict[str, Any], event: CallEvent, seconds: int | None, expected: str
) -> None:
    assert outcomes.decide(Call(**known), event, seconds) == expected
