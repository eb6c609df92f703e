"""Language models that agents may use, and how each is reached."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from webapp.db import Model, now


class ExactDecimal(TypeDecorator[Decimal]):
    """Kept as a text, since SQLite has no exact numbers."""

    impl = String(30)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> str | None:
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value)


class LanguageModel(Model):
    """A model behind an OpenAI-compatible server. `key_sealed`: see webapp/sealing; "" for none.

    `price_in`, `price_out`: of a million tokens, in the currency of the account; None: not known.
    `output_mode`: native, tool or prompted, as the last test found it; "": not tested, or it cannot be used.
    `test_sentence`: what that test said.
    """

    __tablename__ = "language_model"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    provider: Mapped[str] = mapped_column(String(20))
    base_url: Mapped[str] = mapped_column(String(300))
    key_sealed: Mapped[str] = mapped_column(Text, default="", deferred=True)
    model: Mapped[str] = mapped_column(String(200))
    price_in: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    price_out: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    output_mode: Mapped[str] = mapped_column(String(10), default="")
    tested_at: Mapped[datetime | None]
    test_sentence: Mapped[str] = mapped_column(String(400), default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
