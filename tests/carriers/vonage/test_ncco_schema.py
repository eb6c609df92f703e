"""What the schema of NCCO refuses."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.carriers.vonage.ncco_schema import InvalidNcco, check, faults

URL = {"eventUrl": ["https://example.org/x"]}
TALK = {"action": "talk", "text": "Hello."}
INPUT = {"action": "input", "type": ["dtmf"], **URL}


@pytest.mark.parametrize(
    ("ncco", "fault"),
    [
        ([{"action": "dance"}], "unknown action"),
        ([{"action": "talk"}], "text is missing"),
        ([{"action": "talk", "text": "x" * 1501}], "text is"),
        ([{"action": "talk", "text": "<speak>"}], "text is"),
        ([{"action": "talk", "text": "x", "voiceName": "Amy"}], "voiceName is unknown"),
        ([{"action": "input", "type": [], **URL}, TALK], "type is"),
        (
            [{"action": "input", "type": ["speech"], "speech": {"endOnSilence": 0.1}, **URL}, TALK],
            "speech is",
        ),
        ([{"action": "input", "type": ["dtmf"], "eventUrl": "https://example.org"}, TALK], "eventUrl is"),
        ([INPUT], "safe tail"),
        ([{"action": "notify", "payload": {}, **URL}, {"action": "wait", "timeout": 1}], "safe tail"),
        ([{**TALK, "bargeIn": True}, TALK], "bargeIn without an input"),
        ([{**TALK, "bargeIn": True}, {"action": "wait", "timeout": 1}, INPUT, TALK], "followed by wait"),
        ([{"action": "record", "channels": 2, **URL}], "channels needs split"),
        (
            [
                {
                    "action": "connect",
                    "from": "447700900000",
                    "endpoint": [{"type": "phone", "number": "447700900001"}] * 2,
                }
            ],
            "endpoint is",
        ),
        ([{"action": "wait", "timeout": 0}], "timeout is"),
        ([{**TALK, "text": "é" * 1400}] * 8, "bytes"),
    ],
)
def test_refused(ncco: list[dict[str, Any]], fault: str) -> None:
    assert any(fault in one for one in faults(ncco)), faults(ncco)
    with pytest.raises(InvalidNcco):
        check(ncco)


def test_taken() -> None:
    check([])
    check([{**TALK, "bargeIn": True}, TALK, INPUT, TALK])
