"""The forms in which a webhook goes out: signed or not, of the SMS API, with its error or sender elsewhere.

Faults are asked at each attempt: once a switch is off, a webhook comes again as it should be.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import phonenumbers

from webapp.simulator.faults import Faults
from webapp.simulator.settings import Settings
from webapp.simulator.tokens import signed
from webapp.simulator.world import Message

to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
WRONG_SECRET = "not-the-secret-" * 3
SMS_API = ("get", "post", "json")
ERR_CODES = {
    "1180": "2",
    "1190": "3",
    "1050": "4",
    "1200": "5",
    "1210": "6",
    "1220": "7",
    "1230": "8",
    "1240": "9",
    "1170": "11",
    "1250": "11",
    "1260": "12",
    "1270": "13",
    "1280": "14",
    "1290": "15",
    "1480": "50",
    "1481": "51",
    "1482": "52",
    "1483": "53",
    "1484": "54",
}
"""The SMS API's own code for one of the Messages API; 99: any other."""


@dataclass(slots=True)
class Form:
    """One attempt of a webhook. `forged`: what is wrong with it, if the app must not believe it."""

    method: str
    body: bytes = b""
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    forged: str = ""


def comes_in_parts(message: Message, faults: Faults) -> bool:
    """Whether a text is passed on in parts: a long one, while the SMS API is spoken for texts."""
    on = [one for way in SMS_API if (one := faults.get(f"sms_api_{way}")) is not None]
    is_spoken = any(one.only in (None, "inbound") for one in on)
    return is_spoken and not message.mms and message.segments > 1


def form(kind: str, said: Mapping[str, Any], faults: Faults, settings: Settings) -> Form:
    """How a webhook that says this goes out now. `kind` is status or inbound."""
    if not faults and "concat" in said:
        return _part_with_sig(said, settings)
    if not faults:
        return _signed(to_json(said).encode(), settings.signature_secret, settings)
    if "channel" not in said:
        return spoiled(kind, to_json(said).encode(), faults, settings)  # v0.1 has one form
    if kind == "inbound" and faults.strikes("other_spelling", kind):
        said = {**said, "from": other_spelling(str(said["from"]))}
    moved = faults.strikes("error_elsewhere", kind) if said.get("error") else None
    if moved:
        said = {**said, "error": ELSEWHERE[moved.hits % len(ELSEWHERE)](dict(said["error"]))}
    if said.get("channel") == "mms":
        return spoiled(kind, to_json(said).encode(), faults, settings)  # the SMS API knows no MMS
    for way in SMS_API:
        if faults.strikes(f"sms_api_{way}", kind):
            return _of_the_sms_api(way, said, bool(faults.strikes("sms_api_sig", kind)), settings)
    if "concat" in said:
        return _part_with_sig(said, settings)
    return spoiled(kind, to_json(said).encode(), faults, settings)


def _signed(body: bytes, secret: str, settings: Settings, **without: bool) -> Form:
    headers = {"Authorization": signed(body, secret, settings, **without)}
    return Form("POST", body, headers={**headers, "Content-Type": "application/json"})


def spoiled(kind: str, body: bytes, faults: Faults, settings: Settings) -> Form:
    made = _signed(
        body,
        WRONG_SECRET if (wrong := faults.strikes("wrong_signature", kind)) else settings.signature_secret,
        settings,
        of_account=bool(faults.strikes("account_level", kind)),
    )
    if wrong:
        made.forged = "signature"
    elif faults.strikes("wrong_payload", kind):
        made.body, made.forged = body[:-1] + b',"added":"on the way"}', "payload"
    elif faults.strikes("unsigned", kind):
        del made.headers["Authorization"]
        made.forged = "unsigned"
    return made


def _of_the_sms_api(way: str, said: Mapping[str, Any], with_sig: bool, settings: Settings) -> Form:
    fields = _receipt(said) if "status" in said else _text(said)
    fields["api-key"] = settings.api_key
    if with_sig:
        fields |= {"timestamp": str(said["timestamp"])[:19], "nonce": str(said["message_uuid"])[:8]}
        fields["sig"] = sig(fields, settings.signature_secret)
    made = Form("GET" if way == "get" else "POST", forged="" if with_sig else "sms_api")
    if way == "get":
        made.query = fields
    elif way == "json":
        made.body, made.headers["Content-Type"] = to_json(fields).encode(), "application/json"
    else:
        made.body = urlencode(fields).encode()
        made.headers["Content-Type"] = "application/x-www-form-urlencoded"
    return made


def _part_with_sig(said: Mapping[str, Any], settings: Settings) -> Form:
    """The SMS API alone knows parts: one that comes again once its switch is off, comes signed."""
    return _of_the_sms_api("post", said, with_sig=True, settings=settings)


def _text(said: Mapping[str, Any]) -> dict[str, str]:
    text = str(said.get("text", ""))
    return {
        "msisdn": str(said["from"]), "to": str(said["to"]), "messageId": str(said["message_uuid"]),
        "text": text, "type": "text" if text.isascii() else "unicode",
        "keyword": str(said.get("sms", {}).get("keyword", "")), "message-timestamp": _moment(said),
        **said.get("concat", {}),
    }  # fmt: skip


def _receipt(said: Mapping[str, Any]) -> dict[str, str]:
    statuses = {"submitted": "accepted", "undeliverable": "failed"}
    code = str(said["error"].get("title", "")) if "error" in said else ""
    return {
        "msisdn": str(said["to"]), "to": str(said["from"]), "messageId": str(said["message_uuid"]),
        "network-code": "12345", "price": "0.0333", "client-ref": str(said.get("client_ref", "")),
        "status": statuses.get(str(said["status"]), str(said["status"])),
        "err-code": ERR_CODES.get(code, "99") if code else "0",
        "scts": "2611231000", "message-timestamp": _moment(said),
    }  # fmt: skip


def _moment(said: Mapping[str, Any]) -> str:
    return str(said["timestamp"])[:19].replace("T", " ")


def sig(fields: Mapping[str, str], secret: str) -> str:
    """The SMS API's signature by its default method, the MD5 hash (Vonage, "Signing messages")."""
    plain = {name: value.replace("&", "_").replace("=", "_") for name, value in fields.items()}
    text = "".join(f"&{name}={plain[name]}" for name in sorted(plain))
    return hashlib.md5((text + secret).encode(), usedforsecurity=False).hexdigest()


def other_spelling(phone: str) -> str:
    """The same phone as some networks write it: Mexico with a 1, Argentina without 9, any other at home."""
    if phone.startswith("52") and len(phone) == 12:
        return f"521{phone[2:]}"
    if phone.startswith("549"):
        return f"54{phone[3:]}"
    try:
        parsed = phonenumbers.parse(f"+{phone}")
    except phonenumbers.NumberParseException:
        return phone
    at_home = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(char for char in at_home if char.isdigit())


Error = dict[str, Any]


def _in_type(error: Error) -> Error:
    return {**error, "title": error["detail"]}


ELSEWHERE: tuple[Callable[[Error], Error], ...] = (
    lambda error: {**error, "title": int(error["title"])},
    _in_type,
    lambda error: {"error": _in_type(error)},
    lambda error: {"code": int(error["title"]), "reason": error["detail"]},
)
"""A number; only in the type, with words for a title; in an error of its own; as version 0.1 has it."""
