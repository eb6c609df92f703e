"""The pages “Calls” and a handset that rings in the browser."""

from __future__ import annotations

from aiohttp import web

from webapp.simulator.callees import callee
from webapp.simulator.core import CORE
from webapp.simulator.guard import Bad
from webapp.simulator.message_orders import PHONE
from webapp.simulator.phones import digits, page, pretty
from webapp.simulator.voice.acts import act
from webapp.simulator.voice.api import EXCHANGE
from webapp.simulator.voice.leg import Leg

ON_A_PAGE = 50
HANDSET = r"/handsets/{phone:\d{7,15}}"


def add_routes(app: web.Application) -> None:
    """Add the pages to the server."""
    app.router.add_get("/calls", calls)
    app.router.add_get("/calls/list", live_list)
    app.router.add_post("/calls", pick_up)
    app.router.add_get(HANDSET, handset)
    app.router.add_get(f"{HANDSET}/screen", live_screen)
    app.router.add_post(f"{HANDSET}/dial", dial)
    app.router.add_post(f"{HANDSET}/act", do)


def state(leg: Leg) -> str:
    """How a call stands, in words."""
    words = {
        "started": "being set up", "ringing": "ringing", "answered": "talking", "machine": "talking",
        "completed": f"over, {round(leg.seconds)} s", "busy": "busy", "cancelled": "cancelled",
        "timeout": "not answered in time", "unanswered": "not answered", "rejected": "rejected",
        "failed": "failed",
    }  # fmt: skip
    return words.get(leg.status, leg.status) + (f" ({leg.detail})" if leg.detail else "")


async def calls(request: web.Request) -> web.Response:
    """The calls, newest first, and the form that opens a handset."""
    return _calls(request)


async def live_list(request: web.Request) -> web.Response:
    """The list alone; 204 when nothing has changed since ?version=."""
    listing = _listing(request)
    if request.query.get("version") == listing["version"]:
        return web.Response(status=204)
    return page("_calls.html", listing)


async def pick_up(request: web.Request) -> web.Response:
    """Open the handset with the number that was typed."""
    typed = str((await request.post()).get("phone", ""))
    phone = digits(typed)
    if not PHONE.fullmatch(phone):
        fault = "A phone has 7 to 15 digits with its country in front, such as +44 7700 900123."
        return _calls(request, 422, typed=typed, fault=fault)
    raise web.HTTPSeeOther(f"/handsets/{phone}")


async def handset(request: web.Request) -> web.Response:
    """A phone. While the page is open, calls to it ring here."""
    return _handset(request)


async def live_screen(request: web.Request) -> web.Response:
    """The screen alone; 204 when nothing has changed. Asking for it means that someone holds the phone."""
    screen = _screen(request)
    if request.query.get("version") == screen["version"]:
        return web.Response(status=204)
    return page("_screen.html", screen)


async def dial(request: web.Request) -> web.Response:
    """This phone calls one of the app's numbers."""
    phone, typed = request.match_info["phone"], str((await request.post()).get("number", ""))
    number = digits(typed)
    if not PHONE.fullmatch(number):
        return _handset(
            request, 422, "The number that is called must be one of yours, with its country.", typed
        )
    current = request.app[EXCHANGE].current(phone)
    if current is not None and current.live:
        return _handset(request, 422, "This phone is in a call.", typed)
    request.app[EXCHANGE].dial(phone, number, by_hand=True)
    raise web.HTTPSeeOther(f"/handsets/{phone}")


async def do(request: web.Request) -> web.Response:
    """Answer, decline, say, press, hang up. A script gets 204; a form goes back to the page."""
    form, phone = await request.post(), request.match_info["phone"]
    leg = request.app[EXCHANGE].current(phone)
    by_script = request.headers.get("X-Requested-With") == "fetch"
    try:
        if leg is None:
            raise Bad("This phone is in no call.")
        act(request.app[EXCHANGE], leg, str(form.get("act")), str(form.get("text", "")).strip())
    except Bad as fault:
        return web.Response(status=409, text=str(fault)) if by_script else _handset(request, 422, str(fault))
    if by_script:
        return web.Response(status=204)
    raise web.HTTPSeeOther(f"/handsets/{phone}")


def _calls(request: web.Request, status: int = 200, typed: str = "", fault: str = "") -> web.Response:
    return page("calls.html", {"here": "calls", "typed": typed, "fault": fault} | _listing(request), status)


def _listing(request: web.Request) -> dict[str, object]:
    core, every = request.app[CORE], request.app[EXCHANGE].calls
    rows = list(reversed(every.values()))[:ON_A_PAGE]
    version = f"{core.epoch}.{len(every)}.{sum(leg.version for leg in rows)}.{rows[0].seq if rows else 0}"
    return {"rows": rows, "state": state, "version": version, "total": len(every)}


def _handset(request: web.Request, status: int = 200, fault: str = "", typed: str = "") -> web.Response:
    numbers = [each for each in request.app[CORE].world.numbers if each.isdigit()]
    numbers += [leg.number for leg in request.app[EXCHANGE].calls.values() if leg.number not in numbers][:20]
    values = {
        "here": "calls", "fault": fault, "typed": typed or (f"+{numbers[-1]}" if numbers else ""),
        "numbers": sorted(set(numbers)), "who": callee(request.match_info["phone"]),
    }  # fmt: skip
    return page("handset.html", values | _screen(request), status)


def _screen(request: web.Request) -> dict[str, object]:
    exchange, phone = request.app[EXCHANGE], request.match_info["phone"]
    exchange.hold(phone)
    leg = exchange.current(phone)
    version = f"{request.app[CORE].epoch}.{leg.uuid}.{leg.version}.{leg.status}" if leg else "none"
    return {"phone": phone, "leg": leg, "state": state, "version": version, "pretty": pretty}
