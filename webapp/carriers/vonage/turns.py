"""What Vonage asks while a call talks: at addresses that name call and turn, with what was heard.

Vonage signs the body of what it sends, not the address: so each address has a key of its own.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

from webapp.carriers import ids
from webapp.carriers.base import BadWebhook, Webhook
from webapp.carriers.calls import RecordingMade, Turned
from webapp.carriers.vonage import moments
from webapp.carriers.vonage.heard import heard
from webapp.config import Settings
from webapp.rules import storable
from webapp.rules.callflow.events import Event, PlayedOut

KEY_LENGTH = 20
LONGEST_REF, MOST_TURNS = 40, 100_000
LONGEST_URL, LONGEST_SIZE, LONGEST_CALL = 4000, 9, 100_000
RECORDED = ("record", "message")
"""Kinds of addresses to which recordings are told: of the whole call, and a message of the caller."""


def address(settings: Settings, ref: str) -> Callable[[int, str], str]:
    """Where Vonage asks for more in a call, by turn and kind of question."""

    def url(turn: int, kind: str) -> str:
        key = _key(settings.secret_key, ref, turn, kind)
        query = urlencode({"call": ref, "turn": turn, "kind": kind, "key": key})
        return f"{settings.public_url}/webhooks/vonage/turn?{query}"

    return url


def read(payload: Mapping[str, Any], webhook: Webhook, settings: Settings) -> Turned | RecordingMade:
    """Raises BadWebhook, also for an address that we have not given out."""
    query = _query(webhook.query)
    ref, kind = query.get("call", ""), query.get("kind", "")
    turn = int(query["turn"]) if query.get("turn", "").isdecimal() else MOST_TURNS
    key = _key(settings.secret_key, ref, turn, kind)
    if not ref or turn >= MOST_TURNS or not hmac.compare_digest(query.get("key", "").encode(), key.encode()):
        raise BadWebhook("the address names no turn of a call of ours")
    if kind in RECORDED:
        return _recorded(payload, ref, turn, message=kind == "message")
    make = _EVENTS.get(kind)
    if make is None:
        raise BadWebhook(f"no such question: {kind}")
    return Turned(ref, turn, make(payload), of_staff=kind == "staff")


def _query(query: bytes) -> dict[str, str]:
    try:
        given = parse_qs(query.decode("ascii", "replace"), max_num_fields=20)
    except ValueError as error:
        raise BadWebhook("the address has too many fields") from error
    return {name: values[0][:LONGEST_REF] for name, values in given.items()}


def _key(secret: str, ref: str, turn: int, kind: str) -> str:
    said = f"call turn {ref} {turn} {kind}".encode()
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()[:KEY_LENGTH]


def _recorded(payload: Mapping[str, Any], ref: str, turn: int, *, message: bool) -> RecordingMade:
    """A record webhook. Raises BadWebhook when it names no file."""
    url, name = payload.get("recording_url"), ids.usable(payload.get("recording_uuid"))
    if not isinstance(url, str) or not 0 < len(url) <= LONGEST_URL:
        raise BadWebhook("recording_url names no recording")
    begun, ended = (moments.read(payload.get(which)) for which in ("start_time", "end_time"))
    seconds = round((ended - begun).total_seconds()) if begun and ended else None
    return RecordingMade(
        ref,
        turn,
        message,
        name or hashlib.sha256(url.encode()).hexdigest(),
        storable.clean(url),
        _whole(payload.get("size")),
        seconds if seconds is not None and 0 <= seconds <= LONGEST_CALL else None,
    )


def _whole(value: object) -> int | None:
    """A number of bytes, as a number or a text."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_SIZE else None


def _played_out(payload: Mapping[str, Any]) -> Event:
    return PlayedOut()


def _input(payload: Mapping[str, Any]) -> Event:
    return heard(payload, 0.0)


_EVENTS: Mapping[str, Callable[[Mapping[str, Any]], Event]] = {
    "input": _input,
    "staff": _input,
    "notify": _played_out,
}
