"""When an agent stops and asks for staff."""

from __future__ import annotations

from typing import Any

from webapp.agents.definition import HandoffRules
from webapp.errors import Gather
from webapp.field_kinds import Whole
from webapp.services.agents import checking
from webapp.services.agents.editing.part import Part, with_definition
from webapp.services.agents.editing.typed import Shape, Typed
from webapp.services.agents.store import AgentForm, Current

AFTER = Whole(checking.MOST_CAP, required=False)


def show(current: Current) -> dict[str, Any]:
    """As the form has it."""
    rules = current.definition.handoff
    return {
        "words": "\n".join(current.definition.handoff_words),
        "after": str(rules.after_answers or ""),
        "unsure": "yes" if rules.unsure_twice else "",
        "upset": "yes" if rules.upset else "",
    }


def read(typed: Typed, current: Current) -> AgentForm:
    """Raises Faults."""
    faults, words, after = Gather(), tuple[str, ...](), None
    with faults:
        words = typed.lines("words")
    with faults:
        after = AFTER.read(typed.get("after"), "after")
    faults.settle()
    rules = HandoffRules(after or 0, typed.flag("unsure"), typed.flag("upset"))
    return with_definition(current, handoff_words=words, handoff=rules)


PART = Part(
    "handoff",
    "Handing off",
    "When the agent stops and your team takes over.",
    Shape(("words", "after", "unsure", "upset")),
    show,
    read,
    {"handoff": "after"},
)
