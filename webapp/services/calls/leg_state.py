"""What is known of a call, or of a staff phone's leg, at the carrier."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.carriers.calls import CallEvent
from webapp.models.call import OPEN, CallState
from webapp.rules.callflow.events import StaffResult

AWAITED = (CallState.QUEUED, *OPEN)
"""States of a leg of which something may still come."""


RESULTS = {
    CallEvent.COMPLETED: StaffResult.DECLINED,
    CallEvent.BUSY: StaffResult.DECLINED,
    CallEvent.REJECTED: StaffResult.DECLINED,
    CallEvent.NO_ANSWER: StaffResult.NO_ANSWER,
    CallEvent.FAILED: StaffResult.NO_ANSWER,
    CallEvent.CANCELED: StaffResult.NO_ANSWER,
    CallEvent.MACHINE: StaffResult.VOICEMAIL,
    CallEvent.BEEP: StaffResult.VOICEMAIL,
}
"""What an event says of a leg that was not accepted."""


@dataclass(frozen=True)
class Silent:
    """A call, or a leg (`of_staff`), about which the carrier has to be asked or told."""

    id: int
    carrier: str
    carrier_id: str
    region_url: str
    of_staff: bool = False
