"""POST /v1/messages, as Vonage's Messages API answers it."""

from __future__ import annotations

import asyncio
import json
from uuid import uuid4

from aiohttp import web

from webapp.simulator.core import CORE, Core
from webapp.simulator.message_orders import Wrong, parse
from webapp.simulator.network import Network
from webapp.simulator.people import CODES
from webapp.simulator.tokens import Refused

LONGEST_BODY = 64 * 1024
SAME_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
DOCS = "https://developer.vonage.com/api-errors"
NETWORK: web.AppKey[Network] = web.AppKey("network", Network)


async def send(request: web.Request) -> web.StreamResponse:
    """202 with a message_uuid, or a problem: 401, 402, 413, 422, 429, 500. A fault may hang up."""
    core = request.app[CORE]
    body = await request.read()
    try:
        core.gatekeeper.check(request.headers.get("Authorization"))
    except Refused as refused:
        core.world.counts["http_401"] += 1
        return unauthorized(refused)
    if not core.allowance.take(core.settings.rate):
        return throttled(core)
    if core.faults:
        answer = refused_by_fault(request, core)
        if answer is not None:
            return answer
    order = parse(body)
    if isinstance(order, Wrong):
        core.world.counts["http_422"] += 1
        return problem(422, f"{DOCS}{order.kind}", order.title, order.detail, **order.more)
    message = request.app[NETWORK].accept(
        order.to, order.sender, order.text, order.client_ref, order.webhooks
    )
    if core.settings.latency_ms:
        await asyncio.sleep(core.settings.latency_ms / 1000)
    if core.faults:
        answer = await spoiled_by_fault(request, core)
        if answer is not None:
            return answer
    return web.Response(
        status=202,
        body=b'{"message_uuid":"%s"}' % told_id(message.uuid, core).encode(),
        headers={"Content-Type": "application/json"},
    )


def refused_by_fault(request: web.Request, core: Core) -> web.Response | None:
    """What the faults answer in place of accepting the message, if anything."""
    faults = core.faults
    if faults.strikes("drop_before"):
        return hang_up(request)
    throttle = faults.strikes("throttle")
    if throttle:
        return throttled(core, throttle.seconds or 0)
    if faults.strikes("expired_token"):
        return unauthorized(Refused("The JWT has expired.", "jwt-expired"))
    if faults.strikes("redirect"):
        return web.Response(status=307, headers={"Location": request.path})
    if faults.strikes("no_credit"):
        return problem(
            402, f"{DOCS}/#low-balance", "Low balance",
            "This request could not be performed due to your account balance being low.",
        )  # fmt: skip
    if faults.strikes("opted_out"):
        return problem(422, f"{DOCS}/messages#1240", "Illegal Number", CODES["1240"])
    if faults.strikes("error_500"):
        return internal_error()
    return None


async def spoiled_by_fault(request: web.Request, core: Core) -> web.Response | None:
    """What the faults make of the answer to a message that was accepted, if anything."""
    slow = core.faults.strikes("slow")
    if slow:
        await asyncio.sleep(slow.seconds or 0)
    if core.faults.strikes("drop_after"):
        return hang_up(request)
    if core.faults.strikes("error_500_after"):
        return internal_error()
    return None


def told_id(uuid: str, core: Core) -> str:
    """The id that the answer gives; the webhooks have the right one."""
    if core.faults and core.faults.strikes("no_id"):
        return ""
    return SAME_ID if core.faults and core.faults.strikes("same_id") else uuid


def unauthorized(refused: Refused) -> web.Response:
    """401; `#unathorized` is how Vonage spells it."""
    title = "You did not provide correct credentials."
    return problem(401, f"{DOCS}/#{refused.kind}", title, str(refused))


def throttled(core: Core, seconds: float = 0) -> web.Response:
    """429. No document of Vonage's promises headers; `seconds`: what Retry-After says, if not 0."""
    core.world.counts["http_429"] += 1
    words = "Please wait, then retry your request."
    answer = problem(429, f"{DOCS}/messages#1000", "Rate Limit Hit", words)
    if seconds:
        answer.headers["Retry-After"] = f"{seconds:g}"
    return answer


def internal_error() -> web.Response:
    """500, as a fault wants it."""
    words = "There was an error processing your request in the Platform."
    return problem(500, f"{DOCS}/messages#1000", "Internal error", words)


def hang_up(request: web.Request) -> web.Response:
    """Close the connection without an answer. The response returned is never seen by anyone."""
    if request.transport is not None:
        request.transport.close()
    return web.Response(status=500)


def problem(status: int, kind: str, title: str, detail: str, **more: object) -> web.Response:
    """A problem+json answer (RFC 9457)."""
    body = {"type": kind, "title": title, "detail": detail, "instance": uuid4().hex, **more}
    return web.Response(status=status, text=json.dumps(body), content_type="application/problem+json")
