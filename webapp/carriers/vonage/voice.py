"""Vonage's Voice API: placing a call, asking what became of it, ending it. Without the SDK.

Sources: Vonage, "Voice API" (OpenAPI document) and "Troubleshooting" (regions). A call lives in one region;
elsewhere it is 404.
"""

from __future__ import annotations

import re
from typing import Any, Protocol
from urllib.parse import quote, urlencode, urlsplit

import structlog

from webapp.carriers import ids
from webapp.carriers.base import BadWebhook, CarrierError
from webapp.carriers.calls import CallReport, PlaceCall
from webapp.carriers.vonage import call_events
from webapp.config import VonageSettings
from webapp.rules import storable

log = structlog.get_logger(__name__)

CALLS = "/v1/calls"
NOT_FOUND = "404"
LONGEST = 7200
"""Seconds after which Vonage ends any call."""
REGIONS = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*(?:nexmo|vonage)\.com")
"""The hosts that get our JWT."""


class Ask(Protocol):
    """A request: method, path, body as JSON or None, and another host than the usual one."""

    def __call__(self, method: str, path: str, body: dict[str, Any] | None, host: str = "") -> Any:
        """What the answer says. Raises CarrierError."""


def place(ask: Ask, call: PlaceCall, public_url: str) -> str:
    """The uuid of a call that Vonage has taken. Raises CarrierError."""
    answer = ask("POST", CALLS, _order(call, public_url))
    found = ids.usable(answer.get("uuid")) if isinstance(answer, dict) else ""
    if not found:
        log.warning("the carrier took a call without a usable id for it", ref=call.ref)
    return found


def _order(call: PlaceCall, public_url: str) -> dict[str, Any]:
    """Detection runs beside the conversation: Vonage's own default makes a person wait for 4 seconds."""
    webhooks, of = f"{public_url}/webhooks/vonage", urlencode({"call": call.ref})
    return {
        "to": [{"type": "phone", "number": call.to.removeprefix("+")}],
        "from": {"type": "phone", "number": call.sender.removeprefix("+")},
        "answer_url": [f"{webhooks}/answer?{of}"],
        "answer_method": "POST",
        "event_url": [f"{webhooks}/event?{of}"],
        "event_method": "POST",
        "ringing_timer": call.ring_seconds,
        "length_timer": min(LONGEST, call.longest_seconds + call.staff_seconds),
        "advanced_machine_detection": {"behavior": "continue", "mode": "default"},
    }


def look(ask: Ask, carrier_id: str, host: str) -> CallReport | None:
    """The state of a call; None where Vonage knows none of this id. Raises CarrierError."""
    try:
        answer = ask("GET", _path(carrier_id), None, host)
    except CarrierError as error:
        if error.code == NOT_FOUND:
            return None
        raise
    try:
        return call_events.report(storable.clean_json(answer), "") if isinstance(answer, dict) else None
    except (BadWebhook, RecursionError) as error:
        log.warning("the state of a call cannot be read", call=carrier_id, why=str(error))
        return None


def hang_up(ask: Ask, carrier_id: str, host: str) -> bool:
    """End a call. False where Vonage knows none of this id that goes on. Raises CarrierError."""
    return _change(ask, carrier_id, {"action": "hangup"}, host)


def transfer(ask: Ask, carrier_id: str, host: str, ncco: Any) -> bool:
    """Go on with another NCCO, at once. False as in `hang_up`. Raises CarrierError."""
    told = {"action": "transfer", "destination": {"type": "ncco", "ncco": ncco}}
    return _change(ask, carrier_id, told, host)


def _change(ask: Ask, carrier_id: str, change: dict[str, Any], host: str) -> bool:
    try:
        ask("PUT", _path(carrier_id), change, host)
    except CarrierError as error:
        if error.code == NOT_FOUND or error.permanent:  # 400: it is over
            return False
        raise
    return True


def host(region_url: str, settings: VonageSettings) -> str:
    """The host that keeps a call; the usual one where the region's is unknown, or is none of Vonage's."""
    try:
        parts = urlsplit(region_url)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return settings.host
    if parts.scheme == settings.scheme == "http" and name == urlsplit(f"//{settings.host}").hostname:
        return parts.netloc  # the simulator's regions are ports of it
    if parts.scheme == "https" and port in (None, 443) and "@" not in parts.netloc:
        return name if REGIONS.fullmatch(name) else settings.host
    return settings.host


def _path(carrier_id: str) -> str:
    return f"{CALLS}/{quote(carrier_id, safe='')}"
