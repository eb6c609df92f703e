"""How a text is kept with its webhook until it can be read, and read again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from webapp.carriers.base import InboundMedia, InboundMessage, TextPart

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
