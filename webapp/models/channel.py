"""The channels by which people are reached."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    SMS = "sms"
    CALL = "call"


EVERY_CHANNEL = "all"
