"""A batch: one campaign to a list, and how its states follow each other."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import Model, now, partial_index
from webapp.models import states
from webapp.models.channel import Channel
from webapp.models.content import EMPTY, ContentJson, SmsContent
from webapp.models.number import Number
from webapp.models.user import User
from webapp.models.work import WORK_MOVES, Work


class BatchState(StrEnum):
    """PENDING: it waits for the approval of a second person (models/approval)."""

    DRAFT = "draft"
    PENDING = "pending"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELED = "canceled"


OVER = (BatchState.FINISHED, BatchState.CANCELED)
ARCHIVABLE = (BatchState.DRAFT, *OVER)
"""Nothing of it goes out, and no one waits for anything."""

BATCH_MOVES: states.Table = {
    BatchState.DRAFT: frozenset(
        {BatchState.PENDING, BatchState.SCHEDULED, BatchState.RUNNING, BatchState.CANCELED}
    ),
    BatchState.PENDING: frozenset({BatchState.DRAFT, BatchState.SCHEDULED, BatchState.RUNNING}),
    BatchState.SCHEDULED: frozenset(
        {
            BatchState.DRAFT,
            BatchState.PENDING,
            BatchState.RUNNING,
            BatchState.PAUSED,
            BatchState.CANCELED,
        }
    ),
    BatchState.RUNNING: frozenset({BatchState.PAUSED, BatchState.FINISHED, BatchState.CANCELED}),
    BatchState.PAUSED: frozenset({BatchState.RUNNING, BatchState.FINISHED, BatchState.CANCELED}),
    BatchState.FINISHED: frozenset({BatchState.RUNNING}),
    BatchState.CANCELED: frozenset(),
}


class RepliesBy(StrEnum):
    """Who answers those who write back. NUMBER: the agent of the number; without one, staff."""

    NUMBER = "number"
    STAFF = "staff"
    AGENT = "agent"


class Consent(StrEnum):
    """Where the consent of a batch's people comes from; what else there is to say stands in the note."""

    OPTED_IN = "opted_in"
    CUSTOMER = "customer"
    ASKED = "asked"
    OTHER = "other"


NO_REPLY, UNKNOWN = "no_reply", "unknown"
"""Groups of a batch's people (batches/lists/groups): who did not write back, and who may have got it."""


class Batch(Model):
    """One campaign to a list, on one channel.

    `content`: what is said, of the class of its channel (models/content). `units_total`: what all that the
    check found sendable costs, in the unit of its channel.
    `columns` are the headers of the list; `phone_column` is the index of the one that holds phones.
    `pause_reason` is the sentence shown while paused. `revision` grows whenever a page about the
    batch would look different, so that a poll can answer "nothing new" cheaply. `worked_at` is the last
    sign of life of the job that reads or checks its list, `run` counts such jobs, `attempts` those that
    were interrupted one after the other.
    `reading_options`: how a person wants the list read (services/intake/options); `read_as`: how it was read,
    and what else could be chosen. `name_columns`: indexes of the columns that make a person's name, in order.
    `questions`: how many rows each question of the check is about (batches/rows/questions); `answers`:
    what a person said to them, and the cells that were edited (services/batches/rows/row_editing).
    `test_message_id`: the latest test that was sent; it may have been erased.
    `over_cap`: an admin lets it reach people more often than the team's cap allows.
    `reach_limit`: how many people were asked for or approved (0: none), which it may reach though the rule of
    two people allows fewer; None: it was started while that rule was off, and may reach everyone.
    `unknown_zone`: where those are taken to be whose phone does not tell; empty: they are skipped.
    `whereabouts`: what the check found, as [zones, codes of places, how many people].
    `local_at`: 2026-11-26T10:00 on each recipient's own clock; no one is reached before. Empty: at any time.
    `replies_by`: who answers replies; AGENT: that of `agent_id`. `context`: what else an agent should know.
    `wakes_at`: when the first of those who wait for their hours can be reached. `next_start_at`: when its
    next call may start, where it is slower than its number. `lets_ring`: it was canceled, and what rings
    rings on.
    `copied_from`: the batch whose list this one has; `copied_groups`: the keys of the groups that were taken
    of it ([]: everyone; None: it is a list of its own).
    """

    __tablename__ = "batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    channel: Mapped[Channel] = mapped_column(String(10), default=Channel.SMS)
    state: Mapped[BatchState] = mapped_column(String(12), default=BatchState.DRAFT)
    number_id: Mapped[int | None] = mapped_column(ForeignKey("number.id"))
    country: Mapped[str] = mapped_column(String(2), default="")
    content: Mapped[Any] = mapped_column(ContentJson, default=SmsContent, server_default=EMPTY)

    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id", ondelete="SET NULL"))
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"))
    copied_from: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    copied_groups: Mapped[list[Any] | None]
    columns: Mapped[list[str]] = mapped_column(default=list)
    phone_column: Mapped[int | None]
    phone_candidates: Mapped[list[Any]] = mapped_column(default=list)
    notes: Mapped[list[str]] = mapped_column(default=list)
    reading_options: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    read_as: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    name_columns: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    questions: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    consent: Mapped[Consent | None] = mapped_column(String(10))
    consent_note: Mapped[str] = mapped_column(String(500), default="")
    over_cap: Mapped[bool] = mapped_column(default=False)
    reach_limit: Mapped[int | None] = mapped_column(default=0, server_default="0")
    unknown_zone: Mapped[str] = mapped_column(String(64), default="")
    whereabouts: Mapped[list[Any]] = mapped_column(default=list)
    reading: Mapped[Work] = mapped_column(String(10), default=Work.NONE)
    reading_fault: Mapped[str] = mapped_column(Text, default="")
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_expected: Mapped[int | None]
    checking: Mapped[Work] = mapped_column(String(10), default=Work.NONE)
    checking_fault: Mapped[str] = mapped_column(Text, default="")
    rows_checked: Mapped[int] = mapped_column(default=0)
    units_total: Mapped[int] = mapped_column(default=0)
    worked_at: Mapped[datetime | None]
    run: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)

    scheduled_at: Mapped[datetime | None]
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    local_at: Mapped[str] = mapped_column(String(16), default="")
    wakes_at: Mapped[datetime | None]
    next_start_at: Mapped[datetime | None]
    lets_ring: Mapped[bool] = mapped_column(default=False, server_default=false())
    replies_by: Mapped[RepliesBy] = mapped_column(
        String(10), default=RepliesBy.NUMBER, server_default="number"
    )
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"))
    context: Mapped[str] = mapped_column(Text, default="", server_default="")
    pause_reason: Mapped[str] = mapped_column(Text, default="")
    test_message_id: Mapped[int | None] = mapped_column(BigInteger)
    failures_in_row: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)

    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]

    number: Mapped[Number | None] = relationship()
    author: Mapped[User] = relationship()

    __table_args__ = (
        Index("ix_batch_state_number", "state", "number_id"),
        Index("ix_batch_due", "state", "scheduled_at"),
        Index("ix_batch_copied_from", "copied_from", **partial_index("copied_from IS NOT NULL")),
        Index("ix_batch_archived", "id", **partial_index("archived_at IS NOT NULL")),
        Index("ix_batch_in_list", "id", **partial_index("archived_at IS NULL")),
    )

    @property
    def reminds(self) -> int | None:
        """The batch to which its people did not reply; who has done so by now is not reached any more."""
        groups = set(self.copied_groups or ())
        return self.copied_from if NO_REPLY in groups and groups <= {NO_REPLY, UNKNOWN} else None

    def transition_to(self, target: BatchState) -> None:
        """Change the state. Raises IllegalMove when it may not follow the present one.

        One that goes on is in the list again: what is archived is not looked after.
        """
        states.check(BATCH_MOVES, self.state, target)
        self.state = target
        self.archived_at = self.archived_at if target in ARCHIVABLE else None
        self.revision += 1

    def set_reading(self, target: Work) -> None:
        states.check(WORK_MOVES, self.reading, target)
        self.reading = target
        self.revision += 1

    def set_checking(self, target: Work) -> None:
        states.check(WORK_MOVES, self.checking, target)
        self.checking = target
        self.revision += 1
