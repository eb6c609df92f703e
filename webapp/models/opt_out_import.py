"""A list of phones that were opted out together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import Model, now
from webapp.models import states
from webapp.models.user import User
from webapp.models.work import WORK_MOVES, Work


class OptOutImport(Model):
    """A list, and how far it has been recorded. `statement`: where it comes from, the evidence.

    `row_reached` is the number of the last row that is recorded: the next job begins after it. Of
    `rows_read` rows, `added` phones were not out before, `known` were, `repeated` stood in an earlier row,
    and `unusable` rows hold something that could not be read. `lifted` rows say that their opt-out was
    lifted. `settled_at`, `settled_by`: who has dealt with the unusable ones. The upload is gone once the list
    is done.
    `reading_options`, `read_as`: see models/batch.
    `worked_at`, `run`, `attempts`, `revision`: see services/background_work.
    """

    __tablename__ = "opt_out_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement: Mapped[str] = mapped_column(String(500))
    filename: Mapped[str] = mapped_column(String(255))
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id", ondelete="SET NULL"))
    country: Mapped[str] = mapped_column(String(2), default="")
    columns: Mapped[list[str]] = mapped_column(default=list)
    phone_column: Mapped[int | None]
    phone_candidates: Mapped[list[Any]] = mapped_column(default=list)
    notes: Mapped[list[str]] = mapped_column(default=list)
    reading_options: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    read_as: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    reading: Mapped[Work] = mapped_column(String(10), default=Work.NONE)
    reading_fault: Mapped[str] = mapped_column(Text, default="")
    row_reached: Mapped[int] = mapped_column(default=0)
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_expected: Mapped[int | None]
    added: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    unusable: Mapped[int] = mapped_column(default=0)
    lifted: Mapped[int] = mapped_column(default=0, server_default="0")
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    worked_at: Mapped[datetime | None]
    run: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    author: Mapped[User] = relationship(foreign_keys=[created_by])
    settler: Mapped[User | None] = relationship(foreign_keys=[settled_by])

    def set_reading(self, target: Work) -> None:
        """Raises IllegalMove when it may not follow the present one."""
        states.check(WORK_MOVES, self.reading, target)
        self.reading = target
        self.revision += 1


class UnusableRow(Model):
    """A row of such a list with something that could not be read as a phone, as it stood there, and why."""

    __tablename__ = "opt_out_import_row"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("opt_out_import.id", ondelete="CASCADE"), primary_key=True
    )
    row_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cells: Mapped[list[str]]
    reason: Mapped[str] = mapped_column(Text)
