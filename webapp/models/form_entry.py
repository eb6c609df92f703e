"""What people have entered into the public forms of workflows, and what they agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import BigId, Model, now
from webapp.models.contact import Contact


class FormEntry(Model):
    """`answers`: texts by the names of the fields. `consent`: the words beside the box that they ticked;
    empty: they ticked none. `form`: its title then, `language`: in which it was shown. `says`: what
    came of it.
    """

    __tablename__ = "form_entry"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workflow_id: Mapped[int] = mapped_column(ForeignKey("workflow.id", ondelete="CASCADE"))
    version: Mapped[int]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    event_key: Mapped[str] = mapped_column(String(120))
    answers: Mapped[dict[str, Any]]
    consent: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(10))
    says: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)

    contact: Mapped[Contact] = relationship()

    __table_args__ = (
        UniqueConstraint("workflow_id", "event_key"),
        Index("ix_form_entry_workflow", "workflow_id", "id"),
        Index("ix_form_entry_contact", "contact_id"),
        Index("ix_form_entry_at", "at", "id"),
    )
