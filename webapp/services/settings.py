"""What the team has set, with sane defaults."""

from __future__ import annotations

from typing import Any

from webapp.db import db
from webapp.models.event import Setting

DEFAULTS: dict[str, Any] = {
    "team_name": "",
    "price_per_segment": None,
    "confirm_stop": "You are unsubscribed and will get no more messages. Reply START to get them again.",
    "confirm_start": "You are subscribed again. Reply STOP to get no more messages.",
    "confirm_help": "Write to us here and we will answer. Reply STOP to get no more messages.",
}


def get(key: str) -> Any:
    """A setting, or its default. KeyError for a key that does not exist."""
    row = db.session.get(Setting, key)
    return DEFAULTS[key] if row is None else row.value


def put(key: str, value: Any) -> None:
    """Set it for the team."""
    if key not in DEFAULTS:
        raise KeyError(key)
    row = db.session.get(Setting, key)
    if row is None:
        db.session.add(Setting(key=key, value=value))
    else:
        row.value = value
