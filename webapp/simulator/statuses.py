"""The body of a status webhook, in the shape of version v1 or v0.1."""

from __future__ import annotations

from webapp.simulator.people import CODES
from webapp.simulator.world import Message

Body = dict[str, object]
ERRORS = "https://developer.vonage.com/api-errors/messages"


def status(message: Message, word: str, code: str, stamp: str, *, old: bool) -> Body:
    """`word`: what became of it, with a `code` where that is bad. `stamp`: when. `old`: as v0.1 has it."""
    body: Body = {"message_uuid": message.uuid, "timestamp": stamp, "status": word}
    body |= _old(message, code) if old else _present(message, code)
    if message.client_ref is not None:
        body["client_ref"] = message.client_ref
    if word == "submitted":
        body["usage"] = {"currency": "EUR", "price": f"{0.0333 * message.segments:.4f}"}
    return body


def _present(message: Message, code: str) -> Body:
    body: Body = {"channel": "sms", "to": message.phone, "from": message.number}
    body |= {"destination": {"network_code": "12345"}, "sms": {"count_total": str(message.segments)}}
    if code:
        words = {"title": code, "detail": _words(code), "instance": message.uuid}
        body["error"] = {"type": f"{ERRORS}#{code}", **words}
    return body


def _old(message: Message, code: str) -> Body:
    numbers = {"to": message.phone, "from": message.number}
    body: Body = {name: {"type": "sms", "number": number} for name, number in numbers.items()}
    return body | ({"error": {"code": int(code), "reason": _words(code)}} if code else {})


def _words(code: str) -> str:
    return CODES.get(code, "Unknown error")
