"""Contacts: opt-outs, holds and what was written to them."""

from __future__ import annotations

from webapp.models.event import Event
from webapp.models.opt_out import OptOutSource
from webapp.views.audit_text.words import IT, Words, quoted, text


def _out(event: Event) -> str:
    if "program" in event.data:
        return f"{IT} opted out, says the program “{text(event, 'program')}”{quoted(event, 'text')}"
    if event.data.get("source") == OptOutSource.CARRIER:
        return f"{IT} has opted out, says the carrier"
    if event.user_id is None:
        return f"{IT} opted out{quoted(event, 'text')}"
    if "message_id" in event.data:
        return f"read it as an opt-out of {IT}{quoted(event, 'text')}"
    return f"opted {IT} out: {text(event, 'text')}"


def _in(event: Event) -> str:
    if event.user_id is None:
        return f"{IT} opted in again{quoted(event, 'text')}"
    return f"lifted the opt-out of {IT}: {text(event, 'text')}"


OPT_OUTS: Words = {
    "contact.opted_out": _out,
    "contact.opted_in": _in,
    "contact.held": lambda event: f"{IT} wrote what reads like an opt-out{quoted(event, 'text')}",
    "contact.hold_dismissed": lambda _: f"decided that {IT} did not opt out",
    "opt_outs.imported": lambda event: f"imported opt-outs from {text(event, 'filename', 'a list')}",
    "opt_outs.rows_settled": lambda event: (
        f"settled the rows of {text(event, 'filename', 'a list')} that could not be read as opt-outs"
    ),
    "contact.erased": lambda event: f"erased someone whose phone ended in {text(event, 'ends_in')}",
}
CONVERSATIONS: Words = {
    "thread.replied": lambda _: f"wrote to {IT}",
    "thread.noted": lambda _: f"wrote a note about {IT}",
    "thread.assigned": lambda event: (
        f"assigned {IT} to someone" if event.data.get("user") else f"assigned {IT} to no one"
    ),
    "thread.withdrew": lambda _: f"took back a message to {IT}, before it was sent",
}
