"""What one simulated model knows: its settings, its mood, and the requests that it got."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from webapp.simulator.model.moods import Mood
from webapp.simulator.model.settings import Settings


@dataclass(slots=True)
class Request:
    """One request for an answer. `body`: as it came. `status` 0: hung up. `said`: what was answered."""

    seq: int
    at: float
    mood: str
    body: Mapping[str, Any]
    status: int = 0
    said: str = ""


class Memory:
    """Requests are numbered from 1 on."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.mood = Mood()
        self._requests: deque[Request] = deque(maxlen=settings.keep)
        self._last = 0

    def note(self, body: Mapping[str, Any], mood: str) -> Request:
        """A request has come."""
        self._last += 1
        request = Request(self._last, time.time(), mood, body)
        self._requests.append(request)
        return request

    def requests(self, since: int = 0) -> Iterator[Request]:
        """Those after number `since`, oldest first."""
        return (request for request in self._requests if request.seq > since)

    def newest(self, most: int) -> list[Request]:
        """The newest first."""
        return list(self._requests)[: -most - 1 : -1]

    def take_mood(self) -> Mood:
        """The mood for one request; one that is counted runs out."""
        mood = self.mood
        if mood.count is not None:
            mood.count -= 1
            if mood.count <= 0:
                self.mood = Mood()
        return mood

    def reset(self) -> None:
        """No requests, and the normal mood."""
        self.mood = Mood()
        self._requests.clear()
        self._last = 0


MEMORY: web.AppKey[Memory] = web.AppKey("memory", Memory)
