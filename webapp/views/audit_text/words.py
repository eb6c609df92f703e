"""How a line of the audit is put into words: each noun has its table, with a place for the thing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from webapp.models.event import Event
from webapp.rules.typed_text import one_line
from webapp.views import times

IT = "\ue000"
"""Stands for the batch, the person, the number … in a sentence: of Unicode's private use, so in no text."""
THEM = "\ue001"
"""Stands for the member whose id was kept as `user`."""

Words = Mapping[str, Callable[[Event], str]]
"""For each kind, what follows the name of who did it; a whole sentence where no one did."""


def text(event: Event, key: str, absent: str = "") -> str:
    """A value that was kept with it, as one line."""
    return one_line(plain(event.data.get(key), absent))


def plain(value: Any, absent: str = "") -> str:
    """On or off for what is switched: numbers are equal to True and False, so its type is asked."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return absent if value in (None, "") else str(value).replace(IT, "").replace(THEM, "")


def moment(event: Event, key: str) -> str:
    """A time that was kept with it, on the reader's clock: `12 Mar 2025, 14:03 CET`."""
    try:
        at = datetime.fromisoformat(text(event, key))
    except ValueError:
        return text(event, key, "some time")
    local = times.here(at if at.tzinfo else at.replace(tzinfo=UTC))
    return f"{times.short(local)} {local.tzname()}"


def quoted(event: Event, key: str) -> str:
    """`: “what they wrote”`; nothing where nothing was."""
    found = text(event, key)
    return f": “{found}”" if found else ""


def count(event: Event, key: str, one: str, many: str) -> str:
    number = event.data.get(key, 0)
    return f"{number:,} {one if number == 1 else many}"
