"""The Voice API, as Vonage answers it: /v1/calls, a call, its talk, stream and keys; recordings."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from webapp.simulator import wire
from webapp.simulator.core import CORE, Core
from webapp.simulator.media import ELSEWHERE
from webapp.simulator.tokens import Refused
from webapp.simulator.voice import payloads
from webapp.simulator.voice.changes import CHANGES, Wrong
from webapp.simulator.voice.exchange import Exchange
from webapp.simulator.voice.leg import Leg
from webapp.simulator.voice.listing import listed
from webapp.simulator.voice.orders import parse
from webapp.simulator.voice.recordings import wav

EXCHANGE: web.AppKey[Exchange] = web.AppKey("exchange", Exchange)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
UUID = r"{uuid:[0-9a-fA-F-]{36}}"
DOCS = f"{wire.DOCS}/voice"
MOST_LIVE = 2000


def add_routes(app: web.Application) -> None:
    """Add the Voice API to the server."""
    routes = app.router
    routes.add_post("/v1/calls", _checked(create, creates=True))
    routes.add_get("/v1/calls", _checked(list_calls))
    routes.add_get(f"/v1/calls/{UUID}", _checked(show))
    for method, path in CHANGES:
        routes.add_route(method, f"/v1/calls/{UUID}{path}", _checked(change))
    routes.add_get(f"/v1/files/{UUID}", _checked(download))


def _checked(handler: Handler, creates: bool = False) -> Handler:
    """The handler behind what every request goes through: the token, the limits, the faults."""

    async def checked(request: web.Request) -> web.StreamResponse:
        core, exchange = request.app[CORE], request.app[EXCHANGE]
        try:
            core.gatekeeper.check(request.headers.get("Authorization"))
        except Refused as refused:
            return web.json_response({"title": "Unauthorized", "detail": str(refused)}, status=401)
        settings = core.settings
        allowance = exchange.starts if creates else exchange.others
        if not allowance.take(settings.call_rate if creates else settings.call_other_rate):
            return wire.throttled(core)
        return await handler(request)

    return checked


async def create(request: web.Request) -> web.StreamResponse:
    """201 with the call, or 400, 402, 429, 500. A fault may hang up."""
    core, exchange = request.app[CORE], request.app[EXCHANGE]
    refused = wire.refused_by_fault(request, core) if core.faults else None
    if refused is not None:
        return refused
    try:
        order = parse(json.loads(await request.read()))
    except (ValueError, RecursionError):
        order = {"body": "is not valid JSON"}
    if isinstance(order, dict):
        return bad(order)
    if exchange.live.pending >= MOST_LIVE:
        return wire.throttled(core)
    leg = exchange.place(order)
    if core.settings.latency_ms:
        await asyncio.sleep(core.settings.latency_ms / 1000)
    spoiled = await wire.spoiled_by_fault(request, core) if core.faults else None
    return spoiled or _created(leg, core)


def _created(leg: Leg, core: Core) -> web.Response:
    body = {
        "uuid": wire.told_id(leg.uuid, core), "status": "started", "direction": leg.direction,
        "conversation_uuid": leg.conversation_uuid,
    }  # fmt: skip
    return web.json_response(body, status=201)


async def list_calls(request: web.Request) -> web.StreamResponse:
    """Calls, by ?status= ?date_start= ?date_end= ?conversation_uuid= ?order= ?record_index= ?page_size=."""
    core, exchange = request.app[CORE], request.app[EXCHANGE]
    here = [leg for leg in exchange.calls.values() if _lives_here(leg, request)]
    answer = listed(here, request.query, core.url)
    return bad(answer) if "_embedded" not in answer else web.json_response(answer)


async def show(request: web.Request) -> web.StreamResponse:
    """One call, or 404."""
    leg = _leg(request)
    if leg is None:
        return not_found(request)
    return web.json_response(payloads.shown(leg, request.app[EXCHANGE].region_of(leg)))


async def change(request: web.Request) -> web.StreamResponse:
    """Hang up, transfer, mute; talk, stream, keys into a call: 204 or 200, or 400, 404."""
    leg = _leg(request)
    if leg is None:
        return not_found(request)
    try:
        given = json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError):
        return bad({"body": "is not valid JSON"})
    path = request.path.partition(leg.uuid)[2]
    try:
        said = await CHANGES[request.method, path](request.app[EXCHANGE], leg, given)
    except Wrong as wrong:
        return bad({wrong.name: wrong.reason})
    return web.Response(status=204) if not said else web.json_response({"message": said, "uuid": leg.uuid})


async def download(request: web.Request) -> web.StreamResponse:
    """A recording, as WAV; or 404, and what the faults make of it."""
    core, uuid = request.app[CORE], request.match_info["uuid"].lower()
    if core.faults.strikes("media_500"):
        return web.json_response({"title": "Internal error"}, status=500)
    if core.faults.strikes("media_gone"):
        return web.json_response({"title": "Gone"}, status=410)
    if core.faults.strikes("media_elsewhere"):
        return web.Response(status=302, headers={"Location": ELSEWHERE})
    for leg in request.app[EXCHANGE].calls.values():
        for recording in leg.recordings:
            if recording.uuid == uuid and recording.ended is not None:
                return web.Response(body=wav(recording), content_type="audio/wav")
    return not_found(request)


def bad(wrong: dict[str, str]) -> web.Response:
    """400, whose type is a number, as the Voice API has it."""
    parameters = [{"name": name, "reason": reason} for name, reason in wrong.items()]
    body = {"type": 400, "title": "Bad Request", "invalid_parameters": parameters}
    return web.json_response(body, status=400)


def not_found(request: web.Request) -> web.Response:
    """404, for what is unknown, or lives at another host."""
    return wire.problem(404, f"{DOCS}#not-found", "Not Found", f"There is no {request.path} here.")


def _leg(request: web.Request) -> Leg | None:
    leg = request.app[EXCHANGE].calls.get(request.match_info["uuid"].lower())
    return leg if leg is not None and _lives_here(leg, request) else None


def _lives_here(leg: Leg, request: web.Request) -> bool:
    """A regional call is known at its region's port alone."""
    if not leg.regional or request.transport is None:
        return True
    port: int = request.transport.get_extra_info("sockname")[1]
    return port == urlsplit(request.app[EXCHANGE].region).port
