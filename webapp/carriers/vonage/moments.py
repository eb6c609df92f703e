"""Times as Vonage writes them: ISO 8601, with or without a zone, and `2020-01-01 14:00:00 UTC`."""

from __future__ import annotations

from datetime import UTC, datetime


def read(value: object) -> datetime | None:
    """In UTC; None for what is no time, or none that can be told there."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip().removesuffix("UTC").rstrip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
