"""The action input, with sounds that are there from the beginning: keys, and how they end it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.simulator.voice.clock import Clock
from webapp.simulator.voice.leg import KEY, OUTBOUND, Leg, Sound
from webapp.simulator.voice.listening import listen


@pytest.mark.parametrize(
    ("settings", "pressed", "expected"),
    [
        ({"maxDigits": 2}, "12", {"digits": "12", "timed_out": False}),
        ({"submitOnHash": True}, "12#", {"digits": "12", "timed_out": False}),
        ({"timeOut": 2}, "7", {"digits": "7", "timed_out": True}),
        ({"timeOut": 2}, "", {"digits": None, "timed_out": True}),
        ({}, "12345", {"digits": "1234", "timed_out": False}),
    ],
)
def test_keys_are_collected(settings: dict[str, object], pressed: str, expected: dict[str, object]) -> None:
    async def heard() -> dict[str, object]:
        leg = Leg(OUTBOUND, "12025550123", "12015550100", Clock(100))
        for key in pressed:
            leg.sound(Sound(KEY, key=key))
        return await listen(leg, {"action": "input", "type": ["dtmf"], "dtmf": settings})

    with ThreadPoolExecutor(1) as thread:  # a browser's tests leave a loop running in this one
        found = thread.submit(asyncio.run, heard()).result()
    assert found == {"speech": {"error": "Speech was not enabled"}, "dtmf": expected}
