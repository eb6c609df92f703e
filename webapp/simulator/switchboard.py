"""The page “Faults”: every fault switch, the pace, and a way to forget everything."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from webapp.simulator.control import WEBHOOKS
from webapp.simulator.core import CORE
from webapp.simulator.faults import ACCOUNT, CALL, KINDS, MEDIA, MESSAGE, REQUEST, WEBHOOK, FaultError, Kind
from webapp.simulator.guard import Bad
from webapp.simulator.people import CODES
from webapp.simulator.phones import page
from webapp.simulator.settings import SettingsFault, changed

GROUPS = {
    REQUEST: ("When your app sends a message or calls", "Each applies to the requests that your app makes."),
    MESSAGE: ("What becomes of a message", "Each applies to messages that were accepted."),
    CALL: ("What becomes of a call", "Each applies to calls, in either direction."),
    WEBHOOK: (
        "When we report back",
        "Each applies to webhooks: delivery reports, replies, and what calls send.",
    ),
    ACCOUNT: (
        "When your app sets up the account",
        "Each applies to requests about the application and its numbers.",
    ),
    MEDIA: ("When your app fetches a picture", "Each applies to files that people sent, and to recordings."),
}
PACE = {
    "rate": ("Requests a second", "Above it the answer is 429. 0 is without limit."),
    "latency_ms": ("Latency in milliseconds", "Added to each answer."),
    "speed": ("Speed of people", "1 is as in life; 100 is a hundred times faster."),
    "call_speed": ("Speed of calls", "1 is as in life. Leave it at 1 where you hold the phone yourself."),
    "retry_speed": ("Speed of retries", "1 is Vonage's schedule, from 5 seconds to 15 minutes."),
    "reply_again": ("Seconds between replies", "A person answers only once in this time."),
}


def add_routes(app: web.Application) -> None:
    """Add the page to the server."""
    app.router.add_get("/faults", show)
    app.router.add_post("/faults/pace", set_pace)
    app.router.add_post("/faults/clear", clear_all)
    app.router.add_post("/faults/forget", forget)
    app.router.add_post("/faults/switch/{name}", switch)


async def show(request: web.Request) -> web.Response:
    """All switches and settings."""
    return _show(request)


async def switch(request: web.Request) -> web.Response:
    """Turn one switch on or off."""
    form, name = await request.post(), request.match_info["name"]
    faults = request.app[CORE].faults
    try:
        if form.get("turn") == "off":
            faults.clear(name)
        else:
            faults.set(name, _how(form.items()))
    except (FaultError, Bad) as fault:
        return _show(request, 422, fault=str(fault), at=name)
    raise web.HTTPSeeOther(f"/faults#{name}")


async def clear_all(request: web.Request) -> web.Response:
    """Turn all switches off."""
    request.app[CORE].faults.clear()
    raise web.HTTPSeeOther("/faults")


async def set_pace(request: web.Request) -> web.Response:
    """Change the pace until the next reset."""
    core, form = request.app[CORE], await request.post()
    try:
        core.settings = changed(core.settings, {name: _number(name, form.get(name)) for name in PACE})
    except (SettingsFault, Bad) as fault:
        return _show(request, 422, fault=str(fault), at="pace")
    raise web.HTTPSeeOther("/faults#pace")


async def forget(request: web.Request) -> web.Response:
    """Forget all conversations, and go back to the settings of the start."""
    await request.app[WEBHOOKS].start_anew()
    raise web.HTTPSeeOther("/")


def _show(request: web.Request, status: int = 200, fault: str = "", at: str = "") -> web.Response:
    core = request.app[CORE]
    groups = [
        (title, lead, [(kind, core.faults.get(kind.name)) for kind in _kinds(group)])
        for group, (title, lead) in GROUPS.items()
    ]
    values = {
        "here": "faults", "groups": groups, "pace": PACE, "settings": core.settings, "codes": CODES, "at": at,
        "fault": fault, "on": len(core.faults.listed()), "webhook": WEBHOOK, "pending": core.work.pending,
    }  # fmt: skip
    return page("faults.html", values, status)


def _kinds(group: str) -> list[Kind]:
    return [kind for kind in KINDS.values() if kind.applies_to == group]


def _how(fields: Iterable[tuple[str, object]]) -> dict[str, object]:
    """A switch's form, as the switch wants it; what was left empty is left out."""
    how: dict[str, object] = {}
    for name, typed in fields:
        if name == "turn" or typed == "":
            continue
        if name == "percent":
            how["fraction"] = _number("The share", typed) / 100
        elif name == "count":
            count = _number("The number of times", typed)
            how[name] = int(count) if count.is_integer() else count
        else:
            how[name] = _number("The seconds", typed) if name == "seconds" else typed
    return how


def _number(what: str, typed: object) -> float:
    try:
        number = float(str(typed))
    except ValueError:
        raise Bad(f"{what} must be a number.") from None
    if number != number or abs(number) > 1e9:
        raise Bad(f"{what} must be a number of sensible size.")
    return number
