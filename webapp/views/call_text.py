"""What was said in a call as a plain text, to be kept or sent on."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.models.call_turn import Speaker
from webapp.models.thread import Thread
from webapp.rules.phones import phone
from webapp.services.inbox.timeline.call_entries import CallEntry, Said
from webapp.views import times


def written(call: CallEntry, thread: Thread) -> str:
    """Who called whom and what became of it; then what was said and done, a line each, with its time."""
    return "\n".join([*_head(call, thread), "", *(_line(one, call, thread) for one in call.lines or ()), ""])


def _head(call: CallEntry, thread: Thread) -> Iterator[str]:
    name, to = thread.contact.name, phone.pretty(thread.contact.phone)
    yield f"Call with {f'{name}, {to}' if name else to}"
    yield f"{call.who}, {times.short(times.here(call.at))} ({times.zone().key})"
    yield f"{call.what}{f', {call.length}' if call.length else ''}{f'. {call.why}' if call.why else ''}"
    if call.cost:
        yield f"Cost: {call.cost}"
    if call.agent:
        yield f"Agent: {call.agent.name}"


def _line(one: Said, call: CallEntry, thread: Thread) -> str:
    if one.who is None:
        return f"{one.clock}  [{one.text}]"
    names = {
        Speaker.CONTACT: thread.contact.name or phone.pretty(thread.contact.phone),
        Speaker.AGENT: call.agent.name if call.agent else "We",
        Speaker.STAFF: "Staff",
    }
    return f"{one.clock}  {names[one.who]}: {one.text}{' (not certain)' if one.unsure else ''}"
