"""What the control APIs take and give: JSON objects, and whole numbers in the query."""

from __future__ import annotations

import json

from aiohttp import web

from webapp.simulator.guard import Bad


def answer(status: int = 200, **body: object) -> web.Response:
    """A JSON answer."""
    return web.json_response(body, status=status)


async def given(request: web.Request) -> dict[str, object]:
    """The JSON object in a request's body; no body is an empty one. Raises Bad."""
    raw = await request.read()
    try:
        body = json.loads(raw) if raw.strip() else {}
    except (ValueError, RecursionError):
        raise Bad("The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise Bad("The body must be a JSON object.")
    return body


def number(query: object, name: str, default: int) -> int:
    """A whole number ≥ 0 from the query; raises Bad."""
    raw = query.get(name, str(default))  # type: ignore[attr-defined]
    if not (raw.isascii() and raw.isdigit() and len(raw) < 16):
        raise Bad(f"{name} must be a whole number.")
    return int(raw)
