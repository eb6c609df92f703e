"""The carrier as the machine plays it: what it was handed, what it took, what it told us about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from webapp.carriers.base import Report, StatusReport
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, SendResult

WHY = "The carrier said so."


class Door(Enum):
    """What happens when an entry is handed over: our outcome of it, and whether the carrier has it."""

    ACCEPTED = (SendResult.ACCEPTED, True)
    REFUSED = (SendResult.REFUSED, False)
    NOTHING_GOES = (SendResult.REFUSED, False)  # and everything else would fare the same
    RETURNED = (SendResult.RETURNED, False)
    NO_CREDIT = (SendResult.RETURNED, False)  # the batch is paused
    BUSY = (SendResult.RETURNED, False)  # the number is left in peace for a while
    BROKE_BEFORE = (SendResult.UNKNOWN, False)
    BROKE_AFTER = (SendResult.UNKNOWN, True)


@dataclass(frozen=True)
class Taken:
    """A message that the carrier has. `echoes`: its reports carry our reference."""

    carrier_id: str
    claimed: ClaimedEntry
    echoes: bool

    def report(self, report: Report, code: str = "1180") -> StatusReport:
        """What the carrier says about it; the code matters only for bad news."""
        bad = report in (Report.REJECTED, Report.UNDELIVERED)
        return StatusReport(
            carrier_id=self.carrier_id,
            ref=self.claimed.order.ref if self.echoes else "",
            report=report,
            code=code if bad else "",
            sentence=WHY if bad else "",
            opted_out=bad and code == "1240",
            pause=bad and code == "1460",
        )


@dataclass
class Carrier:
    """`in_hand` is claimed and not handed over yet; `unrecorded` is handed over and not written down yet."""

    in_hand: list[ClaimedEntry] = field(default_factory=list)
    unrecorded: list[Outcome] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    def hand_over(self, entry: ClaimedEntry, door: Door, *, echoes: bool) -> None:
        """One entry meets the carrier."""
        self.in_hand.remove(entry)
        result, has_it = door.value
        if has_it:
            self.taken.append(Taken(f"out-{len(self.taken)}", entry, echoes))
        self.unrecorded.append(_outcome(entry, door, result, self.taken[-1].carrier_id if has_it else ""))

    def crash(self) -> None:
        """The sender has died, and with it all that was not written down."""
        self.in_hand.clear()
        self.unrecorded.clear()


def _outcome(entry: ClaimedEntry, door: Door, result: SendResult, carrier_id: str) -> Outcome:
    if result == SendResult.ACCEPTED:
        return Outcome(entry, result, carrier_id=carrier_id)
    return Outcome(
        entry,
        result,
        code="500",
        sentence=WHY,
        pause=door in (Door.NO_CREDIT, Door.NOTHING_GOES),
        retry_after=20.0 if door == Door.BUSY else None,
    )
