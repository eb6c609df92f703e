"""When workflows start that follow a date of a contact: an appointment, a birthday."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, partial_index


class WorkflowDate(Model):
    """`value`: the date as the attribute has it, for which this was reckoned. `due_at`: None: it is over."""

    __tablename__ = "workflow_date"

    workflow_id: Mapped[int] = mapped_column(ForeignKey("workflow.id", ondelete="CASCADE"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    value: Mapped[str] = mapped_column(String(500))
    due_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_workflow_date_due", "workflow_id", "due_at", **partial_index("due_at IS NOT NULL")),
        Index("ix_workflow_date_contact", "contact_id"),
    )
