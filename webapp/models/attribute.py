"""What is known about a contact: each value with its source, its time, and whether it is locked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Double, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from webapp.db import BigId, Model, now, partial_index
from webapp.models.source import LONGEST_NAME, SourceKind
from webapp.rules import comparing


class ContactAttribute(Model):
    """One attribute. `Contact.attributes` has the same values by `name`, for readers that need nothing else.

    `key`: what names that are written differently share. `locked`: only a person changes it; what others
    would have set is kept as the offer, `offered` (None: there is none). `folded`, `number`, `moment`: the
    value as it is compared (rules/comparing); None where it is no number, or no date.
    """

    __tablename__ = "contact_attribute"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(240))
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text, default="", server_default="")
    number: Mapped[float | None] = mapped_column(Double)
    moment: Mapped[int | None] = mapped_column(BigInteger)
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

    @validates("value")
    def _as_compared(self, _key: str, value: str) -> str:
        self.folded = comparing.folded(value)
        self.number, self.moment = comparing.as_number(value), comparing.as_moment(value)
        return value
