"""What the app can do to a call under way: PUT and DELETE of the Voice API."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from webapp.simulator.voice import payloads, speech
from webapp.simulator.voice.exchange import Exchange
from webapp.simulator.voice.leg import APP, NOTE, Leg
from webapp.simulator.voice.line import speaking_time
from webapp.simulator.voice.ncco import fault

Change = Callable[[Exchange, Leg, Any], Awaitable[str]]
"""What is given is the body. The answer is a message; empty: 204. Raises Wrong."""


class Wrong(ValueError):
    """A parameter that is wrong, and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}")
        self.name, self.reason = name, reason


async def act(exchange: Exchange, leg: Leg, given: Any) -> str:
    """hangup, mute, unmute, earmuff, unearmuff, transfer."""
    action = given.get("action") if isinstance(given, dict) else None
    if action == "hangup":
        if not leg.live:
            raise Wrong("action", "The call is over.")
        exchange.hang_up(leg)
    elif action in ("mute", "unmute"):
        _answered(leg).muted = action == "mute"
    elif action in ("earmuff", "unearmuff"):
        _answered(leg).earmuffed = action == "earmuff"
    elif action == "transfer":
        await _transfer(exchange, _answered(leg), given.get("destination"))
    else:
        raise Wrong("action", "must be hangup, mute, unmute, earmuff, unearmuff or transfer")
    if action != "hangup":
        leg.note(NOTE, f"Your app: {action}")
    return ""


async def _transfer(exchange: Exchange, leg: Leg, destination: Any) -> None:
    if not isinstance(destination, dict) or destination.get("type") != "ncco":
        raise Wrong("destination", "must be an object of type ncco")
    ncco, urls = destination.get("ncco"), destination.get("url")
    if isinstance(urls, list) and len(urls) == 1 and isinstance(urls[0], str):
        # Fetched after the answer, as the answer webhook is.
        exchange.begin(leg, _fetch(exchange, leg, urls[0]))
        return
    wrong = fault(ncco) if ncco else "must hold ncco or url"
    if wrong:
        raise Wrong("destination", wrong)
    exchange.replace(leg, ncco)


async def _fetch(exchange: Exchange, leg: Leg, url: str) -> None:
    told = payloads.answer(leg, exchange.region_of(leg))
    reply = await exchange.hooks.ask(leg, url, leg.answer_method, told)
    if not reply.good or not leg.live:
        leg.note(NOTE, f"Your app did not answer: {reply.status}")
        return
    exchange.replace(leg, reply.json)


async def talk(exchange: Exchange, leg: Leg, given: Any) -> str:
    """Say something into the call, beside its NCCO."""
    text = given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= 1500:
        raise Wrong("text", "must be a text of 1 to 1500 characters")
    _play(exchange, leg, text, speaking_time(text), given.get("loop", 1))
    return "Talk started"


async def stream(exchange: Exchange, leg: Leg, given: Any) -> str:
    """Play a file into the call, beside its NCCO."""
    urls = given.get("stream_url") if isinstance(given, dict) else None
    if not isinstance(urls, list) or len(urls) != 1 or not isinstance(urls[0], str):
        raise Wrong("stream_url", "must be an array of one address")
    try:
        seconds = await speech.length(urls[0])
    except OSError as wrong:
        raise Wrong("stream_url", str(wrong)) from None
    _play(exchange, leg, f"♪ {urls[0]}", seconds, given.get("loop", 1))
    return "Stream started"


async def stop_talk(exchange: Exchange, leg: Leg, given: Any) -> str:
    """Stop it."""
    _stop(leg)
    return "Talk stopped"


async def stop_stream(exchange: Exchange, leg: Leg, given: Any) -> str:
    """Stop it."""
    _stop(leg)
    return "Stream stopped"


async def keys(exchange: Exchange, leg: Leg, given: Any) -> str:
    """Send tones to the phone."""
    digits = str(given.get("digits", "")) if isinstance(given, dict) else ""
    if not digits or set(digits) - set("0123456789#*p"):
        raise Wrong("digits", "must be of 0-9, #, * and p")
    _answered(leg).note(NOTE, f"Your app pressed {digits}")
    return "DTMF sent"


async def listen_to_keys(exchange: Exchange, leg: Leg, given: Any) -> str:
    """Send each key that is pressed from now on."""
    urls = given.get("event_url") if isinstance(given, dict) else None
    if not isinstance(urls, list) or len(urls) != 1:
        raise Wrong("event_url", "must be an array of one address")
    _answered(leg).keys_to = str(urls[0])
    return ""


async def ignore_keys(exchange: Exchange, leg: Leg, given: Any) -> str:
    """No longer send keys."""
    leg.keys_to = ""
    return ""


def _answered(leg: Leg) -> Leg:
    if not leg.live or leg.answered_at is None:
        raise Wrong("uuid", "The call is not answered, or over.")
    return leg


def _play(exchange: Exchange, leg: Leg, text: str, seconds: float, loop: object) -> None:
    _answered(leg)
    if not isinstance(loop, int) or isinstance(loop, bool) or loop < 0:
        raise Wrong("loop", "must be a whole number, 0 for ever")
    _stop(leg)
    leg.talking = exchange.begin(leg, _say(leg, text, seconds * loop if loop else 7200.0))


async def _say(leg: Leg, text: str, seconds: float) -> None:
    line = leg.note(APP, text, heard=True)
    leg.ear.begin(text)
    try:
        await leg.clock.sleep(seconds)
    except asyncio.CancelledError:
        line.cut = True
        raise
    finally:
        leg.ear.end()


def _stop(leg: Leg) -> None:
    if _answered(leg).talking is not None:
        leg.talking.cancel()  # type: ignore[union-attr]
        leg.talking = None


CHANGES: dict[tuple[str, str], Change] = {
    ("PUT", ""): act,
    ("PUT", "/talk"): talk,
    ("DELETE", "/talk"): stop_talk,
    ("PUT", "/stream"): stream,
    ("DELETE", "/stream"): stop_stream,
    ("PUT", "/dtmf"): keys,
    ("PUT", "/input/dtmf"): listen_to_keys,
    ("DELETE", "/input/dtmf"): ignore_keys,
}
"""By method, and path after the call's."""
