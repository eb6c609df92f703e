"""The phones that must not be reached, and why."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import Model, now, partial_index
from webapp.models.api_key import ApiKey


class OptOutSource(StrEnum):
    KEYWORD = "keyword"
    REQUEST = "request"  # a longer message, in which staff read it
    CALL = "call"  # said, or pressed, in a call
    CARRIER = "carrier"
    STAFF = "staff"
    IMPORT = "import"  # a list that staff brought along
    API = "api"


class OptOut(Model):
    """A phone that must not be reached, with its evidence. Lifting one keeps the row.

    `import_id`: the list that it comes from. `api_key_id`: the program that told us.
    `told_again`: a line for each program that told us when it was known already.
    """

    __tablename__ = "opt_out"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(16))
    scope: Mapped[str] = mapped_column(String(10), default="all")
    source: Mapped[OptOutSource] = mapped_column(String(10))
    evidence: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("opt_out_import.id"))
    api_key_id: Mapped[int | None] = mapped_column(ForeignKey("api_key.id"))
    told_again: Mapped[str] = mapped_column(Text, default="", server_default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    lift_reason: Mapped[str] = mapped_column(String(200), default="")

    api_key: Mapped[ApiKey | None] = relationship()

    __table_args__ = (
        Index("ix_opt_out_phone", "phone", "id"),
        Index("ix_opt_out_message", "message_id"),
        Index("ix_opt_out_source", "source", "id", **partial_index("lifted_at IS NULL")),
    )


Index(
    "uq_opt_out_active",
    OptOut.phone,
    OptOut.scope,
    unique=True,
    **partial_index("lifted_at IS NULL"),
)
