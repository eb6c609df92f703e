"""What the team has set, with sane defaults. What there is: setting_list; changing it: setting_changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, or_, select

from webapp.db import db, insert
from webapp.models.setting import Setting
from webapp.services.setting_list import BY_KEY


def get(key: str) -> Any:
    """A setting, or its default. KeyError for a key that does not exist."""
    row = db.session.get(Setting, key)
    return BY_KEY[key].default if row is None else row.value


def several(keys: Iterable[str], beginning: str = "") -> dict[str, Any]:
    """Settings, or their defaults, by key, in one statement. KeyError for a key that does not exist.

    `beginning`: with it, all those, too, that are set and whose keys begin so.
    """
    wanted = {key: BY_KEY[key].default for key in keys}
    those = (Setting.key.in_(wanted), *([Setting.key.startswith(beginning)] if beginning else []))
    rows = db.session.execute(select(Setting.key, Setting.value).where(or_(*those)))
    return wanted | {row.key: row.value for row in rows}


def put(key: str, value: Any) -> None:
    """Set it for the team. KeyError for a key that does not exist."""
    keep(BY_KEY[key].key, value)


def keep(row: str, value: Any) -> None:
    """The same of what stands beside the settings, too. Two people may be the first to set it at once."""
    kept = db.session.get(Setting, row)
    if kept is not None:
        kept.value = value
        return
    first = insert(Setting).values(key=row, value=value)
    again = first.on_conflict_do_update(index_elements=["key"], set_={"value": first.excluded.value})
    db.session.execute(again)


def stored(key: str) -> Select[Any]:
    """What the team has set, as a part of another statement: no row, or NULL, while it has not."""
    return select(Setting.value).where(Setting.key == BY_KEY[key].key)


def or_default(key: str, value: Any) -> Any:
    """For what comes of `stored`."""
    return BY_KEY[key].default if value is None else value
