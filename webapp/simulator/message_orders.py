"""The body of POST /v1/messages, checked as Vonage does, with the refusals that it has."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp.simulator.guard import has_half_pair
from webapp.simulator.world import StatusHooks

LONGEST_TEXT = 1000
"""Characters: the OpenAPI document's bound; the SDK lets 3,200 through."""
PHONE = re.compile(r"[1-9]\d{6,14}", re.ASCII)
SENDER = re.compile(r"[1-9]\d{2,14}|[A-Za-z0-9 ._-]{1,11}", re.ASCII)
ALONE = {
    "channel": ("1100", "Unsupported channel"),
    "message_type": ("1140", "Invalid message type"),
    "from": ("1120", "Invalid sender"),
    "to": ("110", "Invalid recipient"),
    "client_ref": ("1060", "Invalid client reference"),
}
"""The number of the `type`, and the title, when nothing else is wrong. Webhooks use other numbers."""


@dataclass(frozen=True, slots=True)
class Order:
    """A checked request to send one SMS."""

    to: str
    sender: str
    text: str
    client_ref: str | None
    webhooks: StatusHooks


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why it is refused with 422. `kind`: the end of the `type`; `more`: further fields of the answer."""

    kind: str
    title: str
    detail: str
    more: dict[str, Any] = field(default_factory=dict)


def parse(body: bytes) -> Order | Wrong:
    """The order in a request's body, or what is wrong with it."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        title = "The request body did not contain valid JSON"
        return Wrong("#invalid-json", title, "The body must be a JSON object.")
    wrong = _faults_in(given)
    if wrong:
        return _refusal(given, wrong)
    webhooks = (given.get("webhook_url"), given.get("webhook_version"))
    return Order(given["to"], given["from"], given["text"], given.get("client_ref"), webhooks)


def _refusal(given: Mapping[str, object], wrong: dict[str, str]) -> Wrong:
    name, reason = next(iter(wrong.items()))
    if len(wrong) == 1 and name in ALONE and given.get(name) is not None:
        number, title = ALONE[name]
        return Wrong(f"/messages#{number}", title, f"{name} {reason}.")
    more = {"invalid_parameters": [{"name": name, "reason": reason} for name, reason in wrong.items()]}
    detail = "The value of one or more parameters is invalid."
    if all(name.startswith("sms.") for name in wrong):
        return Wrong("/messages#1110", "Invalid channel parameters", detail, more)
    return Wrong("/messages#1150", "Invalid params", detail, more)


def _faults_in(given: Mapping[str, object]) -> dict[str, str]:
    """Every parameter that is wrong, with the reason."""
    wrong: dict[str, str] = {}
    to, sender, text = given.get("to"), given.get("from"), given.get("text")
    if not isinstance(to, str) or not PHONE.fullmatch(to):
        wrong["to"] = "must be a phone number of 7 to 15 digits, with its country, without +"
    if not isinstance(sender, str) or not SENDER.fullmatch(sender):
        wrong["from"] = "must be a phone number without +, or up to 11 letters and digits"
    if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_TEXT:
        wrong["text"] = f"must be a text of 1 to {LONGEST_TEXT} characters"
    elif has_half_pair(text):
        wrong["text"] = "holds half a surrogate pair, which is no character"
    if given.get("channel") != "sms":
        wrong["channel"] = "must be sms; the simulator has no other channel"
    if given.get("message_type") != "text":
        wrong["message_type"] = "must be text"
    return wrong | _optional_faults(given)


def _optional_faults(given: Mapping[str, object]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    ref, url, ttl, sms = given.get("client_ref"), given.get("webhook_url"), given.get("ttl"), given.get("sms")
    if ref is not None and not (isinstance(ref, str) and 1 <= len(ref) <= 100 and not has_half_pair(ref)):
        wrong["client_ref"] = "must be a text of 1 to 100 characters"
    if url is not None and not (isinstance(url, str) and url.startswith(("http://", "https://"))):
        wrong["webhook_url"] = "must be an http or https address"
    if ttl is not None and not (type(ttl) is int and 20 <= ttl <= 604_800):
        wrong["ttl"] = "must be a whole number of seconds from 20 to 604800"
    if sms is not None:
        encoding = sms.get("encoding_type", "auto") if isinstance(sms, dict) else ""
        if encoding not in ("text", "unicode", "auto"):
            wrong["sms.encoding_type"] = "must be text, unicode or auto"
    if given.get("webhook_version", "v1") not in ("v0.1", "v1"):
        wrong["webhook_version"] = "must be v0.1 or v1"
    if given.get("failover") is not None:
        wrong["failover"] = "is not simulated"
    return wrong
