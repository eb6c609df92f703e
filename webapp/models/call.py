"""Calls, and how their states follow each other."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, partial_index
from webapp.models import states
from webapp.models.entry import Entry, Kind
from webapp.rules.callflow.outcomes import Outcome


class CallState(StrEnum):
    """STAFF_FIRST: the phone of the member who calls in person rings, and no one else's yet.

    SENT: the carrier took it. ANSWERED: someone, or something, picked up, and the line is open.

    UNKNOWN: it may have been placed, or how it ended was never told. FAILED: it was never placed.
    """

    STAFF_FIRST = "staff_first"
    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELED = "canceled"


C = CallState

CALL_MOVES: states.Table = {
    C.STAFF_FIRST: frozenset({C.QUEUED, C.CANCELED}),
    C.QUEUED: frozenset({C.SENDING, C.SKIPPED, C.CANCELED, C.FAILED}),
    # Back to queued only when it is certain that no phone rings.
    C.SENDING: frozenset({C.QUEUED, C.UNKNOWN, C.SENT, C.RINGING, C.ANSWERED, C.ENDED, C.FAILED}),
    # From here on events move forward only, whatever the order in which they come in. To unknown, which an
    # event settles, when the time for events is over.
    C.UNKNOWN: frozenset({C.SENT, C.RINGING, C.ANSWERED, C.ENDED, C.FAILED}),
    C.SENT: frozenset({C.RINGING, C.ANSWERED, C.ENDED, C.UNKNOWN}),
    C.RINGING: frozenset({C.ANSWERED, C.ENDED, C.UNKNOWN}),
    C.ANSWERED: frozenset({C.ENDED, C.UNKNOWN}),
    C.ENDED: frozenset(),
    C.FAILED: frozenset({C.RINGING, C.ANSWERED, C.ENDED}),
    C.SKIPPED: frozenset(),
    C.CANCELED: frozenset(),
}
OPEN = (C.SENDING, C.UNKNOWN, C.SENT, C.RINGING, C.ANSWERED)
"""A phone may ring, or someone may be on the line."""
LEASE_MARGIN = timedelta(seconds=60)
"""Beyond the time for ringing and talking: for the carrier to dial, and for its events to come in."""
LONGEST_RING, LONGEST_CALL = 120, 7200
"""Seconds that the carrier takes."""
STAFF_TALK = 3600
"""Seconds of a talk with staff, at most."""
REACHED = (Outcome.ANSWERED, Outcome.VOICEMAIL)
"""The outcomes of calls that count as having reached the person."""


class OnVoicemail(StrEnum):
    """What is done when a voicemail answers. RETRY: as if no one had answered."""

    HANG_UP = "hang_up"
    MESSAGE = "message"
    RETRY = "retry"


class OnMachine(StrEnum):
    """What is done when a screening service or a menu answers. INTRODUCE: say once who calls, and wait."""

    INTRODUCE = "introduce"
    HANG_UP = "hang_up"


class Detected(StrEnum):
    """What the carrier's detection took the one who picked up for. NOTHING: it has not said."""

    NOTHING = ""
    HUMAN = "human"
    MACHINE = "machine"


class Call(Entry):
    """One call, in or out. Its state stands in `entry`; bulk statements name the table they change.

    `agent_id`, `agent_version`: who holds the conversation; None: no one, it plays its first message.
    `ring_seconds`, `longest_seconds`: after which the carrier ends it. `lease_until`: it takes one of its
    number's slots until then at the latest; None: it takes none. `looked_at`: when the carrier was last asked
    what became of it, because no event told.
    `outcome`: once it has ended, see services/calls/outcomes. `detected`: who picked up, says the carrier.
    `seconds`, `price`: as the carrier bills it, in `currency`; empty: that of its account.
    `region_url`: where the carrier keeps it. `flow`: where its conversation stands (rules/callflow), and
    `turn` counts that conversation's webhooks. `attempt`: 1, or more for a call that was tried again.
    `hang_up_at`: when we wanted it to end. `staff_until`: when we look at what came of its staff phones, at
    the latest. `push_turn`: a turn that we have to tell the line, unasked. `connects`: a member calls in
    person, and is put through from their own phone, which is a leg of it.
    """

    __tablename__ = "call"
    if TYPE_CHECKING:
        state: Mapped[CallState]

    id: Mapped[int] = mapped_column(BigId, ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    agent_version: Mapped[int | None]
    first_message: Mapped[str] = mapped_column(Text, default="", server_default="")
    context: Mapped[str] = mapped_column(Text, default="", server_default="")
    language: Mapped[str] = mapped_column(String(12), default="en", server_default="en")
    on_voicemail: Mapped[OnVoicemail] = mapped_column(
        String(10), default=OnVoicemail.HANG_UP, server_default="hang_up"
    )
    voicemail_message: Mapped[str] = mapped_column(Text, default="", server_default="")
    on_screening: Mapped[OnMachine] = mapped_column(
        String(10), default=OnMachine.INTRODUCE, server_default="introduce"
    )
    on_menu: Mapped[OnMachine] = mapped_column(
        String(10), default=OnMachine.HANG_UP, server_default="hang_up"
    )
    record: Mapped[bool] = mapped_column(default=False, server_default=false())
    ring_seconds: Mapped[int] = mapped_column(default=30, server_default="30")
    longest_seconds: Mapped[int] = mapped_column(default=600, server_default="600")
    lease_until: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    hang_up_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(String(12))
    detected: Mapped[Detected] = mapped_column(String(8), default=Detected.NOTHING, server_default="")
    seconds: Mapped[int | None]
    price: Mapped[float | None]
    currency: Mapped[str] = mapped_column(String(3), default="", server_default="")
    region_url: Mapped[str] = mapped_column(String(200), default="", server_default="")
    conversation: Mapped[str] = mapped_column(String(64), default="", server_default="")
    flow: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    turn: Mapped[int] = mapped_column(default=0, server_default="0")
    attempt: Mapped[int] = mapped_column(default=1, server_default="1")
    staff_until: Mapped[datetime | None]
    push_turn: Mapped[int | None]
    connects: Mapped[bool] = mapped_column(default=False, server_default=false())

    __mapper_args__ = {"polymorphic_identity": Kind.CALL}  # noqa: RUF012

    @property
    def longest(self) -> timedelta:
        """How long it may take one of its number's slots."""
        return timedelta(seconds=self.ring_seconds + self.longest_seconds) + LEASE_MARGIN

    def transition_to(self, target: CallState) -> None:
        """Change the state of a call that is held. Raises IllegalMove."""
        states.check(CALL_MOVES, self.state, target)
        self.state = target

    def end(self, outcome: Outcome, at: datetime) -> None:
        """It is over, and its slot is free; the outcome is written here, once. Raises IllegalMove."""
        self.transition_to(CallState.ENDED)
        self.outcome, self.lease_until = outcome, None
        self.ended_at = self.settled_at = at

    def lose(self, reason: str, at: datetime) -> None:
        """No one told how it ended, and its slot is free; an event may still. Raises IllegalMove."""
        if self.state != CallState.UNKNOWN:
            self.transition_to(CallState.UNKNOWN)
        self.reason, self.lease_until, self.settled_at = reason, None, at


Index("ix_call_lease", Call.lease_until, **partial_index("lease_until IS NOT NULL"))
Index("ix_call_conversation", Call.conversation, **partial_index("conversation != ''"))
Index("ix_call_agent", Call.agent_id, **partial_index("agent_id IS NOT NULL"))
Index("ix_call_staff", Call.staff_until, **partial_index("staff_until IS NOT NULL"))
Index("ix_call_push", Call.push_turn, **partial_index("push_turn IS NOT NULL"))
