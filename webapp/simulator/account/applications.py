"""The Application API (v2): the one application that there is is listed, shown, and replaced by a PUT.

Sources: Vonage's OpenAPI document 2.1.4 (shapes, errors as problem+json) and its page of errors
(`api-errors/application#payload-validation`). The time-out of connections is `connection_timeout` in the
document and `connect_timeout` on the developer pages: both are taken. No document says whether a PUT keeps
what it leaves out: here it does not, so that a client that forgets something is found out. The `version` of
Verify is not to be sent (Vonage's SDK for Python).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from webapp.simulator import wire
from webapp.simulator.account.entry import checked
from webapp.simulator.account.state import ACCOUNT

DOCS = f"{wire.DOCS}/application"
METHODS = {"messages": ("POST",), "verify": ("POST",), "voice": ("GET", "POST"), "rtc": ("GET", "POST")}
CONNECTION = (300, 1000)
SOCKET = {"answer_url": (1000, 5000), "fallback_answer_url": (1000, 5000), "event_url": (1000, 10_000)}
"""Milliseconds, from and to."""
Wrong = tuple[str, str]


def add_routes(app: web.Application) -> None:
    """Add the Application API to the server."""
    for method, path, handler in (
        ("GET", "/v2/applications", list_all),
        ("GET", "/v2/applications/{id}", show),
        ("PUT", "/v2/applications/{id}", replace),
    ):
        app.router.add_route(method, path, checked(handler, unauthorized))


def unauthorized() -> web.Response:
    """401 of the Application API."""
    title = "You did not provide correct credentials."
    return wire.problem(401, f"{wire.DOCS}#unauthorized", title, "Check your authentication credentials.")


async def list_all(request: web.Request) -> web.StreamResponse:
    """Every application there is, on one page."""
    rows = [request.app[ACCOUNT].shown()]
    body = {"page_size": 100, "page": 1, "total_items": len(rows), "total_pages": 1}
    links = {"self": {"href": "/v2/applications?page_size=100&page=1"}}
    return web.json_response(body | {"_embedded": {"applications": rows}, "_links": links})


async def show(request: web.Request) -> web.StreamResponse:
    """The application, or 404."""
    return _of_another(request) or web.json_response(request.app[ACCOUNT].shown())


async def replace(request: web.Request) -> web.StreamResponse:
    """200 with the whole, or 400, 404, 415."""
    if another := _of_another(request):
        return another
    if request.content_type != "application/json":
        return wire.problem(415, f"{DOCS}#content-type-header", "Invalid Content-Type header", "Send JSON.")
    try:
        given = json.loads(await request.read())
    except (ValueError, RecursionError):
        given = None
    wrong = list(_faults(given)) if isinstance(given, dict) else [("body", "must be a JSON object")]
    if wrong:
        return _bad(wrong)
    request.app[ACCOUNT].replace(given)
    return web.json_response(request.app[ACCOUNT].shown())


def _of_another(request: web.Request) -> web.Response | None:
    wanted = request.match_info["id"]
    if wanted == request.app[ACCOUNT].id:
        return None
    return wire.problem(404, f"{wire.DOCS}#not-found", "Not Found", f"Application '{wanted}' was not found.")


def _bad(wrong: list[Wrong]) -> web.Response:
    parameters = [{"name": name, "reason": reason} for name, reason in wrong]
    kind, title = f"{DOCS}#payload-validation", "Bad Request"
    return wire.problem(400, kind, title, "The request failed validation.", invalid_parameters=parameters)


def _faults(given: dict[str, Any]) -> Iterator[Wrong]:
    name = given.get("name")
    if not isinstance(name, str) or not name.strip():
        yield "name", "is required"
    capabilities = given.get("capabilities") or {}
    if not isinstance(capabilities, dict):
        yield "capabilities", "must be an object"
        return
    for capability, value in capabilities.items():
        place = f"capabilities.{capability}"
        hooks = value.get("webhooks") or {} if isinstance(value, dict) else None
        if capability == "verify" and isinstance(value, dict) and "version" in value:
            yield f"{place}.version", "must not be set"
        if not isinstance(hooks, dict):
            yield place, "must be an object"
            continue
        for name, hook in hooks.items():
            yield from _in_hook(f"{place}.webhooks.{name}", capability, name, hook)


def _in_hook(place: str, capability: str, name: str, hook: Any) -> Iterator[Wrong]:
    if not isinstance(hook, dict):
        yield place, "must be an object"
        return
    address, allowed = hook.get("address"), METHODS.get(capability, ("GET", "POST"))
    if not isinstance(address, str) or (address and not address.startswith(("http://", "https://"))):
        yield f"{place}.address", "must be a URL"
    if hook.get("http_method", allowed[0]) not in allowed:
        yield f"{place}.http_method", f"must be one of: {', '.join(allowed)}"
    bounds = {"connection_timeout": CONNECTION, "connect_timeout": CONNECTION}
    bounds["socket_timeout"] = SOCKET.get(name, (1000, 10_000))
    for key, (least, most) in bounds.items():
        value = hook.get(key, least)
        if not isinstance(value, int) or not least <= value <= most:
            yield f"{place}.{key}", f"must be between {least} and {most}"
