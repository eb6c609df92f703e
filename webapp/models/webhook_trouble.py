"""Webhooks that were not believed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model


class WebhookTrouble(Model):
    """Webhooks of one hour that were not believed, for one cause (`Cause`). `hour`: when it began.

    `resolved_at`: when one that could be verified came after the last of them.
    """

    __tablename__ = "webhook_trouble"

    cause: Mapped[str] = mapped_column(String(20), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
