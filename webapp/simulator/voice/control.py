"""The control API of calls: what tests read and force. For this machine only."""

from __future__ import annotations

from dataclasses import asdict

from aiohttp import web

from webapp.simulator.control import page
from webapp.simulator.guard import Bad
from webapp.simulator.json_api import answer, given, number
from webapp.simulator.message_orders import PHONE
from webapp.simulator.voice.acts import act
from webapp.simulator.voice.api import EXCHANGE, UUID
from webapp.simulator.voice.hooks import Sent
from webapp.simulator.voice.leg import Leg

FOR_GOOD = 1e9


def add_routes(app: web.Application) -> None:
    """Add them to the server."""
    app.router.add_get("/control/calls", calls)
    app.router.add_post("/control/calls", dial)
    app.router.add_get("/control/calls/idle", idle)
    app.router.add_post(f"/control/calls/{UUID}", force)
    app.router.add_get("/control/call-webhooks", webhooks)
    app.router.add_post(r"/control/handsets/{phone:\d{7,15}}", hold)


async def calls(request: web.Request) -> web.Response:
    """Calls with their transcripts, oldest first: ?phone= ?status= ?since= ?limit=."""
    query = request.query
    since, limit = number(query, "since", 0), number(query, "limit", 1000)
    phone, status = query.get("phone", "").lstrip("+"), query.get("status")
    found = (
        leg for leg in list(request.app[EXCHANGE].calls.values())
        if leg.seq > since and (not phone or leg.phone == phone) and (status is None or leg.status == status)
    )  # fmt: skip
    rows, more = page(found, limit)
    last = rows[-1].seq if rows else since
    return answer(calls=[as_json(leg) for leg in rows], next=last, more=more)


async def dial(request: web.Request) -> web.Response:
    """A phone calls one of the app's numbers: {"from", "to", "by_hand"}."""
    body = await given(request)
    phone, to = (str(body.get(name) or "").lstrip("+") for name in ("from", "to"))
    if not PHONE.fullmatch(phone) or not PHONE.fullmatch(to):
        raise Bad("from and to must be phone numbers with their country.")
    leg = request.app[EXCHANGE].dial(phone, to, by_hand=bool(body.get("by_hand")))
    return answer(201, uuid=leg.uuid)


async def idle(request: web.Request) -> web.Response:
    """Wait until no call is live and none of its webhooks is under way: ?timeout= (60 at most)."""
    exchange, timeout = request.app[EXCHANGE], min(60.0, number(request.query, "timeout", 10))
    reached = await exchange.live.until_idle(timeout) and await exchange.hooks.on_the_way.until_idle(timeout)
    return answer(idle=reached, live=exchange.live.pending, webhooks=exchange.hooks.on_the_way.pending)


async def force(request: web.Request) -> web.Response:
    """The person at the phone does something: {"act", "text", "confidence"}."""
    leg = request.app[EXCHANGE].calls.get(request.match_info["uuid"])
    if leg is None:
        raise Bad("There is no such call.")
    body = await given(request)
    confidence = body.get("confidence", 0.95)
    if not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise Bad("confidence must be from 0 to 1.")
    act(request.app[EXCHANGE], leg, str(body.get("act")), str(body.get("text", "")), float(confidence))
    return answer(call=as_json(leg))


async def hold(request: web.Request) -> web.Response:
    """Whether someone holds this phone, so that no script answers it: {"held": true}."""
    held = (await given(request)).get("held", True)
    if not isinstance(held, bool):
        raise Bad("held must be true or false.")
    request.app[EXCHANGE].hold(request.match_info["phone"], FOR_GOOD if held else 0.0)
    return answer(held=held)


async def webhooks(request: web.Request) -> web.Response:
    """What calls have sent, with the app's answers: ?call= ?kind=event|answer ?since= ?limit=."""
    query, log = request.query, request.app[EXCHANGE].hooks.log
    since, limit = number(query, "since", 0), number(query, "limit", 1000)
    call, kind = query.get("call"), query.get("kind")
    found = [
        hook for hook in log
        if hook.seq > since and (call is None or hook.call == call) and (kind is None or hook.kind == kind)
    ]  # fmt: skip
    rows: list[Sent] = found[: max(1, limit)]
    last = rows[-1].seq if rows else since
    return answer(webhooks=[asdict(hook) for hook in rows], next=last, more=len(found) > len(rows))


def as_json(leg: Leg) -> dict[str, object]:
    """A call, as the control API lists it."""
    first, last = leg.ends
    return {
        "seq": leg.seq, "uuid": leg.uuid, "conversation_uuid": leg.conversation_uuid, "from": first,
        "to": last, "phone": leg.phone, "direction": leg.direction, "status": leg.status,
        "detail": leg.detail, "parent": leg.parent, "by_hand": leg.by_hand, "seconds": round(leg.seconds, 2),
        "price": leg.price, "created": leg.created, "ended_at": leg.ended_at,
        "disconnected_by": leg.disconnected_by, "recordings": [each.uuid for each in leg.recordings],
        "transcript": [
            {"who": line.who, "text": line.text, "at": line.at, "heard": line.heard, "cut": line.cut}
            for line in leg.lines
        ],
    }  # fmt: skip
