"""What is known about a contact: each value with its source, its time, and whether it is locked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now, partial_index
from webapp.models.source import LONGEST_NAME, SourceKind


class ContactAttribute(Model):
    """One attribute. `Contact.attributes` has the same values by `name`, for readers that need nothing else.

    `key`: what names that are written differently share. `locked`: only a person changes it; what others
    would have set is kept as the offer, `offered` (None: there is none).
    """

    __tablename__ = "contact_attribute"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(240))
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(Text)
    source: Mapped[SourceKind] = mapped_column(String(10))
    source_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    source_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)
    locked: Mapped[bool] = mapped_column(default=False)
    offered: Mapped[str | None] = mapped_column(Text)
    offered_source: Mapped[SourceKind | None] = mapped_column(String(10))
    offered_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    offered_id: Mapped[int | None] = mapped_column(BigId)
    offered_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("contact_id", "key"),
        Index("ix_contact_attribute_key", "key", "contact_id"),
        Index("ix_contact_attribute_offered", "contact_id", **partial_index("offered IS NOT NULL")),
    )
