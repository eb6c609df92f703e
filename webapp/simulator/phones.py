"""The pages “Phones” and “People”: handsets with their conversations, on which a person types back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import jinja2
import phonenumbers
from aiohttp import web

from webapp.simulator.callees import CALLEES
from webapp.simulator.core import CORE, Core
from webapp.simulator.guard import Bad, check_text
from webapp.simulator.message_orders import PHONE
from webapp.simulator.network import LONGEST_TEXT
from webapp.simulator.people import CODES, PEOPLE, person
from webapp.simulator.wire import NETWORK
from webapp.simulator.world import Handset, Message

PAGES = Path(__file__).with_name("pages")
ON_A_PAGE = 40


@lru_cache(maxsize=10_000)
def pretty(digits: str) -> str:
    """A number as people write it; letters and what is no number stay as they are."""
    if not digits.isdigit():
        return digits
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return f"+{digits}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def fate(message: Message) -> str:
    """What became of a message, in words."""
    words = {
        "accepted": "accepted, not reported yet",
        "submitted": "on its way",
        "delivered": "delivered",
        "undeliverable": "could not be delivered",
        "rejected": "rejected",
        "received": "sent",
    }[message.state]
    return f"{words}: {CODES.get(message.code, 'error')} ({message.code})" if message.code else words


def moment(at: float) -> datetime:
    """Epoch seconds as UTC."""
    return datetime.fromtimestamp(at, UTC)


_jinja = jinja2.Environment(
    loader=jinja2.FileSystemLoader(PAGES / "templates"), autoescape=True, undefined=jinja2.StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
_jinja.filters |= {"pretty": pretty, "fate": fate, "moment": moment}
_jinja.globals |= {"person": person, "LONGEST_TEXT": LONGEST_TEXT, "app_url": ""}


def page(template: str, values: Mapping[str, object], status: int = 200) -> web.Response:
    """A page, or a part of one."""
    html = _jinja.get_template(template).render(values)
    return web.Response(
        text=html, status=status, content_type="text/html", headers={"Cache-Control": "no-store"}
    )


def add_routes(app: web.Application) -> None:
    """Add the pages to the server; they lead back to its app."""
    _jinja.globals["app_url"] = app[CORE].settings.app_url
    app.router.add_get("/", phones)
    app.router.add_get("/people", people)
    app.router.add_get("/phones/new", new)
    app.router.add_post("/phones/new", start)
    app.router.add_get(r"/phones/{phone:\d{7,15}}", conversation)
    app.router.add_post(r"/phones/{phone:\d{7,15}}", reply)
    app.router.add_get("/list", live_list)
    app.router.add_get(r"/phones/{phone:\d{7,15}}/bubbles", live_bubbles)
    app.router.add_static("/static", PAGES / "static")


async def phones(request: web.Request) -> web.Response:
    """The list of handsets, the one with the newest message first."""
    return page("phones.html", {"here": "phones", "people": PEOPLE} | _listing(request))


async def people(request: web.Request) -> web.Response:
    """The table of the people by last digits."""
    return page("people.html", {"here": "people", "people": PEOPLE, "callees": CALLEES})


async def conversation(request: web.Request) -> web.Response:
    """One handset with its conversation."""
    return _conversation(request)


async def live_list(request: web.Request) -> web.Response:
    """The list alone; 204 when nothing has changed since ?version=."""
    if request.query.get("version") == _version(request.app[CORE]):
        return web.Response(status=204)
    return page("_list.html", _listing(request, request.query.get("current", "")))


async def live_bubbles(request: web.Request) -> web.Response:
    """The conversation's bubbles alone; 204 when nothing has changed since ?version=."""
    core, handset = request.app[CORE], _handset(request)
    if request.query.get("version") == _version(core, handset):
        return web.Response(status=204)
    return page("_bubbles.html", {"handset": handset, "version": _version(core, handset)})


async def reply(request: web.Request) -> web.Response:
    """The handset's owner writes."""
    form, phone = await request.post(), request.match_info["phone"]
    number, text = _field(form, "number"), _field(form, "text")
    try:
        _write(request, phone, number, text)
    except Bad as fault:
        return _conversation(request, 422, fault=str(fault), typed=text, number=number)
    raise web.HTTPSeeOther(f"/phones/{phone}")


async def new(request: web.Request) -> web.Response:
    """The form in which a stranger texts one of the app's numbers."""
    return page("new.html", _new(request, {}))


async def start(request: web.Request) -> web.Response:
    """A stranger texts one of the app's numbers."""
    form = await request.post()
    given = {name: _field(form, name) for name in ("phone", "number", "text")}
    phone = digits(given["phone"])
    try:
        _write(request, phone, digits(given["number"]), given["text"])
    except Bad as fault:
        return page("new.html", _new(request, given, str(fault)), 422)
    raise web.HTTPSeeOther(f"/phones/{phone}")


def _field(form: Mapping[str, object], name: str) -> str:
    value = form.get(name, "")
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def digits(typed: str) -> str:
    """A phone as it is typed, without what stands between its digits."""
    return "".join(char for char in typed if char not in " +-().\u00a0")


def _write(request: web.Request, phone: str, number: str, text: str) -> None:
    if not PHONE.fullmatch(phone):
        raise Bad("The phone that texts needs its country in front, such as +44 7700 900123.")
    if not PHONE.fullmatch(number):
        raise Bad("The number that is texted must be one of yours, with its country in front.")
    if not text.strip():
        raise Bad("Write a text first.")
    request.app[NETWORK].write(phone, number, check_text(text, LONGEST_TEXT))


def _handset(request: web.Request) -> Handset:
    phone = request.match_info["phone"]
    return request.app[CORE].world.handsets.get(phone) or Handset(phone)


def _conversation(
    request: web.Request, status: int = 200, fault: str = "", typed: str = "", number: str = ""
) -> web.Response:
    core, handset = request.app[CORE], _handset(request)
    numbers = list(dict.fromkeys(each.number for each in reversed(handset.messages) if each.number.isdigit()))
    values = {
        "here": "phones", "handset": handset, "who": person(handset.phone), "number": number, "fault": fault,
        "numbers": numbers or list(core.world.numbers), "typed": typed,
        "bubbles_version": _version(core, handset),
    }  # fmt: skip
    return page("conversation.html", values | _listing(request, handset.phone), status)


def _new(request: web.Request, given: Mapping[str, str], fault: str = "") -> dict[str, object]:
    numbers = [number for number in request.app[CORE].world.numbers if number.isdigit()]
    typed = {"phone": "", "number": f"+{numbers[-1]}" if numbers else "", "text": "", **given}
    return {"here": "phones", "given": typed, "numbers": numbers, "fault": fault}


def _listing(request: web.Request, current: str = "") -> dict[str, object]:
    core, query = request.app[CORE], request.query
    search, before = query.get("q", "").strip()[:100], query.get("before", "")
    upto = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else 0
    found = _found(core.world.handsets.values(), search, upto)
    rows = [handset for handset, _ in zip(found, range(ON_A_PAGE + 1), strict=False)]
    older = str(rows[ON_A_PAGE - 1].moved) if len(rows) > ON_A_PAGE else ""
    return {
        "rows": rows[:ON_A_PAGE], "older": older, "search": search, "before": str(upto or ""),
        "current": current, "version": _version(core), "total": len(core.world.handsets),
    }  # fmt: skip


def _found(handsets: object, search: str, before: int) -> Iterator[Handset]:
    """Handsets, newest first, whose number or latest messages hold the search's words."""
    wanted, words = digits(search), search.casefold()
    for handset in reversed(handsets):  # type: ignore[call-overload]
        if before and handset.moved >= before:
            continue
        by_number = wanted.isdigit() and wanted in handset.phone
        if not search or by_number or any(words in each.text.casefold() for each in handset.messages[-20:]):
            yield handset


def _version(core: Core, handset: Handset | None = None) -> str:
    return f"{core.epoch}.{core.world.version if handset is None else handset.touched}"
