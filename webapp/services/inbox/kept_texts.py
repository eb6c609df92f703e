"""How a text is kept with its webhook until it can be read, and read again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from webapp.carriers.base import InboundMedia, InboundMessage, TextPart
from webapp.db import db, inline_literal
from webapp.models.webhook_event import WebhookEvent

PART = "part"
HELD = (WebhookEvent.state == inline_literal("waiting"), WebhookEvent.kind == PART)
"""Parts of long texts, of which others have not come yet: see text_parts."""
CANNOT_BE_READ = (AttributeError, KeyError, TypeError, ValueError)
"""What `read` raises."""


def kept(sms: InboundMessage, payload: dict[str, Any]) -> dict[str, Any]:
    """As JSON: `sms` as we understand it, and `raw`, the carrier's `payload`."""
    return {"sms": {**asdict(sms), "at": sms.at.isoformat()}, "raw": payload}


def read(found: dict[str, Any]) -> InboundMessage:
    """What was kept. Raises CANNOT_BE_READ."""
    said = found["sms"]
    media = tuple(InboundMedia(**one) for one in said.get("media", ()))
    part = TextPart(**said["part"]) if said.get("part") else None
    return InboundMessage(**{**said, "at": datetime.fromisoformat(said["at"]), "media": media, "part": part})


def part_is_held(phone: str) -> bool:
    """Whether someone is writing to us at this moment: a part of their text is here."""
    query = select(WebhookEvent.id).where(*HELD, WebhookEvent.payload[("sms", "sender")].as_string() == phone)
    return db.session.scalar(query.limit(1)) is not None
