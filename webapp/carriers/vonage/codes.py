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


def _passing(sentence: str) -> Meaning:
    return Meaning(sentence, passes=True)


MEANINGS = {
    "1000": Meaning("Vonage is throttling this account.", pause=True),
    "1060": Meaning("Vonage has barred this account.", pause=True),
    "1070": Meaning("The Vonage account has used up its quota or balance.", pause=True),
    "1460": Meaning("The daily limit of this number is used up.", pause=True),
    "1080": Meaning("Vonage has not set this account up for such messages."),
    "1140": Meaning("Vonage has not enabled this for the account."),
    "1461": Meaning("The network limits how many messages this person gets."),
    "1030": Meaning("Vonage had a fault of its own."),
    "1100": Meaning("Vonage could not reach the network of this phone."),
    "1180": _passing("The phone could not be reached: switched off or out of coverage."),
    "1220": _passing("The phone was busy."),
    "1230": _passing("The network of this phone could not be reached."),
    "1331": _passing("The network had a passing fault."),
    "1241": Meaning("This phone got too many messages in a short time."),
    "1050": Meaning("This phone number cannot receive messages."),
    "1160": Meaning("The Vonage account is on trial, and this phone number is not on its list."),
    "1170": Meaning("The phone number is not valid."),
    "1190": Meaning("The network does not know this phone number."),
    "1200": Meaning("This phone number moved to another network, and could not be found there."),
    "1240": Meaning("This person has opted out with the carrier.", opted_out=True),
    "1250": Meaning("Vonage has no way to this phone number."),
    "1251": Meaning("A rule about routes keeps messages from this phone number."),
    "1260": Meaning("The network could not reach this phone."),
    "1270": Meaning("The network does not pass such messages on to minors."),
    "1280": Meaning(
        "Their network blocks messages to this phone: its plan does not allow them, or it is suspended."
    ),
    "1282": Meaning("Their network blocked this message."),
    "1290": Meaning("This phone is prepaid and has no credit left."),
    "1300": Meaning("Their network does not offer such messages."),
    "1310": Meaning("The phone cannot take such messages."),
    "1120": Meaning("Vonage does not accept our number as the sender of this message."),
    "1210": Meaning("The network took this message for spam."),
    "1360": Meaning("The message expired before the phone could be reached."),
    "1400": Meaning("Vonage does not send on this channel for the account."),
    "1410": Meaning("Vonage found something wrong in the parameters of this message."),
    "1420": Meaning("Vonage does not accept our number as the sender of this message."),
    "1430": Meaning("Vonage does not accept this phone number."),
    "1440": Meaning("Vonage does not take messages of this kind."),
    "1450": Meaning("Vonage does not accept our reference of this message."),
    "1470": Meaning("Vonage’s Fraud Defender blocks phone numbers that begin like this one."),
    "1472": Meaning(
        "Vonage’s Fraud Defender stopped this: too many messages in a short time (burst protection)."
    ),
    "1473": Meaning("Vonage’s Fraud Defender took this for artificially inflated traffic."),
    "1480": Meaning(
        "The rules of this country ask for the sender’s registration (entity ID), which is missing or wrong."
    ),
    "1481": Meaning("The rules of this country ask for a registered sender (header), and ours is not."),
    "1482": Meaning("The rules of this country ask for a registered text (content ID), and this one is not."),
    "1483": Meaning("The rules of this country ask for a consent that is not on record there."),
    "1484": Meaning("The rules of this country do not allow this message."),
    "1330": Meaning("The network gave no reason."),
}
"""By what follows from them, in the order of the wire facts. 1471 and 1490 are in no list."""

OF_RECEIPTS = {
    "1": "1330",
    "2": "1180",
    "3": "1190",
    "4": "1050",
    "5": "1200",
    "6": "1210",
    "7": "1220",
    "8": "1230",
    "9": OPTED_OUT,
    "11": "1250",
    "12": "1260",
    "13": "1270",
    "14": "1280",
    "15": "1290",
    "50": "1480",
    "51": "1481",
    "52": "1482",
    "53": "1483",
    "54": "1484",
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
    return one_line(str(value)[:LONGEST_WORDS]) if plain else ""


def one_line(text: str) -> str:
    """Without line breaks, and without characters that turn the writing around, say."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def meaning(code: str, fallback: str = "") -> Meaning:
    """The meaning of a code; for one that we do not know, the carrier's own words, or just the code."""
    unknown = f"Vonage reported error {code}." if code else "Vonage gave no reason."
    return MEANINGS.get(code) or Meaning(fallback or unknown)
