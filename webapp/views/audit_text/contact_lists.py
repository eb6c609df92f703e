"""Contacts by the list: imported, and what was done with many that were chosen."""

from __future__ import annotations

from webapp.models.event import Event
from webapp.views.audit_text.words import Words, count, text


def _people(event: Event) -> str:
    return count(event, "count", "contact", "contacts")


def _from_list(event: Event) -> str:
    label, segment = text(event, "label"), text(event, "segment_name")
    labeled = f", with the label “{label}”" if label else ""
    return f"from “{text(event, 'filename', '?')}”{labeled}" + (f", into “{segment}”" if segment else "")


def _imported(event: Event) -> str:
    new = count(event, "added", "new contact", "new contacts")
    known = count(event, "changed", "known one", "known ones")
    marked = event.data.get("marked", 0)
    out = f"; {count(event, 'marked', 'row', 'rows')} of it opted out whom it marks" if marked else ""
    return f"imported {new}, and changed {known}, {_from_list(event)}{out}"


def _erased(event: Event) -> str:
    refused = event.data.get("refused", 0)
    left = f"; {refused:,} could not be erased" if refused else ""
    return f"erased {count(event, 'count', 'chosen contact', 'chosen contacts')}{left}"


LISTS: Words = {
    "contacts.import_begun": lambda event: (
        f"began to import {count(event, 'count', 'person', 'people')} {_from_list(event)}"
    ),
    "contacts.imported": _imported,
    "contacts.import_discarded": lambda event: (
        f"discarded the list “{text(event, 'filename', '?')}” before it was imported"
    ),
    "contacts.labeled": lambda event: f"put the label “{text(event, 'label')}” on {_people(event)}",
    "contacts.unlabeled": lambda event: f"took the label “{text(event, 'label')}” off {_people(event)}",
    "contacts.erasure_begun": lambda event: f"began to erase {_people(event)}",
    "contacts.erasure_ended": _erased,
}
DOWNLOADS: Words = {
    "contacts.rows_exported": lambda event: (
        f"downloaded the rows of “{text(event, 'list', '?')}” that cannot be imported as contacts"
    ),
    "contacts.exported": lambda event: f"downloaded {_people(event)} as CSV",
}
