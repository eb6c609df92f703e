"""What every request to the account goes through: who asks, and the faults that are on.

Both APIs take the account's key and secret (Basic) alone, no application's token. Sources: Vonage's OpenAPI
documents of the Application API 2.1.4 and of the Numbers API 1.0.20.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from webapp.simulator import wire
from webapp.simulator.core import CORE, Core
from webapp.simulator.tokens import Refused

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Refusal = Callable[[], web.StreamResponse]
GARBLED = "<!doctype html><title>Sorry</title><p>Something else than Vonage answers here.</p>"


def checked(handler: Handler, refused: Refusal) -> Handler:
    """The handler, behind the check of who asks; `refused` makes the answer to a stranger."""

    async def behind(request: web.Request) -> web.StreamResponse:
        core = request.app[CORE]
        try:
            core.gatekeeper.check_basic(request.headers.get("Authorization"))
        except Refused:
            core.world.counts["http_401"] += 1
            return refused()
        answer = _instead(request, core) or await handler(request)
        return await _spoiled(request, core) or answer

    return behind


def _instead(request: web.Request, core: Core) -> web.StreamResponse | None:
    """What the faults answer before anything is done."""
    faults = core.faults
    if faults.strikes("drop_before"):
        return wire.hang_up(request)
    throttle = faults.strikes("throttle")
    if throttle:
        return wire.throttled(core, throttle.seconds or 0)
    if faults.strikes("redirect"):
        return web.Response(status=307, headers={"Location": request.path})
    if faults.strikes("error_500"):
        return wire.internal_error()
    return None


async def _spoiled(request: web.Request, core: Core) -> web.StreamResponse | None:
    """What the faults make of an answer, once all is done. `account_drops` spares what only reads."""
    if slow := core.faults.strikes("slow"):
        await asyncio.sleep(slow.seconds or 0)
    if core.faults.strikes("drop_after") or (
        request.method != "GET" and core.faults.strikes("account_drops")
    ):
        return wire.hang_up(request)
    if core.faults.strikes("account_garbled"):
        return web.Response(text=GARBLED, content_type="text/html")
    return None
