"""One simulator's parts, held together: what the handlers and the webhooks share."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from aiohttp import web

from webapp.simulator.faults import Faults
from webapp.simulator.settings import Settings
from webapp.simulator.tokens import Gatekeeper
from webapp.simulator.world import World


class Work:
    """Counts what is still to come: a message's next step, a webhook on its way or waiting to be repeated."""

    def __init__(self) -> None:
        self.pending = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def begin(self) -> None:
        """Something is to come."""
        self.pending += 1
        self._idle.clear()

    def end(self) -> None:
        """It came, or never will."""
        self.pending -= 1
        if self.pending == 0:
            self._idle.set()

    def forget(self) -> None:
        """Nothing is to come any more."""
        self.pending = 0
        self._idle.set()

    async def until_idle(self, timeout: float) -> bool:
        """Wait until nothing is to come, at most `timeout` seconds; whether that was reached."""
        try:
            await asyncio.wait_for(self._idle.wait(), timeout)
        except TimeoutError:
            return False
        return True


class Allowance:
    """Requests a second, counted from zero in each second, as Vonage's default limit is."""

    def __init__(self) -> None:
        self._second = 0
        self._used = 0

    def take(self, rate: float) -> bool:
        """Whether one more request fits into this second; `rate` 0 is without limit."""
        if rate <= 0:
            return True
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._used = second, 0
        self._used += 1
        return self._used <= max(1, rate)


class Core:
    """Settings, fault switches, memory and pending work of one simulator.

    `epoch` grows at each reset: whatever was begun before it falls silent. `url`: where it listens.
    `forgetting`: what else a reset has to call.
    """

    def __init__(self, settings: Settings) -> None:
        self.at_start = settings
        self.settings = settings
        self.gatekeeper = Gatekeeper(settings)
        self.faults = Faults()
        self.world = World(settings.keep)
        self.work = Work()
        self.allowance = Allowance()
        self.epoch = 0
        self.url = ""
        self.forgetting: list[Callable[[], None]] = []

    def reset(self) -> None:
        """Back to the start: no messages, no faults, nothing to come, the settings of the start."""
        self.epoch += 1
        self.settings = self.at_start
        self.faults.clear()
        self.world = World(self.settings.keep)
        self.work.forget()
        self.allowance = Allowance()
        for forget in self.forgetting:
            forget()


CORE: web.AppKey[Core] = web.AppKey("core", Core)
