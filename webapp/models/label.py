"""Labels: words on a contact."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now
from webapp.models.source import LONGEST_NAME, SourceKind

LONGEST = 40
"""Characters of a label, as it is shown."""


class ContactLabel(Model):
    """`key`: what labels that are written differently share, see services/contacts/labels; `name`: as shown.

    `suggested`: it counts once a person has confirmed it.
    """

    __tablename__ = "contact_label"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(160))
    name: Mapped[str] = mapped_column(String(LONGEST))
    source: Mapped[SourceKind] = mapped_column(String(10))
    source_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    source_id: Mapped[int | None] = mapped_column(BigId)
    at: Mapped[datetime] = mapped_column(default=now)
    suggested: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("contact_id", "key"),
        Index("ix_contact_label_key", "key", "contact_id"),
    )
