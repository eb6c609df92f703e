"""What travels between claiming, delivering and recording. No rows, no session: threads pass these on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.channels.base import Order
from webapp.models.channel import Channel

LaneKey = tuple[int, Channel]
"""A number and a channel."""


@dataclass(frozen=True)
class Sender:
    """What the dispatcher needs to know of one of our numbers, as it is used on one channel.

    `pace` is in units of the channel a second. `monthly_limit`: of such units; None: none. `fault`: why the
    number cannot be worked for; nothing else is certain of it then. `at_once`: how many may be open together;
    None: as many as one likes.
    """

    id: int
    channel: Channel
    e164: str
    carrier: str
    pace: float | None
    slowed_until: datetime | None
    monthly_limit: int | None = None
    fault: Exception | None = None
    at_once: int | None = None

    @property
    def lane(self) -> LaneKey:
        return self.id, self.channel


@dataclass(frozen=True)
class ClaimedEntry:
    """One claimed entry. `units` is what it costs of its lane's pace; `order` goes to the carrier.

    `leg_id`: it is a staff phone that is rung into the call `entry_id`.
    """

    entry_id: int
    lane: LaneKey
    recipient_id: int | None
    batch_id: int | None
    carrier: str
    units: int
    order: Order
    leg_id: int | None = None

    @property
    def channel(self) -> Channel:
        return self.lane[1]

    @property
    def phone(self) -> str:
        """Whom it goes to."""
        return self.order.to


class SendResult(StrEnum):
    """What became of a claimed entry at the carrier's door."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    RETURNED = "returned"  # it certainly did not leave: it waits again


@dataclass(frozen=True)
class Outcome:
    """`pause`: every message would fare the same. `retry_after`: seconds to leave the number in peace.

    `opted_out`: the carrier says that this phone must not be reached.
    """

    claimed: ClaimedEntry
    result: SendResult
    carrier_id: str = ""
    code: str = ""
    sentence: str = ""
    pause: bool = False
    retry_after: float | None = None
    opted_out: bool = False
