"""Answers that leave later on purpose, as who guesses passwords gets them: no thread waits, and there are not
more of them than half of the connections.
"""

from __future__ import annotations

import random
import time
from collections import deque

SPREAD = 0.5
"""They leave up to so much later than asked for, so that not all who were told to wait are back at once."""


class Delays:
    """Until when each is kept. Threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._ends: deque[float] = deque()

    def begin(self, seconds: float) -> float:
        """Until when to keep one more, as time.monotonic() counts; 0 when that would be too many."""
        now = time.monotonic()
        self._forget(now)
        if len(self._ends) >= self._most:
            return 0.0
        until = now + seconds * (1 + random.random() * SPREAD)
        self._ends.append(until)
        return until

    def _forget(self, now: float) -> None:
        """The oldest are left first, or nearly so."""
        while self._ends and self._ends[0] <= now:
            try:
                self._ends.popleft()
            except IndexError:  # another thread took the last one
                return
