"""Who and when, in words: a sentence a line."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.rules.workflow.document import Again, Document, WhoAndWhen
from webapp.rules.workflow.kinds import TRIGGERS
from webapp.rules.workflow.words import Names
from webapp.services.workflows.editing import box_form

OFTEN = {
    Again.ONE: "Not again while they are in it.",
    Again.ONCE: "Once for each contact.",
    Again.EVERY: "Each time that it happens.",
}
DAYS = {"weekdays": "Monday to Friday", "saturdays": "Saturday", "sundays": "Sunday"}


def of(document: Document, names: Names) -> list[str]:
    """`names`: what our numbers are called."""
    box = document.box
    return [*_number(document, names), OFTEN[box.again], *_stops(box), *_hours(box), *_limits(box)]


def _number(document: Document, names: Names) -> Iterator[str]:
    trigger, number_id = document.trigger, document.box.number_id
    kind = TRIGGERS.get(trigger.kind) if trigger else None
    if kind is not None and kind.has_thread:
        yield "It texts and calls from the number of the conversation in which it starts."
    elif number_id is not None:
        called = names.get(("number", str(number_id)))
        yield f"It texts and calls from {called or 'a number that is not there any more'}."


def _stops(box: WhoAndWhen) -> Iterator[str]:
    yield "It stops when they reply." if box.stop_on_reply else "It goes on when they reply."
    if box.stop_label:
        yield f"It stops when they get the label “{box.stop_label}”."
    if box.stop_attribute:
        becomes = f"is “{box.stop_value}”" if box.stop_value else "is known"
        yield f"It stops when their {box.stop_attribute} {becomes}."
    if box.stop_after:
        yield f"It stops when their {box.stop_after} has passed."


def _hours(box: WhoAndWhen) -> Iterator[str]:
    """Those of its own; where it has none, those of the team hold alone."""
    if box.window is None:
        return
    typed = box_form.show(box)
    spans = [
        f"{word} {typed[f'{days}_from']} to {typed[f'{days}_to']}"
        for days, word in DAYS.items()
        if typed[f"{days}_from"]
    ]
    clock = f"on the clock of {typed['zone']}" if typed["zone"] else "on their clock"
    yield f"It reaches people {', '.join(spans) or 'at no hour'}, {clock}."


def _limits(box: WhoAndWhen) -> Iterator[str]:
    yield f"At most {box.a_day:,} a day for each contact, and {box.an_hour:,} starts an hour."
    if box.consent:
        yield f"How they agreed to it: “{box.consent}”."
