"""How many answers may leave later on purpose, and for how long."""

from __future__ import annotations

import time

from webapp.server.delays import Delays


def test_only_so_many_are_kept_at_the_same_time() -> None:
    delays, before = Delays(2), time.monotonic()
    first = delays.begin(5)
    assert before + 5 <= first <= time.monotonic() + 7.5
    assert delays.begin(5) > 0
    assert delays.begin(5) == 0.0


def test_those_that_are_over_make_room() -> None:
    delays = Delays(2)
    for _ in range(5):
        assert delays.begin(0) > 0
