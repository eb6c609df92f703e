"""Vonage's codes, in words and with what follows from them.

Source: "Messages API errors" of Vonage's API error documentation, as gathered in the wire facts.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """What a code says to people, and whether it concerns everything (pause) or is an opt-out."""

    sentence: str
    pause: bool = False
    opted_out: bool = False


MEANINGS = {
    "1000": Meaning("Vonage is throttling this account.", pause=True),
    "1050": Meaning("This phone number cannot receive messages."),
    "1060": Meaning("Vonage has barred this account.", pause=True),
    "1070": Meaning("The Vonage account has used up its quota or balance.", pause=True),
    "1120": Meaning("Vonage does not accept our number as the sender of this message."),
    "1170": Meaning("The phone number is not valid."),
    "1180": Meaning("The phone could not be reached: switched off or out of coverage."),
    "1190": Meaning("The network does not know this phone number."),
    "1210": Meaning("The network took this message for spam."),
    "1220": Meaning("The network is not available at the moment."),
    "1230": Meaning("The network of this phone could not be reached."),
    "1240": Meaning("This person has opted out with the carrier.", opted_out=True),
    "1280": Meaning("The network refused the content of this message."),
    "1330": Meaning("The network gave no reason."),
    "1331": Meaning("The network had a passing fault."),
    "1360": Meaning("The message expired before the phone could be reached."),
    "1460": Meaning("The daily limit of this number is used up.", pause=True),
    "1470": Meaning("The sender is not registered for this network (10DLC)."),
    "1490": Meaning("The network did not say what became of this message."),
}


def meaning(code: str, fallback: str = "") -> Meaning:
    """The meaning of a code; for one that we do not know, the carrier's own words, or just the code."""
    if code in MEANINGS:
        return MEANINGS[code]
    if code.startswith("147"):
        return MEANINGS["1470"]
    return Meaning(fallback or (f"Vonage reported error {code}." if code else "Vonage gave no reason."))
