"""Settings that decide about people: read here, because services/settings asks about people itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from webapp.db import db
from webapp.models.setting import Setting
from webapp.services.setting_list import BY_KEY


def get(key: str) -> Any:
    """A setting, or its default. KeyError for a key that does not exist."""
    return or_default(key, db.session.scalar(stored(key)))


def stored(key: str) -> Select[Any]:
    """What the team has set: no row, or NULL, while it has not."""
    return select(Setting.value).where(Setting.key == BY_KEY[key].key)


def or_default(key: str, value: Any) -> Any:
    """For what comes of `stored` as part of another statement."""
    return BY_KEY[key].default if value is None else value
