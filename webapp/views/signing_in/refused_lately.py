"""Who was told to wait just now: remembered for seconds, so that refusing them again costs nothing."""

from __future__ import annotations

import time
from math import ceil
from typing import Generic, TypeVar

Key = TypeVar("Key")

KEPT_SECONDS = 5.0
"""Then the shared counts are asked again: another process may have heard the right password meanwhile."""
MOST = 10_000


class RefusedLately(Generic[Key]):
    """Until when each has to wait. Threads may share it."""

    def __init__(self) -> None:
        self._since: dict[Key, tuple[float, float]] = {}

    def add(self, key: Key, seconds: float) -> None:
        """It was refused now, and has to wait for so long."""
        now = time.monotonic()
        if len(self._since) >= MOST:
            self._since = {one: times for one, times in self._since.copy().items() if _is_fresh(times, now)}
        if len(self._since) < MOST:
            self._since[key] = (now, now + seconds)

    def seconds(self, key: Key) -> int:
        """How long it still has to wait; 0 when it was not refused just now."""
        now, times = time.monotonic(), self._since.get(key)
        return ceil(times[1] - now) if times and _is_fresh(times, now) else 0

    def forget(self, key: Key) -> None:
        """It may be tried again."""
        self._since.pop(key, None)


def _is_fresh(times: tuple[float, float], now: float) -> bool:
    return now < min(times[0] + KEPT_SECONDS, times[1])
