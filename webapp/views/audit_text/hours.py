"""The hours at which people may be reached, and who changed them."""

from __future__ import annotations

from webapp.models.event import Event
from webapp.views.audit_text.words import Words, text


def _changed(event: Event) -> str:
    before, after = text(event, "before"), text(event, "after")
    return f"changed the hours of {text(event, 'place')} from “{before}” to “{after}”"


CHANGES: Words = {
    "hours.changed": _changed,
    "hours.added": lambda event: f"added the hours of {text(event, 'place')}: “{text(event, 'after')}”",
    "hours.removed": lambda event: f"removed the hours of {text(event, 'place')}",
    "hours.put_back": lambda event: f"put back the default hours of {text(event, 'place')}",
}
