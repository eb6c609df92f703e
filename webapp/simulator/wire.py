"""POST /v1/messages, as Vonage's Messages API answers it."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from aiohttp import web

from webapp.simulator.core import CORE, Core
from webapp.simulator.guard import has_half_pair
from webapp.simulator.network import Network
from webapp.simulator.people import CODES
from webapp.simulator.tokens import Refused

LONGEST_BODY = 64 * 1024
LONGEST_TEXT = 3200  # Characters; the SDK's and the OpenAPI document's bound.
SAME_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
PHONE = re.compile(r"[1-9]\d{6,14}", re.ASCII)
SENDER = re.compile(r"[1-9]\d{2,14}|[A-Za-z0-9 ._-]{1,11}", re.ASCII)
DOCS = "https://developer.vonage.com/api-errors"
NETWORK: web.AppKey[Network] = web.AppKey("network", Network)


@dataclass(frozen=True, slots=True)
class Order:
    """A checked request to send one SMS."""

    to: str
    sender: str
    text: str
    client_ref: str | None
    webhook_url: str | None


async def send(request: web.Request) -> web.StreamResponse:
    """202 with a message_uuid, or a problem: 400, 401, 402, 413, 422, 429, 500. A fault may hang up."""
    core = request.app[CORE]
    body = await request.read()
    try:
        core.gatekeeper.check(request.headers.get("Authorization"))
    except Refused as refused:
        core.world.counts["http_401"] += 1
        return problem(401, f"{DOCS}/#unauthorized", "You did not provide correct credentials.", str(refused))
    if not core.allowance.take(core.settings.rate):
        return throttled(core, 1)
    if core.faults:
        answer = refused_by_fault(request, core)
        if answer is not None:
            return answer
    order = parse(body)
    if isinstance(order, web.Response):
        core.world.counts[f"http_{order.status}"] += 1
        return order
    message = request.app[NETWORK].accept(
        order.to, order.sender, order.text, order.client_ref, order.webhook_url
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
    if faults.strikes("no_credit"):
        return problem(
            402, f"{DOCS}/#low-balance",
            "This request could not be performed due to your account balance being low.",
            "Your account does not have sufficient credit to process this request.",
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


def parse(body: bytes) -> Order | web.Response:
    """The order in a request's body, or the problem that it has."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        return problem(400, f"{DOCS}#invalid-json", "Bad Request", "The body is not valid JSON.")
    if not isinstance(given, dict):
        return problem(400, f"{DOCS}#invalid-json", "Bad Request", "The body is not a JSON object.")
    wrong = faults_in(given)
    if wrong:
        return problem(
            422, f"{DOCS}/messages#1020", "Invalid params", "The value of one or more parameters is invalid.",
            invalid_parameters=[{"name": name, "reason": reason} for name, reason in wrong.items()],
        )  # fmt: skip
    return Order(given["to"], given["from"], given["text"], given.get("client_ref"), given.get("webhook_url"))


def faults_in(given: Mapping[str, object]) -> dict[str, str]:
    """Every parameter that is wrong, with the reason."""
    wrong: dict[str, str] = {}
    to, sender, text = given.get("to"), given.get("from"), given.get("text")
    if not isinstance(to, str) or not PHONE.fullmatch(to):
        wrong["to"] = "must be a phone number of 7 to 15 digits, with its country, without +"
    if not isinstance(sender, str) or not SENDER.fullmatch(sender):
        wrong["from"] = "must be a phone number without +, or up to 11 letters and digits"
    if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_TEXT:
        wrong["text"] = f"must be a text of 1 to {LONGEST_TEXT} characters"
    elif has_half_pair(text):
        wrong["text"] = "holds half a surrogate pair, which is no character"
    if given.get("channel") != "sms":
        wrong["channel"] = "must be sms; the simulator has no other channel"
    if given.get("message_type") != "text":
        wrong["message_type"] = "must be text"
    return wrong | _optional_faults(given)


def _optional_faults(given: Mapping[str, object]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    ref, url, ttl, sms = given.get("client_ref"), given.get("webhook_url"), given.get("ttl"), given.get("sms")
    if ref is not None and not (isinstance(ref, str) and 1 <= len(ref) <= 100 and not has_half_pair(ref)):
        wrong["client_ref"] = "must be a text of 1 to 100 characters"
    if url is not None and not (isinstance(url, str) and url.startswith(("http://", "https://"))):
        wrong["webhook_url"] = "must be an http or https address"
    if ttl is not None and not (type(ttl) is int and 20 <= ttl <= 604_800):
        wrong["ttl"] = "must be a whole number of seconds from 20 to 604800"
    if sms is not None:
        encoding = sms.get("encoding_type", "auto") if isinstance(sms, dict) else ""
        if encoding not in ("text", "unicode", "auto"):
            wrong["sms.encoding_type"] = "must be text, unicode or auto"
    if given.get("failover") is not None:
        wrong["failover"] = "is not simulated"
    return wrong


def throttled(core: Core, seconds: float) -> web.Response:
    """429, with the headers that say when to come back."""
    core.world.counts["http_429"] += 1
    answer = problem(429, f"{DOCS}#rate-limit", "Rate Limit Hit", "Please wait, then retry your request.")
    answer.headers.update(
        {
            "Retry-After": f"{seconds:g}",
            "X-RateLimit-Limit": f"{core.settings.rate:g}",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": str(int(time.time() + max(1.0, seconds))),
        }
    )
    return answer


def internal_error() -> web.Response:
    """500, as a fault wants it."""
    return problem(
        500,
        f"{DOCS}/messages#1030",
        "Internal error",
        "There was an error processing your request in the Platform.",
    )


def hang_up(request: web.Request) -> web.Response:
    """Close the connection without an answer. The response returned is never seen by anyone."""
    if request.transport is not None:
        request.transport.close()
    return web.Response(status=500)


def problem(status: int, kind: str, title: str, detail: str, **more: object) -> web.Response:
    """A problem+json answer (RFC 9457)."""
    body = {"type": kind, "title": title, "detail": detail, "instance": uuid4().hex, **more}
    return web.Response(status=status, text=json.dumps(body), content_type="application/problem+json")
