"""The people we reach, and those whom we must not."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from webapp.db import Model, now, only
from webapp.models.api_key import ApiKey
from webapp.models.recipient import BigId
from webapp.rules import search_text


def _search_name(context: DefaultExecutionContext) -> str:
    given: dict[str, str] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return search_text.indexed(given.get("name", ""))


class Contact(Model):
    """A person, known by phone (E.164). `timezone`: where they are, if they or staff have said so (IANA).

    `search_name`: the name as it is searched (rules/search_text); bulk statements write both.
    """

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    search_name: Mapped[str] = mapped_column(Text, default=_search_name, server_default="")
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    timezone: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    @validates("name")
    def _index_name(self, _key: str, name: str) -> str:
        self.search_name = search_text.indexed(name)
        return name


class OptOutSource(StrEnum):
    KEYWORD = "keyword"
    REQUEST = "request"  # a longer message, in which staff read it
    CARRIER = "carrier"
    STAFF = "staff"
    IMPORT = "import"  # a list that staff brought along
    API = "api"


class Channel(StrEnum):
    SMS = "sms"
    CALL = "call"


EVERY_CHANNEL = "all"


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
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
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
        Index("ix_opt_out_source", "source", "id", **only("lifted_at IS NULL")),
    )


Index(
    "uq_opt_out_active",
    OptOut.phone,
    OptOut.scope,
    unique=True,
    **only("lifted_at IS NULL"),
)


class LeftAlready(Model):
    """A message that was with the carrier, or on its way there, when its receiver opted out."""

    __tablename__ = "left_already"

    opt_out_id: Mapped[int] = mapped_column(ForeignKey("opt_out.id", ondelete="CASCADE"), primary_key=True)
    # No foreign keys to these: they would hold the message and the batch out of turn.
    message_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    batch_id: Mapped[int | None]

    __table_args__ = (
        Index("ix_left_already_batch", "batch_id", **only("batch_id IS NOT NULL")),
        Index("ix_left_already_message", "message_id"),
    )


class Decision(StrEnum):
    OPTED_OUT = "opted out"
    DISMISSED = "dismissed"


class Hold(Model):
    """Somebody wrote what reads like a revocation: they are not reached until a person decides.

    `decision` is empty until then; `decided_by` is None when they decided themselves, by STOP or START.
    """

    __tablename__ = "hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(16))
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    decision: Mapped[str] = mapped_column(String(10), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_hold_phone", "phone", "id"),
        Index("ix_hold_message", "message_id"),
        Index("ix_hold_thread", "thread_id"),
        Index("uq_hold_open", "phone", unique=True, **only("decided_at IS NULL")),
    )
