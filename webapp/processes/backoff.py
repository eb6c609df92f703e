"""How long to wait before a process that died is started again."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_DELAY = 0.2
LONGEST_DELAY = 15.0
STEADY = 10.0
"""Seconds of life after which a process counts as healthy and its next death as a first one."""


@dataclass
class BackOff:
    """Doubles from FIRST_DELAY to LONGEST_DELAY (seconds) while the process keeps dying young."""

    started: float = 0.0
    deaths: int = 0

    def start(self, now: float) -> None:
        """The process was started at `now` (seconds on a monotonic clock)."""
        self.started = now

    def delay(self, now: float) -> float:
        """It died at `now`: seconds to wait until it is started again."""
        self.deaths = 1 if now - self.started >= STEADY else self.deaths + 1
        return min(FIRST_DELAY * 2.0 ** min(self.deaths - 1, 16), LONGEST_DELAY)
