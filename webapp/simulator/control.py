"""The control API under /control: what tests and the launcher set, send and read. For this machine only."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict
from typing import TypeVar

from aiohttp import web

from webapp.simulator.core import CORE
from webapp.simulator.guard import Bad, check_text
from webapp.simulator.json_api import answer, given, number
from webapp.simulator.message_orders import PHONE
from webapp.simulator.network import LONGEST_TEXT
from webapp.simulator.people import person
from webapp.simulator.settings import changed
from webapp.simulator.webhooks import Webhook, Webhooks
from webapp.simulator.wire import NETWORK
from webapp.simulator.world import Message

WEBHOOKS: web.AppKey[Webhooks] = web.AppKey("webhooks", Webhooks)
HIDDEN = ("public_key", "signature_secret", "api_secret", "control_secret")
MOST = 10_000
Row = TypeVar("Row")


def add_routes(app: web.Application) -> None:
    """Add the control API to the server."""
    app.router.add_get("/control/health", health)
    app.router.add_get("/control/settings", settings)
    app.router.add_post("/control/configure", configure)
    app.router.add_get("/control/faults", list_faults)
    app.router.add_post("/control/faults/{name}", set_fault)
    app.router.add_delete("/control/faults/{name}", clear_fault)
    app.router.add_delete("/control/faults", clear_faults)
    app.router.add_post("/control/reset", reset)
    app.router.add_get("/control/messages", messages)
    app.router.add_get("/control/counts", counts)
    app.router.add_get("/control/webhooks", webhooks)
    app.router.add_post("/control/inbound", inbound)
    app.router.add_get("/control/idle", idle)


async def health(request: web.Request) -> web.Response:
    """That the simulator is up, and how much is still to come."""
    return answer(ok=True, pid=os.getpid(), pending=request.app[CORE].work.pending)


async def settings(request: web.Request) -> web.Response:
    """The settings, without secrets."""
    values = asdict(request.app[CORE].settings)
    return answer(settings={name: value for name, value in values.items() if name not in HIDDEN})


async def configure(request: web.Request) -> web.Response:
    """Change settings while the simulator runs, until the next reset."""
    core = request.app[CORE]
    core.settings = changed(core.settings, await given(request))
    return await settings(request)


async def list_faults(request: web.Request) -> web.Response:
    """The switches that are on."""
    return answer(faults=request.app[CORE].faults.listed())


async def set_fault(request: web.Request) -> web.Response:
    """Turn one switch on."""
    request.app[CORE].faults.set(request.match_info["name"], await given(request))
    return await list_faults(request)


async def clear_fault(request: web.Request) -> web.Response:
    """Turn one switch off."""
    request.app[CORE].faults.clear(request.match_info["name"])
    return await list_faults(request)


async def clear_faults(request: web.Request) -> web.Response:
    """Turn all switches off."""
    request.app[CORE].faults.clear()
    return await list_faults(request)


async def reset(request: web.Request) -> web.Response:
    """Forget everything and go back to the settings of the start."""
    await request.app[WEBHOOKS].start_anew()
    return await health(request)


async def messages(request: web.Request) -> web.Response:
    """Accepted messages, oldest first: ?to= ?client_ref= ?since= ?limit= ?after_stop=1."""
    query, world = request.query, request.app[CORE].world
    since, limit = number(query, "since", 0), number(query, "limit", 1000)
    to, ref = query.get("to", "").lstrip("+"), query.get("client_ref")
    after_stop = query.get("after_stop") == "1"
    found = (
        message for message in world.accepted(since)
        if (not to or message.phone == to)
        and (ref is None or message.client_ref == ref)
        and (not after_stop or message.after_stop)
    )  # fmt: skip
    rows, more = page(found, limit)
    last = rows[-1].seq if rows else since
    return answer(messages=[as_json(message) for message in rows], next=last, more=more)


async def counts(request: web.Request) -> web.Response:
    """How many messages and webhooks there were, by what became of them."""
    core = request.app[CORE]
    return answer(
        messages=dict(core.world.counts), webhooks=dict(request.app[WEBHOOKS].counts),
        pending=core.work.pending, handsets=len(core.world.handsets),
    )  # fmt: skip


async def webhooks(request: web.Request) -> web.Response:
    """Webhooks and their answers: ?kind=status|inbound ?message_uuid= ?phone= ?outcome= ?since= ?limit=."""
    query, log = request.query, request.app[WEBHOOKS].log
    kind = query.get("kind", "inbound")
    if kind not in log:
        raise Bad("kind must be status or inbound.")
    since, limit = number(query, "since", 0), number(query, "limit", 1000)
    phone, uuid, outcome = query.get("phone", "").lstrip("+"), query.get("message_uuid"), query.get("outcome")
    found = (
        hook for hook in log[kind]
        if hook.seq > since
        and (uuid is None or hook.message.uuid == uuid)
        and (not phone or hook.message.phone == phone)
        and (outcome is None or hook.outcome == outcome)
    )  # fmt: skip
    rows, more = page(found, limit)
    last = rows[-1].seq if rows else since
    return answer(webhooks=[hook_as_json(hook) for hook in rows], next=last, more=more)


async def inbound(request: web.Request) -> web.Response:
    """A handset texts the app: {"from", "to", "text"}."""
    body = await given(request)
    phone, to, text = (str(body.get(name) or "") for name in ("from", "to", "text"))
    phone, to = phone.lstrip("+"), to.lstrip("+")
    if not PHONE.fullmatch(phone) or not PHONE.fullmatch(to):
        raise Bad("from and to must be phone numbers with their country.")
    check_text(text, LONGEST_TEXT)
    return answer(201, message_uuid=request.app[NETWORK].write(phone, to, text).uuid)


async def idle(request: web.Request) -> web.Response:
    """Wait until nothing is to come, at most ?timeout= seconds (10 by default, 60 at most)."""
    work = request.app[CORE].work
    reached = await work.until_idle(min(60.0, number(request.query, "timeout", 10)))
    return answer(idle=reached, pending=work.pending)


def page(rows: Iterable[Row], limit: int) -> tuple[list[Row], bool]:
    """The first rows, and whether there are more."""
    taken: list[Row] = []
    for row in rows:
        if len(taken) == max(1, min(limit, MOST)):
            return taken, True
        taken.append(row)
    return taken, False


def as_json(message: Message) -> dict[str, object]:
    """An accepted message, as the control API lists it."""
    return {
        "seq": message.seq, "message_uuid": message.uuid, "to": message.phone, "from": message.number,
        "text": message.text, "client_ref": message.client_ref, "at": message.at, "state": message.state,
        "code": message.code, "segments": message.segments, "encoding": message.encoding,
        "after_stop": message.after_stop, "person": person(message.phone).digits,
    }  # fmt: skip


def hook_as_json(hook: Webhook) -> dict[str, object]:
    """A webhook, as the control API lists it."""
    message = hook.message
    return {
        "seq": hook.seq, "kind": hook.kind, "message_uuid": message.uuid, "phone": message.phone,
        "number": message.number, "client_ref": message.client_ref, "text": message.said,
        "status": hook.status, "code": hook.code, "attempts": hook.attempts,
        "answer": hook.answer, "outcome": hook.outcome, "copy": hook.copy, "part": hook.part,
        "forged": hook.forged, "at": hook.at, "settled_at": hook.settled_at,
    }  # fmt: skip
