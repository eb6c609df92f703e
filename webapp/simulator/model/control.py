"""The control API of a simulated model: its mood, and the requests that it got. For this machine only."""

from __future__ import annotations

import os
from dataclasses import asdict
from itertools import islice

from aiohttp import web

from webapp.simulator.json_api import answer, given, number
from webapp.simulator.model import moods
from webapp.simulator.model.memory import MEMORY

MOST = 1_000


def add_routes(app: web.Application) -> None:
    """Add the control API to the server."""
    app.router.add_get("/control/health", health)
    app.router.add_get("/control/mood", mood)
    app.router.add_post("/control/mood", set_mood)
    app.router.add_get("/control/requests", requests)
    app.router.add_post("/control/reset", reset)


async def health(request: web.Request) -> web.Response:
    """That it is up, and the name of its model."""
    return answer(ok=True, pid=os.getpid(), model=request.app[MEMORY].settings.model)


async def mood(request: web.Request) -> web.Response:
    """What it does with the next request."""
    return answer(**asdict(request.app[MEMORY].mood))


async def set_mood(request: web.Request) -> web.Response:
    """Change it: {"mood", "count", "seconds", "output"}."""
    request.app[MEMORY].mood = moods.read(await given(request))
    return await mood(request)


async def requests(request: web.Request) -> web.Response:
    """The requests for an answer, oldest first: ?since= ?limit=."""
    since, limit = number(request.query, "since", 0), number(request.query, "limit", 100)
    most = max(1, min(limit, MOST))
    rows = list(islice(request.app[MEMORY].requests(since), most + 1))
    last = rows[:most][-1].seq if rows else since
    return answer(requests=[asdict(row) for row in rows[:most]], next=last, more=len(rows) > most)


async def reset(request: web.Request) -> web.Response:
    """Forget all requests, and be normal again."""
    request.app[MEMORY].reset()
    return await health(request)
