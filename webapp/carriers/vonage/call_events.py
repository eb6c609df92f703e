"""Vonage's webhooks of calls: events, and the question what is said. Sources: "Voice API, webhook reference",
and what its SDKs have captured."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from webapp.carriers import ids
from webapp.carriers.base import BadWebhook, Webhook
from webapp.carriers.calls import CallEvent, CallReport, PickedUp
from webapp.carriers.vonage import inbound, moments
from webapp.rules import storable

EVENTS = {
    "started": CallEvent.STARTED,
    "ringing": CallEvent.RINGING,
    "answered": CallEvent.ANSWERED,
    "human": CallEvent.HUMAN,
    "machine": CallEvent.MACHINE,
    "completed": CallEvent.COMPLETED,
    "busy": CallEvent.BUSY,
    "cancelled": CallEvent.CANCELED,
    "timeout": CallEvent.NO_ANSWER,
    "unanswered": CallEvent.NO_ANSWER,
    "rejected": CallEvent.REJECTED,
    "failed": CallEvent.FAILED,
}
"""Any other is kept, and moves nothing: `disconnected` is a WebSocket's."""
BEEP = "beep_start"
DETAILS = {
    "unavailable": "The phone could not be reached.",
    "timeout": "It rang until the time was over.",
    "carrier_timeout": "It rang until their network gave up.",
    "invalid_number": "Their network does not know this phone number.",
    "restricted": "Their network, or their phone, bars calls like ours.",
    "declined": "They declined the call.",
    "cannot_route": "Vonage cannot reach this phone number.",
    "number_out_of_service": "This phone number is out of service.",
    "internal_error": "Vonage had a fault of its own.",
}
ENDED = (CallEvent.BUSY, CallEvent.NO_ANSWER, CallEvent.REJECTED, CallEvent.FAILED, CallEvent.CANCELED)
LONGEST_REF, LONGEST_URL, LONGEST_DETAIL, LONGEST_REASON = 40, 200, 40, 300
MOST_FIELDS = 20
ASKED = ("from", "to", "uuid", "conversation_uuid", "region_url")
LONGEST_CALL = 100_000
"""Seconds; no call lasts for more than 7,200."""


def is_of_call(payload: dict[str, Any], kind: str) -> bool:
    """Whether a webhook to an address of this kind is about a call."""
    named = "conversation_uuid" in payload or "call_uuid" in payload
    return (named or kind in ("event", "answer")) and "message_uuid" not in payload


def read(payload: dict[str, Any], webhook: Webhook) -> CallReport | PickedUp:
    """Raises BadWebhook."""
    ref = _ref(webhook.query)
    if "status" in payload or webhook.kind != "answer":
        return report(payload, ref)
    carrier_id = ids.usable(payload.get("uuid"))
    if not carrier_id and not ref:
        raise BadWebhook("neither uuid nor our reference says which call it is about")
    return PickedUp(
        carrier_id=carrier_id,
        ref=ref,
        conversation=ids.usable(payload.get("conversation_uuid")),
        region_url=_short(payload.get("region_url"), LONGEST_URL),
        sender=inbound.address(payload, "from"),
        to=inbound.address(payload, "to"),
    )


def report(payload: dict[str, Any], ref: str) -> CallReport:
    """An event, or a call as GET shows it. Raises BadWebhook."""
    event = _event(payload)
    carrier_id = ids.usable(payload.get("uuid")) or ids.usable(payload.get("call_uuid"))
    conversation = ids.usable(payload.get("conversation_uuid"))
    if not (carrier_id or ref or conversation):
        raise BadWebhook("neither uuid nor conversation_uuid says which call it is about")
    detail = _short(payload.get("detail"), LONGEST_DETAIL)
    price = _number(payload.get("price"))
    duration = _number(payload.get("duration"))
    return CallReport(
        carrier_id=carrier_id,
        ref=ref,
        event=event,
        at=_time(payload, event),
        conversation=conversation,
        code=detail or _short(payload.get("sip_code"), LONGEST_DETAIL) if event in ENDED else "",
        sentence=_sentence(payload, event, detail),
        seconds=None if duration is None or duration > LONGEST_CALL else round(duration),
        price=price,
        region_url=_short(payload.get("region_url"), LONGEST_URL),
        sender=_phone(payload, "from"),
        to=_phone(payload, "to"),
        inbound=payload.get("direction") == "inbound",
        by_carrier=payload.get("disconnected_by") == "platform",
    )


def _event(payload: dict[str, Any]) -> CallEvent:
    status = payload.get("status")
    event = EVENTS.get(status.lower(), CallEvent.OTHER) if isinstance(status, str) else CallEvent.OTHER
    return CallEvent.BEEP if event == CallEvent.MACHINE and payload.get("sub_state") == BEEP else event


def _sentence(payload: dict[str, Any], event: CallEvent, detail: str) -> str:
    """Why it ended as it did; or what Vonage could not do, say run what we answered."""
    if event in ENDED:
        return DETAILS.get(detail, f"Vonage says: {detail}." if detail else "")
    reason = _short(payload.get("reason"), LONGEST_REASON) if event == CallEvent.OTHER else ""
    return f"Vonage reported a fault in this call: {reason}" if reason else ""


def _phone(payload: dict[str, Any], name: str) -> str:
    """E.164; GET has an object, or a list of one."""
    value = payload.get(name)
    value = value[0] if isinstance(value, list) and value else value
    found = inbound.address({name: value}, name) if isinstance(value, str) else ""
    if isinstance(value, dict):
        found = inbound.address({name: value.get("number")}, name)
    return found if found.startswith("+") else ""


def question(query: bytes) -> dict[str, Any]:
    """What a GET asks, as a body would."""
    fields = _fields(query)
    return {name: fields[name] for name in ASKED if name in fields}


def _ref(query: bytes) -> str:
    """Our name for the call, which stands in the addresses that we gave for it."""
    given = _fields(query).get("call", "")
    return ids.usable(given) if len(given) <= LONGEST_REF else ""


def _fields(query: bytes) -> dict[str, str]:
    """The first of each name; none where there are too many."""
    try:
        given = parse_qs(query.decode("ascii", "replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return {name: storable.clean(values[0]) for name, values in given.items()}


def _short(value: object, longest: int) -> str:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text[:longest].strip()


def _number(value: object) -> float | None:
    """A number from 0 on, as a text or a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _time(payload: dict[str, Any], event: CallEvent) -> datetime | None:
    """When it happened: the end, where that is told."""
    names = ("end_time", "timestamp") if event == CallEvent.COMPLETED else ("timestamp",)
    return next(filter(None, (moments.read(payload.get(name)) for name in names)), None)
