"""What tests and people tell the simulated account: which numbers it owns."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from webapp.simulator.account.state import ACCOUNT, Number
from webapp.simulator.guard import Bad
from webapp.simulator.json_api import answer, given
from webapp.simulator.message_orders import PHONE

FIELDS = tuple(Number.__dataclass_fields__)


def add_routes(app: web.Application) -> None:
    """Add it to the control API."""
    app.router.add_get("/control/numbers", show)
    app.router.add_post("/control/numbers", own)


async def show(request: web.Request) -> web.Response:
    """Every number that the account owns."""
    return answer(numbers=[vars(number) for number in request.app[ACCOUNT].numbers.values()])


async def own(request: web.Request) -> web.Response:
    """From now on the account owns these: {"numbers": [{"msisdn", "country", "features", "app_id", …}]}."""
    rows = (await given(request)).get("numbers")
    if not isinstance(rows, list):
        raise Bad("numbers must be a list.")
    numbers = [_number(row) for row in rows]
    request.app[ACCOUNT].numbers = {number.msisdn: number for number in numbers}
    return await show(request)


def _number(row: Any) -> Number:
    if not isinstance(row, dict) or not row.keys() <= set(FIELDS):
        raise Bad(f"A number has {', '.join(FIELDS)}.")
    features = row.get("features", ["VOICE", "SMS", "MMS"])
    texts = {name: value for name, value in row.items() if name != "features"}
    if not isinstance(features, list) or not all(
        isinstance(one, str) for one in (*features, *texts.values())
    ):
        raise Bad("features must be a list of words, and all else of a number a text.")
    if not PHONE.fullmatch(texts.get("msisdn", "")) or len(texts.get("country", "")) != 2:
        raise Bad("A number needs msisdn, with its country's code and without +, and country, two letters.")
    return Number(**texts, features=tuple(features))
