"""A list of people that staff import as contacts, without a batch."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import Model, now
from webapp.models import states
from webapp.models.user import User
from webapp.models.work import WORK_MOVES, Work


class ContactImport(Model):
    """A list: read and counted first (`reading`), and imported once someone has said how (`importing`).

    While it is read: of `rows_read` rows, `new` phones were no contacts, `known` were, `opted_out` of both
    have opted out, `repeated` rows have the phone of an earlier one, `unread` hold something that could not
    be read. `shown`: of each column, its first values and what they are (services/contacts/imports/columns).
    `plan`: how it is imported (services/contacts/imports/plan).
    While it is imported: rows up to number `row_reached` are done, `rows_done` of them. `added` contacts are
    new, `changed` were known and got something, `same` were known and did not. `kept` values stay as a person
    has set them; `left_out` values did not fit.
    The upload is gone once the list is imported. `reading_options`, `read_as`: see models/batch.
    `worked_at`, `run`, `attempts`, `revision`: see services/background_work.
    """

    __tablename__ = "contact_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(255))
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id", ondelete="SET NULL"))
    country: Mapped[str] = mapped_column(String(2), default="")
    columns: Mapped[list[str]] = mapped_column(default=list)
    phone_column: Mapped[int | None]
    phone_candidates: Mapped[list[Any]] = mapped_column(default=list)
    name_columns: Mapped[list[Any]] = mapped_column(default=list)
    notes: Mapped[list[str]] = mapped_column(default=list)
    shown: Mapped[list[Any]] = mapped_column(default=list)
    reading_options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    read_as: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reading: Mapped[Work] = mapped_column(String(10), default=Work.NONE)
    reading_fault: Mapped[str] = mapped_column(Text, default="")
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_expected: Mapped[int | None]
    new: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    opted_out: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    unread: Mapped[int] = mapped_column(default=0)
    plan: Mapped[dict[str, Any]] = mapped_column(default=dict)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id", ondelete="SET NULL"))
    importing: Mapped[Work] = mapped_column(String(10), default=Work.NONE)
    importing_fault: Mapped[str] = mapped_column(Text, default="")
    row_reached: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    worked_at: Mapped[datetime | None]
    run: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    author: Mapped[User] = relationship()

    __table_args__ = (Index("ix_contact_import_segment", "segment_id"),)

    @property
    def is_open(self) -> bool:
        """A job works on it, or is about to."""
        return {self.reading, self.importing} & {Work.WAITING, Work.RUNNING} != set()

    @property
    def people(self) -> int:
        """How many the list has, each once."""
        return self.new + self.known

    @property
    def marked(self) -> int:
        """How many rows say themselves that their person must not be reached."""
        return int(self.read_as.get("marked", 0))

    def set_reading(self, target: Work) -> None:
        """Raises IllegalMove when it may not follow the present one."""
        states.check(WORK_MOVES, self.reading, target)
        self.reading = target
        self.revision += 1

    def set_importing(self, target: Work) -> None:
        """The same."""
        states.check(WORK_MOVES, self.importing, target)
        self.importing = target
        self.revision += 1


class UnreadRow(Model):
    """A row of such a list that cannot be imported, as it stood there, and why."""

    __tablename__ = "contact_import_row"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("contact_import.id", ondelete="CASCADE"), primary_key=True
    )
    row_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cells: Mapped[list[str]]
    reason: Mapped[str] = mapped_column(Text)
