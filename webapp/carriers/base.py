"""What a carrier is: dataclasses in, dataclasses out, and one error that says what may be done next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True)
class Sms:
    """One SMS to send. Phones are E.164; `ref` comes back in the carrier's reports about it."""

    to: str
    sender: str
    text: str
    ref: str
    unicode: bool = False


class CarrierError(Exception):
    """The carrier did not take a message. `sentence` is for people, `code` is the carrier's.

    permanent: it will never take this message; do not repeat it as it is.
    unknown: it may have taken it: never repeat it by itself.
    Neither: it certainly did not take it, and it may be repeated, after `retry_after` seconds if given.
    pause: whatever is wrong concerns every message; stop sending until a person has looked.
    """

    def __init__(
        self,
        sentence: str,
        *,
        code: str = "",
        permanent: bool = False,
        unknown: bool = False,
        pause: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.permanent = permanent
        self.unknown = unknown
        self.pause = pause
        self.retry_after = retry_after


class Carrier(Protocol):
    """Who moves a message."""

    def send(self, sms: Sms) -> str:
        """Hand over one SMS; returns the carrier's id for it, empty where it gave no usable one.

        Raises CarrierError, and nothing else.
        """


class Report(StrEnum):
    """What a carrier reports about a message that it took."""

    SUBMITTED = "submitted"
    DELIVERED = "delivered"
    REJECTED = "rejected"
    UNDELIVERED = "undelivered"


@dataclass(frozen=True)
class StatusReport:
    """A carrier's word on one message, which `carrier_id` or `ref` names; either may be empty. `ref` is ours.

    `opted_out`: the carrier says that this phone must not be reached. `pause`: see CarrierError.
    """

    carrier_id: str
    ref: str
    report: Report
    code: str = ""
    sentence: str = ""
    opted_out: bool = False
    pause: bool = False


@dataclass(frozen=True)
class InboundSms:
    """An SMS that reached one of our numbers. Phones are E.164; `at` is when the carrier got it (UTC).

    `carrier_id` is empty where the carrier gave no usable one.
    """

    carrier_id: str
    sender: str
    to: str
    text: str
    at: datetime
