"""Vonage's inbound webhooks: whatever is verified becomes a message, of any channel, type and version.

Shapes: the OpenAPI documents of the Messages API, v1 (`message_type` at the top, several media in
`content`) and v0.1 (`from: {type, number}`, what was said in `message.content`). Nothing here is refused:
Vonage does not send again what was answered with 400, and a STOP may be in it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from webapp.carriers.base import InboundMedia, InboundMessage
from webapp.carriers.vonage import moments
from webapp.rules.media import MediaKind
from webapp.rules.phones import phone_sender

LONGEST_ID = 50  # a UUID has 36 characters; our key of a webhook holds the id and more in 120
LONGEST_TEXT = 10_000
LONGEST_NAME = 200
LONGEST_SHORT_CODE, LONGEST_E164, LONGEST_SENDER = 6, 15, 16  # digits, digits, characters

PHONE_CHANNELS = frozenset({"sms", "mms", "whatsapp", "rcs", "viber", "viber_service"})
"""Their senders are phones. Elsewhere (Messenger) digits are the id of an account, and no one's phone."""
KINDS = {
    "image": MediaKind.IMAGE,
    "sticker": MediaKind.IMAGE,
    "video": MediaKind.VIDEO,
    "audio": MediaKind.AUDIO,
    "voice": MediaKind.AUDIO,
    "vcard": MediaKind.VCARD,
    "file": MediaKind.FILE,
    "document": MediaKind.FILE,
}
SPOKEN = ("text", "caption", "title", "body")
"""Where a part of a message says something: a button's text, the title of a choice in a list."""
NOTES = {
    "unsupported": "They sent something that Vonage could not pass on.",
    "location": "They sent a location.",
    "contact": "They sent a contact card.",
    "contacts": "They sent a contact card.",
    "vcard": "They sent a contact card.",
    "reaction": "They reacted to a message.",
    "order": "They sent an order.",
}
_SEPARATORS = re.compile(r"[ ().-]+")
Part = Mapping[str, Any]


def inbound(payload: dict[str, Any]) -> InboundMessage:
    """An inbound message. Vonage leaves the plus sign away."""
    parts = list(_parts(payload))
    text = "\n".join(dict.fromkeys(filter(None, (_spoken(payload, "text"), *map(_said, parts)))))
    media = tuple({one.url: one for part in parts if (one := _media(part)) is not None}.values())
    return InboundMessage(
        carrier_id=_id(payload),
        sender=address(payload, "from"),
        to=_ours(payload),
        text=text[:LONGEST_TEXT],
        at=moments.read(payload.get("timestamp")) or datetime.now(UTC),
        media=media,
        note="" if text or media else _note(payload, parts),
    )


def _parts(payload: dict[str, Any]) -> Iterator[Part]:
    """What the message consists of, each with its `type`; a text in `text` is not among them."""
    message = payload.get("message")
    content = message.get("content") if isinstance(message, dict) else payload.get("content")
    for part in content if isinstance(content, list) else [content]:
        if isinstance(part, dict):
            yield _flat(part, str(part.get("type") or ""))
        elif isinstance(part, str) and part:
            yield {"type": "text", "text": part}
    named = payload.get("message_type")
    for kind in dict.fromkeys([*([named] if isinstance(named, str) else ()), *KINDS]):
        found = payload.get(kind)
        for part in found if isinstance(found, list) else [found]:
            if isinstance(part, dict):
                yield _flat({kind: part}, kind)


def _flat(part: Part, kind: str) -> Part:
    """{"type": "image", "image": {"url"}} as {"type": "image", "url"}."""
    inner = part.get(kind)
    own = {name: value for name, value in part.items() if name != kind or isinstance(value, str)}
    return {**own, **(inner if isinstance(inner, dict) else {}), "type": kind}


def _said(part: Part) -> str:
    """What a part says that is no picture; the captions of those stay with them."""
    if _url(part):
        return ""
    return next((said for name in SPOKEN if (said := _spoken(part, name))), "")


def _media(part: Part) -> InboundMedia | None:
    url = _url(part)
    if not url:
        return None
    kind = KINDS.get(part["type"], MediaKind.FILE)
    caption = _spoken(part, "caption") or _spoken(part, "text")
    return InboundMedia(kind, url, _spoken(part, "name")[:LONGEST_NAME], caption[:LONGEST_TEXT])


def _url(part: Part) -> str:
    return _spoken(part, "url")


def _spoken(part: Part, name: str) -> str:
    """A text, or a number in the place of one, as text."""
    value = part.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _note(payload: dict[str, Any], parts: list[Part]) -> str:
    """What was sent and has no words; an empty text has none to be told of either."""
    kinds = [part["type"] for part in parts] or [payload.get("message_type")]
    kind = next((one for one in kinds if isinstance(one, str) and one), "text")
    if kind == "text":
        return ""
    known = NOTES.get(kind)
    return known or f"They sent a message of the kind “{kind[:40]}”, which cannot be shown here."


def _id(payload: dict[str, Any]) -> str:
    """Vonage's id for the message. Without a usable one, what it says is its id: a repetition is the same."""
    value = payload.get("message_uuid")
    if isinstance(value, str) and 0 < len(value) <= LONGEST_ID:
        return value
    said = json.dumps(payload, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")
    return f"none-{hashlib.sha256(said).hexdigest()[:40]}"


def address(payload: dict[str, Any], name: str) -> str:
    """The phone or other sender in a field of a webhook, if usable.

    A phone as E.164; a name, a short code or an id as it is; or "".
    """
    value, channel = payload.get(name), payload.get("channel") or "sms"
    if isinstance(value, dict):
        channel = value.get("type") or payload.get("channel") or "sms"
        value = value.get("number") or value.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value:
        return ""
    digits = _SEPARATORS.sub("", value[1:]) if value[0] == "+" else value
    if isinstance(channel, str) and channel in PHONE_CHANNELS and digits.isascii() and digits.isdigit():
        return _phone(digits)
    return value if len(value) <= LONGEST_SENDER and value.strip() else ""


def _ours(payload: dict[str, Any]) -> str:
    """Which number of ours they wrote to, as it was added."""
    to = address(payload, "to")
    return phone_sender.ours(to) if to.startswith("+") else to


def _phone(digits: str) -> str:
    if len(digits) <= LONGEST_SHORT_CODE:
        return digits
    return f"+{digits}" if len(digits) <= LONGEST_E164 else ""
