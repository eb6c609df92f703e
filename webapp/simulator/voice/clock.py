"""A call's clock: as many times faster than life as is set, but not while the app is being waited for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Seconds of one call. The app is not sped up: waiting for its answer counts as it is.

    So a call at a hundred times the speed goes as it would in life, only sooner.
    """

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._began = time.monotonic()
        self._waited = 0.0
        self._waiting = 0
        self._since = 0.0

    def now(self) -> float:
        """Seconds since the clock was made."""
        moment = time.monotonic()
        waited = self._waited + (moment - self._since if self._waiting else 0.0)
        return (moment - self._began - waited) * self.speed + waited

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """While the app is waited for."""
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._waited += time.monotonic() - self._since

    async def sleep(self, seconds: float) -> None:
        """Wait that long on this clock."""
        await self.sleep_until(self.now() + seconds)

    async def sleep_until(self, moment: float) -> None:
        """Wait for a moment on this clock."""
        while (left := moment - self.now()) > 0:
            await asyncio.sleep(left / self.speed)

    async def event(self, event: asyncio.Event, until: float) -> bool:
        """Wait for an event until a moment on this clock; whether it came."""
        while not event.is_set():
            left = until - self.now()
            if left <= 0:
                return False
            try:
                await asyncio.wait_for(event.wait(), left / self.speed)
            except TimeoutError:
                continue
        return True
