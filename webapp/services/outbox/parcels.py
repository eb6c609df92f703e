"""What travels between claiming, delivering and recording. No models, no session: threads pass these on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.carriers.base import Sms
from webapp.rules import segments as measuring


@dataclass(frozen=True)
class Sender:
    """What the dispatcher needs to know of one of our numbers. `pace` is in segments a second.

    `fault`: why the number cannot be worked for; nothing else is certain of it then.
    """

    id: int
    e164: str
    carrier: str
    pace: float | None
    slowed_until: datetime | None
    fault: Exception | None = None


@dataclass(frozen=True)
class ClaimedEntry:
    """One claimed message. `segments` is what it costs of the number's pace."""

    message_id: int
    number_id: int
    recipient_id: int | None
    batch_id: int | None
    carrier: str
    segments: int
    sms: Sms


def compose(sender: str, to: str, text: str, ref: str) -> Sms:
    """An SMS in the encoding that its text needs."""
    return Sms(to=to, sender=sender, text=text, ref=ref, unicode=measuring.measure(text).encoding == "UCS-2")


class SendResult(StrEnum):
    """What became of a parcel at the carrier's door."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    RETURNED = "returned"  # it certainly did not leave: it waits again


@dataclass(frozen=True)
class Outcome:
    """`pause`: every message would fare the same. `retry_after`: seconds to leave the number in peace.

    `opted_out`: the carrier says that this phone must not be reached.
    """

    parcel: ClaimedEntry
    fate: SendResult
    carrier_id: str = ""
    code: str = ""
    sentence: str = ""
    pause: bool = False
    retry_after: float | None = None
    opted_out: bool = False
