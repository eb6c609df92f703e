"""The body of an inbound webhook: an SMS or an MMS, in the shape of version v1 or v0.1."""

from __future__ import annotations

from webapp.rules import segments
from webapp.simulator.world import Message

Body = dict[str, object]


def inbound(message: Message, stamp: str, base: str, *, old: bool) -> Body:
    """`stamp`: when it came. `base`: where the app reaches the simulator. `old`: as v0.1 has it."""
    if old and _fits_old(message):
        return _old(message, stamp, base)
    common: Body = {
        "channel": "mms" if message.mms else "sms",
        "message_uuid": message.uuid,
        "to": message.number,
        "from": message.phone,
        "timestamp": stamp,
    }
    return common | (_mms(message, base) if message.mms else _sms(message))


def _sms(message: Message) -> Body:
    words = message.text.split(maxsplit=1)
    return {
        "text": message.text,
        "message_type": "text",
        "sms": {"num_messages": str(message.segments), "keyword": words[0].upper() if words else ""},
        "usage": {"currency": "EUR", "price": "0.0000"},
        "origin": {"network_code": "12345"},
    }


def one_part(whole: Body, message: Message, number: int) -> Body:
    """The `number`th part of a text, from 1, in a shape that the SMS API's form is made from.

    The reference is one byte, which the phone counts up: others have the same.
    """
    parts = segments.split(message.text)
    uuid = message.uuid if number == 1 else f"{message.uuid}-{number}"
    concat = {"concat": "true", "concat-ref": str(message.reference % 256)}
    concat |= {"concat-total": str(len(parts)), "concat-part": str(number)}
    return {**whole, "message_uuid": uuid, "text": parts[number - 1], "concat": concat}


def _mms(message: Message, base: str) -> Body:
    """One of it by its kind; several in `content`."""
    text: Body = {"text": message.text} if message.text else {}
    sent = message.media
    if not sent:
        return text | {"message_type": "text"}
    if not sent[0].file:
        return text | {"message_type": sent[0].kind}
    if len(sent) == 1:
        return text | {"message_type": sent[0].kind, sent[0].kind: sent[0].told(base, message.uuid)}
    content = [{"type": one.kind, **one.told(base, message.uuid)} for one in sent]
    return text | {"message_type": sent[0].kind, "content": content}


def _fits_old(message: Message) -> bool:
    """v0.1 has one content: what has more goes out as v1, as nothing may be lost."""
    return len(message.media) <= (0 if message.text else 1)


def _old(message: Message, stamp: str, base: str) -> Body:
    channel = "mms" if message.mms else "sms"
    content: Body = {"type": "text", "text": message.text}
    if message.media:
        first = message.media[0]
        content = {"type": first.kind}
        if first.file:
            content[first.kind] = first.told(base, message.uuid)
    return {
        "message_uuid": message.uuid,
        "to": {"type": channel, "number": message.number},
        "from": {"type": channel, "number": message.phone},
        "timestamp": stamp,
        "direction": "inbound",
        "message": {"content": content},
    }
