"""Segments: made and changed, and who was put in or taken out."""

from __future__ import annotations

from webapp.models.event import Event
from webapp.rules.phones import phone
from webapp.views.audit_text.contacts import SOURCES
from webapp.views.audit_text.words import Words, count, text


def _segment(event: Event) -> str:
    return f"the segment “{text(event, 'name', '?')}”"


def _moved(event: Event, verb: str, way: str) -> str:
    """A person did it, or a workflow."""
    known = text(event, "phone")
    whom = phone.pretty(known) if known else count(event, "count", "contact", "contacts")
    source = SOURCES.get(text(event, "source"), "Outbound")
    by = f"{source} “{text(event, 'by')}” " if event.user_id is None else ""
    return f"{by}{verb} {whom} {way} the segment “{text(event, 'segment_name', '?')}”"


SEGMENTS: Words = {
    "segment.created": lambda event: f"made {_segment(event)}",
    "segment.renamed": lambda event: (
        f"renamed the segment “{text(event, 'before')}” to “{text(event, 'name')}”"
    ),
    "segment.filter_changed": lambda event: f"changed the filter of {_segment(event)}",
    "segment.removed": lambda event: f"deleted {_segment(event)}",
    "segment.joined": lambda event: _moved(event, "put", "into"),
    "segment.left": lambda event: _moved(event, "took", "out of"),
}
