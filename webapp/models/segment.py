"""Segments: named sets of contacts, by hand or by a saved filter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, now
from webapp.models.source import LONGEST_NAME as LONGEST_SOURCE
from webapp.models.source import SourceKind

LONGEST_NAME = 80


class Segment(Model):
    """`key`: what names that are written differently share. `conditions`: of its filter; None: by hand."""

    __tablename__ = "segment"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    conditions: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def by_hand(self) -> bool:
        return self.conditions is None


class SegmentMember(Model):
    """A contact in a segment that is made by hand, and who or what put them there."""

    __tablename__ = "segment_member"

    segment_id: Mapped[int] = mapped_column(ForeignKey("segment.id", ondelete="CASCADE"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    source: Mapped[SourceKind] = mapped_column(String(10))
    source_name: Mapped[str] = mapped_column(String(LONGEST_SOURCE), default="")
    source_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_segment_member_contact", "contact_id"),)
