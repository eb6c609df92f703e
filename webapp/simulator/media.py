"""Vonage's media server: hands files out to requests with the application's token."""

from __future__ import annotations

from aiohttp import web

from webapp.simulator.attachments import FOLDER, TYPES
from webapp.simulator.core import CORE
from webapp.simulator.tokens import Refused

ELSEWHERE = "https://media.example.org/1.jpg"


def add_routes(app: web.Application) -> None:
    """Add the media server to the server."""
    app.router.add_get(r"/v3/media/{uuid:[0-9a-f-]{36}}/{file}", send)


async def send(request: web.Request) -> web.StreamResponse:
    """A file; or 401, 404, and what the faults make of it."""
    core, file = request.app[CORE], request.match_info["file"]
    try:
        core.gatekeeper.check(request.headers.get("Authorization"))
    except Refused as refused:
        return web.json_response({"title": "Unauthorized", "detail": str(refused)}, status=401)
    if core.faults.strikes("media_500"):
        return web.json_response({"title": "Internal error"}, status=500)
    if core.faults.strikes("media_gone"):
        return web.json_response({"title": "Gone"}, status=410)
    if core.faults.strikes("media_elsewhere"):
        return web.Response(status=302, headers={"Location": ELSEWHERE})
    if file not in TYPES:
        return web.json_response({"title": "Not found"}, status=404)
    return web.Response(body=(FOLDER / file).read_bytes(), content_type=TYPES[file])
