"""A language model's stand-in that fails as models do: for a few requests, or for a while."""

from __future__ import annotations

import random
import time
from collections import Counter
from threading import Lock
from typing import Any

from tests.processes.house import free_port
from tests.simulator.model.server import ModelServer
from webapp.simulator.model import prompt

KEPT = 100_000
"""Requests that it remembers: more than there are in a run."""
TEMPERS: tuple[dict[str, Any], ...] = (
    {"mood": "error_500", "count": 2},
    {"mood": "reset", "count": 2},
    {"mood": "slow", "count": 4, "seconds": 2},
    {"mood": "cut_json", "count": 1},
    {"mood": "busy", "count": 2},
)
LONG: tuple[dict[str, Any], ...] = (
    {"mood": "error_500"},
    {"mood": "slow", "seconds": 30},
    {"mood": "reset"},
)


class StandIn:
    """On one port, whatever becomes of it."""

    def __init__(self) -> None:
        self._port = free_port()
        self._lock = Lock()
        self._asked: Counter[str] = Counter()
        self._server = self._start()
        self.base_url = self._server.base_url

    def _start(self) -> ModelServer:
        return ModelServer(port=self._port, keep=KEPT)

    def annoy(self, chance: random.Random) -> None:
        """The next few requests go wrong, unless it is away."""
        if self._lock.acquire(blocking=False):
            try:
                self._server.mood(**chance.choice(TEMPERS))
            finally:
                self._lock.release()

    def away(self, seconds: float = 60) -> None:
        """It refuses, dawdles and hangs up, each for a sixth of the time; then nothing listens."""
        with self._lock:
            for mood in LONG:
                self._server.mood(**mood)
                time.sleep(seconds / 6)
            self._note()
            self._server.stop()
            time.sleep(seconds / 2)
            self._server = self._start()

    def asked(self) -> Counter[str]:
        """How many requests there were for each phone (E.164)."""
        with self._lock:
            self._note()
            self._server.reset()
            return Counter(self._asked)

    def stop(self) -> None:
        """The end."""
        self._server.stop()

    def _note(self) -> None:
        since, more = 0, True
        while more:
            page = self._server.call("GET", "/requests", params={"since": since, "limit": 1000})
            since, more = page["next"], page["more"]
            self._asked.update(_phone(row["body"]) for row in page["requests"])


def _phone(body: dict[str, Any]) -> str:
    return str(prompt.data(body)["contact"]["phone"])
