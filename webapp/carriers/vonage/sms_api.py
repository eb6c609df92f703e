"""Vonage's SMS API: the form in which webhooks come while the account's Messaging API Type says so.

Only those with a signature that verifies are believed; they are put into the words of the Messages API.
Sources: Vonage, "Inbound SMS", "Delivery receipts", "Signing messages".
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from webapp.carriers.base import Cause, TextPart, Unverified
from webapp.carriers.vonage.codes import LONGEST_CODE, OF_RECEIPTS
from webapp.config import VonageSettings
from webapp.rules import storable

MOST_FIELDS = 100
HASHES = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha512": "sha512"}
BY_LENGTH = {32: ("md5hash", "md5"), 40: ("sha1",), 64: ("sha256",), 128: ("sha512",)}
"""The methods that make a signature of so many digits, for when the environment names none."""

MOST_PARTS = 255
LONGEST_REF, LONGEST_TIME = 40, 12
ILLEGAL_MESSAGE = "10"
"""Of `err-code`."""

Fields = dict[str, str]


def read(query: bytes, mimetype: str, body: bytes) -> Fields | None:
    """The fields of a webhook in this form: a query (GET), a form or JSON (POST). None for any other."""
    if mimetype == "application/json":
        return _of_json(body)
    try:
        pairs = parse_qsl(
            (body or query).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError:
        return None
    return fields(dict(reversed(pairs)))


def _of_json(body: bytes) -> Fields | None:
    if b'"msisdn"' not in body:
        return None
    try:
        return fields(json.loads(body))
    except (ValueError, RecursionError):
        return None


def fields(said: object) -> Fields | None:
    """What was said, when it has this form."""
    if not isinstance(said, dict) or "msisdn" not in said or not {"messageId", "message-id"} & said.keys():
        return None
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in said.items()}


def verify(given: Fields, settings: VonageSettings) -> None:
    """Raises Unverified unless `sig` was made with our secret."""
    sig = given.get("sig", "").lower()
    only = settings.sms_signature_method
    methods = (only,) if only else BY_LENGTH.get(len(sig), ())
    text = "".join(f"&{name}={_plain(given[name])}" for name in sorted(given) if name != "sig")
    secrets = [one for one in (settings.sms_signature_secret, settings.signature_secret) if one]
    right = (signature(text, secret, method) for secret in secrets for method in methods)
    if not any(hmac.compare_digest(_bytes(sig), _bytes(one)) for one in right):
        raise Unverified(Cause.SMS_API)


def signed_at(given: Fields) -> int | None:
    """When it was signed, in epoch seconds, where that is told."""
    told = given.get("timestamp", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= LONGEST_TIME else None


def _plain(value: str) -> str:
    return value.replace("&", "_").replace("=", "_")


def _bytes(text: str) -> bytes:
    """Half of an emoji, cut between two parts of a long text, is a question mark."""
    return text.encode("utf-8", "replace")


def signature(text: str, secret: str, method: str) -> str:
    """Of `&name=value…` in the order of names, by one of Vonage's methods; small hexadecimal digits."""
    if method == "md5hash":
        return hashlib.md5(_bytes(text + secret), usedforsecurity=False).hexdigest()
    return hmac.new(_bytes(secret), _bytes(text), HASHES[method]).hexdigest()


def as_messages(given: Mapping[str, str]) -> dict[str, Any]:
    """The webhook as the Messages API would send it: a status when there is one, else an inbound SMS.

    Of a long text it is one part, see `part`.
    """
    return storable.clean_json(dict(_status(given) if "status" in given else _inbound(given)))  # type: ignore[no-any-return]


def part(payload: Mapping[str, Any]) -> TextPart | None:
    """Which part of a long text a webhook of `as_messages` is, if it is one that can be put in its place."""
    given = payload.get("sms_api")
    if not isinstance(given, dict) or str(given.get("concat", "")).lower() != "true":
        return None
    ref, number, total = (str(given.get(f"concat-{name}", "")) for name in ("ref", "part", "total"))
    if not (ref and _is_small(number) and _is_small(total)):
        return None
    told = TextPart(ref[:LONGEST_REF], int(number), int(total))
    return told if 1 <= told.number <= told.total and told.total > 1 else None


def _is_small(value: str) -> bool:
    """A header of 3GPP TS 23.040, 9.2.3.24.1 holds no more than 255 parts."""
    return value.isascii() and value.isdigit() and len(value) <= 3 and int(value) <= MOST_PARTS


def _inbound(given: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    yield "channel", "sms"
    yield "message_uuid", _id(given)
    yield "from", given["msisdn"]
    yield "to", given.get("to", "")
    yield "text", _text(given)
    yield "timestamp", given.get("message-timestamp", "").removesuffix(" UTC")
    yield "sms_api", dict(given)


def _status(given: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    yield "channel", "sms"
    yield "message_uuid", _id(given)
    yield "to", given["msisdn"]
    yield "from", given.get("to", "")
    yield "status", given["status"]
    yield "client_ref", given.get("client-ref", "")
    if (code := given.get("err-code", "0")) != "0":
        yield "error", {"err-code": code} if code in OF_RECEIPTS else _own_error(code)
    yield "sms_api", dict(given)


def _own_error(code: str) -> dict[str, str]:
    """What the Messages API has no code for."""
    words = "The network did not take this message as it is." if code == ILLEGAL_MESSAGE else ""
    return {"title": code, "detail": words or f"Vonage reported error {code[:LONGEST_CODE]}."}


def _id(given: Mapping[str, str]) -> str:
    return given.get("messageId") or given.get("message-id", "")


def _text(given: Mapping[str, str]) -> str:
    """What was written. Binary texts come as hexadecimal digits."""
    if given.get("text"):
        return given["text"]
    try:
        data = bytes.fromhex(given.get("data", ""))
    except ValueError:
        return given["data"]
    for encoding in ("utf-8", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text and text.isprintable():
            return text
    return given.get("data") or given.get("keyword", "")
