"""How a call ended, and which of several signs decides it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """Of a call that is over. A call of which nothing is known has no outcome: it is `unknown` as a state."""

    ANSWERED = "answered"
    VOICEMAIL = "voicemail"
    SCREENED = "screened"
    MENU = "menu"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELED = "canceled"


PRECEDENCE = (
    Outcome.ANSWERED,  # a person spoke or pressed a key: whatever was taken for a machine before was none
    Outcome.VOICEMAIL,  # a message was left, or could have been: also after screening, when it was declined
    Outcome.SCREENED,
    Outcome.MENU,
    Outcome.CANCELED,  # by us, while it rang: what the carrier says of it follows from that
    Outcome.REJECTED,
    Outcome.BUSY,
    Outcome.NO_ANSWER,
    Outcome.FAILED,  # says least: any other sign explains it
)
"""The first one of which there is a sign is the outcome: the conversation's before the carrier's."""


def strongest(signs: Iterable[Outcome]) -> Outcome | None:
    """The outcome; None when there is no sign."""
    return min(signs, key=PRECEDENCE.index, default=None)
