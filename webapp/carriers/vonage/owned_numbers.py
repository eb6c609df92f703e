"""Numbers as Vonage's Numbers API lists them, and what it is told to link one.

Sources: Vonage's OpenAPI document 1.0.20; its page “Update a Number” (a `moHttpUrl` that is sent is checked);
its SDK for Python (`app_id` in a list; `sip` and `tel` come before an application's voice). No document says
that a field which is left out stays, so what a number has is sent again.
"""

from __future__ import annotations

import re
from typing import Any

from webapp.carriers.account import OwnedNumber, SetState
from webapp.carriers.vonage.codes import one_line

CHANNELS = {"SMS": "sms", "MMS": "sms", "VOICE": "call"}
"""What a feature lets a number do, by our names."""
FORWARDED = ("sip", "tel")
LONGEST = 300
_DIGITS = re.compile(r"[1-9]\d{6,14}", re.ASCII)


def read(row: Any, application_id: str) -> OwnedNumber | None:
    """One row of the list; None for what is no phone number (a short code, say)."""
    if not isinstance(row, dict) or not _DIGITS.fullmatch(str(row.get("msisdn") or "")):
        return None
    linked, features = _applications(row), row.get("features")
    known = (
        {CHANNELS.get(str(one).upper()) for one in features if one} if isinstance(features, list) else set()
    )
    return OwnedNumber(
        phone=f"+{row['msisdn']}",
        country=_text(row, "country").upper()[:2],
        channels=frozenset(known - {None}),  # type: ignore[arg-type]
        state=_state(linked, application_id),
        application=next((one for one in linked if one != application_id), next(iter(linked), "")),
        forwarded=_forwarded(row),
        hook=_text(row, "moHttpUrl"),
    )


def form(number: OwnedNumber, application_id: str) -> dict[str, str]:
    """What links it, with what it has besides."""
    kind, _, where = number.forwarded.partition(":")
    told = {
        "country": number.country,
        "msisdn": number.phone.removeprefix("+"),
        "app_id": application_id,
        "moHttpUrl": number.hook,
        "voiceCallbackType": kind,
        "voiceCallbackValue": where,
    }
    return {name: value for name, value in told.items() if value}


def _applications(row: dict[str, Any]) -> list[str]:
    """Those that it is linked to, in whichever place they stand."""
    found = [_text(row, "app_id")]
    for kind in ("messages", "voice"):
        if _text(row, f"{kind}CallbackType") == "app":
            found.append(_text(row, f"{kind}CallbackValue"))
    return [*dict.fromkeys(filter(None, found))]


def _state(linked: list[str], application_id: str) -> SetState:
    if not linked:
        return SetState.MISSING
    return SetState.SET if linked == [application_id] else SetState.ELSEWHERE


def _forwarded(row: dict[str, Any]) -> str:
    """Kind and place, as tel:442079460000."""
    kind, where = _text(row, "voiceCallbackType"), _text(row, "voiceCallbackValue")
    return f"{kind}:{where}" if kind in FORWARDED and where else ""


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return one_line(value[:LONGEST]) if isinstance(value, str) else ""
