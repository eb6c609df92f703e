"""What is known of a call, or of a staff phone's leg, at the carrier."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.models.call import OPEN, CallState

AWAITED = (CallState.QUEUED, *OPEN)
"""States of a leg of which something may still come."""


@dataclass(frozen=True)
class Silent:
    """A call, or a leg (`of_staff`), about which the carrier has to be asked or told."""

    id: int
    carrier: str
    carrier_id: str
    region_url: str
    of_staff: bool = False
