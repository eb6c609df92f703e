"""Contacts that were chosen by the thousand, and are put where they are wanted by a job."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import Model, now
from webapp.models import states
from webapp.models.label import LONGEST
from webapp.models.user import User
from webapp.models.work import WORK_MOVES, Work


class Act(StrEnum):
    """What a job does with contacts, besides putting them into a segment or a start."""

    LABEL = "label"
    UNLABEL = "unlabel"
    ERASE = "erase"


class SelectionJob(Model):
    """`selection`: who was chosen (services/contacts/segments/selection); `said`: the same in words.

    They are put into the segment `segment_id`, or are those for whom `start_id` starts a workflow; `act`:
    what else is done with them, with the label `label` where it is about one. `refused`: whom it was not done
    to, as [contact id, sentence], the first of them.
    `people`: how many they were then. Contacts up to the id `reached` have been looked at, of those up to
    `last_id`; `added` were new there. Work NONE: someone has stopped it, as `working_fault` says.
    `worked_at`, `run`, `attempts`, `revision`: see services/background_work.
    """

    __tablename__ = "selection_job"

    id: Mapped[int] = mapped_column(primary_key=True)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id", ondelete="CASCADE"))
    start_id: Mapped[int | None] = mapped_column(ForeignKey("workflow_start.id", ondelete="CASCADE"))
    act: Mapped[Act | None] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(LONGEST), default="", server_default="")
    refused: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    selection: Mapped[dict[str, Any]]
    said: Mapped[str] = mapped_column(String(200))
    people: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)
    last_id: Mapped[int] = mapped_column(default=0)
    seen: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    working: Mapped[Work] = mapped_column(String(10), default=Work.WAITING)
    working_fault: Mapped[str] = mapped_column(Text, default="")
    worked_at: Mapped[datetime | None]
    run: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    author: Mapped[User] = relationship()

    __table_args__ = (
        Index("ix_selection_job_segment", "segment_id", "id"),
        Index("ix_selection_job_start", "start_id"),
    )

    @property
    def is_open(self) -> bool:
        """It waits for a job, or one is at it."""
        return self.working in (Work.WAITING, Work.RUNNING)

    def set_working(self, target: Work) -> None:
        """Raises IllegalMove when it may not follow the present one."""
        states.check(WORK_MOVES, self.working, target)
        self.working = target
        self.revision += 1
