"""Vonage's codes: where an error holds its code, what it says in words, and what follows from it.

Source: "Messages API errors" of Vonage's API error documentation, as gathered in the wire facts; for the SMS
API "Delivery receipts".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LONGEST_CODE, LONGEST_WORDS = 40, 300
DEEPEST = 4
"""Errors within errors."""
OPTED_OUT = "1240"


@dataclass(frozen=True)
class Meaning:
    """What a code says to people; whether it concerns everything (pause), is an opt-out, or may pass."""

    sentence: str
    pause: bool = False
    opted_out: bool = False
    passes: bool = False


MEANINGS = {
    "1000": Meaning("Vonage is throttling this account.", pause=True),
    "1050": Meaning("This phone number cannot receive messages."),
    "1060": Meaning("Vonage has barred this account.", pause=True),
    "1070": Meaning("The Vonage account has used up its quota or balance.", pause=True),
    "1120": Meaning("Vonage does not accept our number as the sender of this message."),
    "1170": Meaning("The phone number is not valid."),
    "1180": Meaning("The phone could not be reached: switched off or out of coverage.", passes=True),
    "1190": Meaning("The network does not know this phone number."),
    "1210": Meaning("The network took this message for spam."),
    "1220": Meaning("The network is not available at the moment.", passes=True),
    "1230": Meaning("The network of this phone could not be reached.", passes=True),
    "1240": Meaning("This person has opted out with the carrier.", opted_out=True),
    "1280": Meaning("The network refused the content of this message."),
    "1330": Meaning("The network gave no reason."),
    "1331": Meaning("The network had a passing fault.", passes=True),
    "1360": Meaning("The message expired before the phone could be reached."),
    "1460": Meaning("The daily limit of this number is used up.", pause=True),
    "1470": Meaning("The sender is not registered for this network (10DLC)."),
    "1490": Meaning("The network did not say what became of this message."),
}

OF_RECEIPTS = {
    "1": "1330",
    "2": "1180",
    "3": "1190",
    "4": "1050",
    "6": "1210",
    "7": "1220",
    "8": "1230",
    "9": OPTED_OUT,
    "11": "1170",
    "12": "1230",
    "14": "1280",
    "99": "1330",
}
"""The SMS API's `err-code`, and the code of the Messages API that says the same."""

_CODE = re.compile(r"(\d{4})(?:\.0)?")
_AT_THE_END = re.compile(r"[#/](\d{4})/?$")
_IN_WORDS = re.compile(r"(?:\bcode|\berror|#)[\s:=#(]*(\d{4})(?!\d)|^(\d{4})(?=\s*[-:(–—])", re.IGNORECASE)


def error_of(payload: dict[str, Any]) -> tuple[str, str]:
    """The code and the words of the error in a webhook or an answer, wherever they stand in it.

    `title` is the code, as a text or a number; where it holds words, the code is in `type`; errors are seen
    within errors; version 0.1 has `code` and `reason`; receipts of the SMS API have `err-code`. Without a
    code, the title stands for it.
    """
    errors = [*_errors(payload)]
    code = next((code for one in errors for code in _codes(one) if code), "")
    title = next((text for one in errors if (text := _text(one.get("title")))), "")
    words = next(
        (text for one in errors for name in ("detail", "reason") if (text := _text(one.get(name)))), ""
    )
    return code or title[:LONGEST_CODE], words or title


def _errors(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The error in a payload and the errors in it, then the payload, which may be an error itself."""
    inner: Any = payload.get("error")
    for _ in range(DEEPEST):
        if isinstance(inner, list):
            inner = inner[0] if inner else None
        if not isinstance(inner, dict):
            break
        yield inner
        inner = inner.get("error")
    if text := _text(inner):
        yield {"title": text}
    yield payload


def _codes(error: dict[str, Any]) -> Iterator[str]:
    """The most certain place first."""
    for name in ("title", "code", "error-code"):
        if found := _CODE.fullmatch(_text(error.get(name))):
            yield found[1]
    yield OF_RECEIPTS.get(_text(error.get("err-code")), "")
    if found := _AT_THE_END.search(_text(error.get("type"))):
        yield found[1]
    for name in ("title", "detail", "reason"):
        if found := _IN_WORDS.search(_text(error.get(name))):
            yield found[1] or found[2]


def _text(value: object) -> str:
    """A text or a number as a text; nothing for anything else."""
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return str(value)[:LONGEST_WORDS].strip() if plain else ""


def meaning(code: str, fallback: str = "") -> Meaning:
    """The meaning of a code; for one that we do not know, the carrier's own words, or just the code."""
    if code in MEANINGS:
        return MEANINGS[code]
    if code.startswith("147"):
        return MEANINGS["1470"]
    return Meaning(fallback or (f"Vonage reported error {code}." if code else "Vonage gave no reason."))
