"""Our own phone numbers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from webapp.db import Model, now
from webapp.models.channel import Channel
from webapp.models.number_service import NumberService

DEFAULT_CARRIER = "vonage"


class Number(Model):
    """One of our numbers. `services`: what it is used for, by channel; each number has all of them.

    `carrier`: who moves what it sends, by its name in carriers/registry.
    """

    __tablename__ = "number"

    id: Mapped[int] = mapped_column(primary_key=True)
    e164: Mapped[str] = mapped_column(String(16), unique=True)
    label: Mapped[str] = mapped_column(String(100), default="")
    country: Mapped[str] = mapped_column(String(2))
    carrier: Mapped[str] = mapped_column(String(20), default=DEFAULT_CARRIER, server_default=DEFAULT_CARRIER)
    created_at: Mapped[datetime] = mapped_column(default=now)

    services: Mapped[dict[str, NumberService]] = relationship(
        collection_class=attribute_keyed_dict("channel"),
        cascade="all, delete-orphan",
        order_by=NumberService.channel.desc(),
    )

    def can(self, channel: Channel) -> bool:
        """Is it used on this channel?"""
        service = self.services.get(channel)
        return service is not None and service.active
