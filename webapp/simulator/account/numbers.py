"""The Numbers API: the account's numbers are listed, and linked to its application.

Sources: Vonage's OpenAPI document 1.0.20 (no problem+json: errors are `error-code` and `error-code-label`),
and its page “Update a Number”: a `moHttpUrl` is asked with GET, and must answer 200. No document says whether
a field that is left out stays: here it does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as replaced

import aiohttp
from aiohttp import web

from webapp.simulator.account.entry import checked
from webapp.simulator.account.state import ACCOUNT, Number
from webapp.simulator.core import CORE

MOST = 100
HOOK_SECONDS = 5.0
SENT_ELSEWHERE = ("sip", "tel")


def add_routes(app: web.Application) -> None:
    """Add the Numbers API to the server."""
    app.router.add_get("/account/numbers", checked(list_owned, unauthorized))
    app.router.add_post("/number/update", checked(update, unauthorized))


def unauthorized() -> web.Response:
    """401 of the Numbers API."""
    return _answer(401, "authentication failed")


async def list_owned(request: web.Request) -> web.StreamResponse:
    """Numbers: ?country= ?pattern= ?search_pattern= ?application_id= ?has_application= ?size= ?index=."""
    size, index = request.query.get("size", "10"), request.query.get("index", "1")
    if not (size.isdecimal() and index.isdecimal() and 1 <= int(size) <= MOST and int(index) >= 1):
        return _answer(420, "method failed")
    found = list(_asked_for(request))
    first = (int(index) - 1) * int(size)
    rows = [number.shown() for number in found[first : first + int(size)]]
    return web.json_response({"count": len(found), "numbers": rows})


def _asked_for(request: web.Request) -> Iterator[Number]:
    query = request.query
    pattern, where = query.get("pattern", ""), query.get("search_pattern", "0")
    fits = {"0": str.startswith, "1": str.__contains__, "2": str.endswith}.get(where, str.startswith)
    for number in request.app[ACCOUNT].numbers.values():
        linked = str(bool(number.app_id)).lower()
        if (
            fits(number.msisdn, pattern)
            and query.get("country", number.country) == number.country
            and query.get("application_id", number.app_id) == number.app_id
            and query.get("has_application", linked).lower() == linked
        ):
            yield number


async def update(request: web.Request) -> web.StreamResponse:
    """200, or 420 with a sentence."""
    form = {name: str(value) for name, value in (await request.post()).items()}
    account = request.app[ACCOUNT]
    number = account.numbers.get(form.get("msisdn", ""))
    if number is None or number.country != form.get("country"):
        return _answer(420, "method failed")
    if request.app[CORE].faults.strikes("account_420"):
        return _answer(420, "Numbers from this country can be requested by voice call only")
    if form.get("app_id") and form["app_id"] != account.id:
        return _answer(420, "Application not found")
    forwarded = form.get("voiceCallbackType", "")
    if forwarded and (forwarded not in SENT_ELSEWHERE or not form.get("voiceCallbackValue")):
        return _answer(420, "method failed")
    if (hook := form.get("moHttpUrl")) and not await _answers(hook):
        return _answer(420, "Callback URL does not answer with 200 OK")
    new = ("app_id", "moHttpUrl", "voiceCallbackType", "voiceCallbackValue")
    account.numbers[number.msisdn] = replaced(number, **{name: form.get(name, "") for name in new})  # type: ignore[arg-type]
    return _answer(200, "success")


async def _answers(url: str) -> bool:
    patience = aiohttp.ClientTimeout(total=HOOK_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=patience, trust_env=False) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            return answer.status == 200
    except (aiohttp.ClientError, ValueError, OSError, TimeoutError):
        return False


def _answer(status: int, label: str) -> web.Response:
    return web.json_response({"error-code": str(status), "error-code-label": label}, status=status)
