"""Labels: words on a contact."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import BigId, Model, now, partial_index
from webapp.models.source import LONGEST_NAME, SourceKind

LONGEST, LONGEST_REASON = 40, 500
"""Characters of a label, as it is shown, and of why it is suggested."""


class ContactLabel(Model):
    """`key`: what labels that are written differently share, see services/contacts/labels; `name`: as shown.

    `suggested`: it counts once a person has confirmed it. `reason`: why an agent sets it.
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
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="", server_default="")

    __table_args__ = (
        UniqueConstraint("contact_id", "key"),
        Index("ix_contact_label_key", "key", "contact_id"),
        Index("ix_contact_label_suggested", "contact_id", **partial_index("suggested = 1", "suggested")),
    )


class LabelRefusal(Model):
    """A person did not want a label that an agent suggested: that agent does not suggest it again.

    Not for the same `reason`, that is; its owner may change when it is to be set.
    """

    __tablename__ = "label_refusal"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(160))
    name: Mapped[str] = mapped_column(String(LONGEST))
    agent_id: Mapped[int] = mapped_column(BigId)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        Index("ix_label_refusal_contact", "contact_id", "key"),
        Index("ix_label_refusal_agent", "agent_id"),
    )
