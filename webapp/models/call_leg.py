"""Legs: staff phones that are rung into a call."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now, partial_index
from webapp.models import states
from webapp.models.call import CALL_MOVES, CallState
from webapp.rules.callflow.events import StaffResult
from webapp.rules.callflow.outcomes import Outcome

DECIDING = timedelta(seconds=40)
"""For what is whispered to one who has picked up, twice, and for their key."""


class CallLeg(Model):
    """A staff phone's part in a call. Its states follow each other as a call's do (models/call.CALL_MOVES).

    It is rung from `number_id`, and takes one of that number's slots until `lease_until` at the latest: for
    ringing and deciding first, and for the talk from when it is taken. `looked_at`: as of a call.
    `client_ref` is our name for it, `carrier_id` the carrier's. `round`: which handoff of the call rings it,
    from 1. `accepted_at`: they pressed the key. `result`: what came of it, once that is known. `hang_up_at`:
    from when on we want it to end.
    """

    __tablename__ = "call_leg"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"))
    number_id: Mapped[int] = mapped_column(ForeignKey("number.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    phone: Mapped[str] = mapped_column(String(16))
    state: Mapped[CallState] = mapped_column(String(12), default=CallState.QUEUED)
    outcome: Mapped[Outcome | None] = mapped_column(String(12))
    client_ref: Mapped[str] = mapped_column(String(40))
    carrier: Mapped[str | None] = mapped_column(String(20))
    carrier_id: Mapped[str | None] = mapped_column(String(64))
    region_url: Mapped[str] = mapped_column(String(200), default="", server_default="")
    code: Mapped[str] = mapped_column(String(40), default="", server_default="")
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    ring_seconds: Mapped[int] = mapped_column(default=20, server_default="20")
    longest_seconds: Mapped[int] = mapped_column(default=1800, server_default="1800")
    created_at: Mapped[datetime] = mapped_column(default=now)
    claimed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    result: Mapped[StaffResult | None] = mapped_column(String(12))
    hang_up_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    seconds: Mapped[int | None]
    price: Mapped[float | None]

    __table_args__ = (
        Index("ix_call_leg_call", "call_id", "id"),
        Index("uq_call_leg_client_ref", "client_ref", unique=True),
        Index("ix_call_leg_carrier_id", "carrier_id", **partial_index("carrier_id IS NOT NULL")),
        Index("ix_call_leg_lease", "lease_until", **partial_index("lease_until IS NOT NULL")),
        Index("ix_call_leg_queued", "number_id", "id", **partial_index("state = 'queued'")),
    )

    def transition_to(self, target: CallState) -> None:
        """Change the state of a leg that is held. Raises IllegalMove."""
        states.check(CALL_MOVES, self.state, target)
        self.state = target

    def end(self, outcome: Outcome | None, at: datetime) -> None:
        """It is over, and its slot is free. Raises IllegalMove."""
        self.transition_to(CallState.ENDED)
        self.outcome, self.ended_at, self.lease_until = outcome, at, None
