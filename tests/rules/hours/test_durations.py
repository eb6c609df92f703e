"""Durations in words: exactly, roughly, and as a clock shows them."""

from __future__ import annotations

import pytest

from webapp.rules.hours import durations


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59, "59 s"), (60, "1 min"), (65, "1 min 5 s"), (7205, "120 min 5 s")]
)
def test_how_long_it_lasted(seconds: int, words: str) -> None:
    assert durations.lasted(seconds) == words


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (59, "59 s"), (89, "1 min"), (91, "2 min")])
def test_about_how_long(seconds: int, words: str) -> None:
    assert durations.about(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "shown"), [(-1.0, "0:00"), (5.9, "0:05"), (750, "12:30"), (3723, "1:02:03")]
)
def test_as_a_clock_shows_it(seconds: float, shown: str) -> None:
    assert durations.clock(seconds) == shown
