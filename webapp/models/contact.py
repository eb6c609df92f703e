"""The people we reach."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, validates

from webapp.db import Model, now, partial_index
from webapp.rules import search_text


def _search_name(context: DefaultExecutionContext) -> str:
    given: dict[str, str] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return search_text.indexed(given.get("name", ""))


class Contact(Model):
    """A person, known by phone (E.164). `timezone`: where they are, if they or staff have said so (IANA).

    `blocked_at`: since when staff do not want to hear from them: their calls are refused, their texts closed.
    `search_name`: the name as it is searched (rules/search_text); bulk statements write both.
    """

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    search_name: Mapped[str] = mapped_column(Text, default=_search_name, server_default="")
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    timezone: Mapped[str] = mapped_column(String(64), default="")
    blocked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (Index("ix_contact_blocked", "blocked_at", **partial_index("blocked_at IS NOT NULL")),)

    @validates("name")
    def _index_name(self, _key: str, name: str) -> str:
        self.search_name = search_text.indexed(name)
        return name
