"""What bounds an agent: how long it waits, how often it answers, which links it may send."""

from __future__ import annotations

from typing import Any

from webapp.agents.links import allows
from webapp.agents.stored import Caps
from webapp.errors import Fault, Gather
from webapp.field_kinds import Rate, Whole
from webapp.services.agents import checking
from webapp.services.agents.editing.part import Part, with_definition
from webapp.services.agents.editing.typed import Shape, Typed
from webapp.services.agents.store import AgentForm, Current

SECONDS = Rate(0, checking.LONGEST_WAIT)
ANSWERS = Whole(checking.MOST_CAP)


def show(current: Current) -> dict[str, Any]:
    """As the form has it; times in seconds."""
    definition = current.definition
    return {
        "wait": f"{definition.wait:g}",
        "longest_wait": f"{definition.longest_wait:g}",
        "day": str(definition.caps.day),
        "thread": str(definition.caps.thread),
        "links": "\n".join(definition.links),
    }


def read(typed: Typed, current: Current) -> AgentForm:
    """Raises Faults."""
    faults, changes, caps = Gather(), dict[str, Any](), dict[str, Any]()
    for field in ("wait", "longest_wait"):
        with faults:
            changes[field] = SECONDS.read(typed.get(field), field)
    for field in ("day", "thread"):
        with faults:
            caps[field] = ANSWERS.read(typed.get(field), field)
    with faults:
        changes["links"] = _links(typed)
    with faults:
        if changes.get("longest_wait", 0) < changes.get("wait", 0):
            raise Fault("This is at least as long as the waiting time.", "longest_wait")
    faults.settle()
    return with_definition(current, caps=Caps(**caps), **changes)


def _links(typed: Typed) -> tuple[str, ...]:
    links = typed.lines("links")
    wrong = next((link for link in links if "." not in link or not allows(link, link)), None)
    if wrong is not None:
        example = "Write a domain such as example.org, or an address such as example.org/booking."
        raise Fault(f"“{wrong[:60]}” is not a web address. {example}", "links")
    return links


PART = Part(
    "limits",
    "Limits",
    "How long it waits before it answers, how often it answers, and what it may link to.",
    Shape(("wait", "longest_wait", "day", "thread", "links")),
    show,
    read,
    {"caps": "day"},
)
