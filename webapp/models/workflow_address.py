"""The addresses by which others start a workflow, and what they have sent to them lately."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now, partial_index


class WorkflowAddress(Model):
    """The secret part of a workflow's address: found by its SHA-256, shown to makers as it was `sealed`."""

    __tablename__ = "workflow_address"

    workflow_id: Mapped[int] = mapped_column(ForeignKey("workflow.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(default=now)


class WebhookSample(Model):
    """A call of another system, kept for a while to show what it sends.

    `fields`: texts by name, see rules/workflow/payload. `says`: what came of it, a sentence.
    """

    __tablename__ = "webhook_sample"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workflow_id: Mapped[int] = mapped_column(ForeignKey("workflow.id", ondelete="CASCADE"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    fields: Mapped[dict[str, Any]]
    says: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        Index("ix_webhook_sample_workflow", "workflow_id", "id"),
        Index("ix_webhook_sample_contact", "contact_id", **partial_index("contact_id IS NOT NULL")),
        Index("ix_webhook_sample_at", "at", "id"),
    )
