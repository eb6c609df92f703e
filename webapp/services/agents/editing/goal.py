"""An agent's goal, and the labels that it may set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.agents.definition import Label
from webapp.errors import Fault, Gather
from webapp.rules.comparing import label_key
from webapp.rules.typed_text import one_line
from webapp.services.agents.editing.part import Part, with_definition
from webapp.services.agents.editing.typed import Shape, Typed, is_empty
from webapp.services.agents.store import AgentForm, Current

NAMES = ("name", "phrases", "condition", "confirm", "group")
LONGEST_LABEL = LONGEST_GROUP = 40


def show(current: Current) -> dict[str, Any]:
    """As the form has it; a label's phrases one a line."""
    labels = [
        {
            "n": str(n),
            "name": label.name,
            "phrases": "\n".join(label.phrases),
            "condition": label.condition,
            "confirm": "yes" if label.confirm else "",
            "group": label.group,
        }
        for n, label in enumerate(current.definition.labels)
    ]
    return {"goal": current.definition.goal, "label": labels}


def read(typed: Typed, current: Current) -> AgentForm:
    """Raises Faults."""
    faults, goal, labels = Gather(), "", list[Label]()
    with faults:
        goal = typed.line("goal", 300)
    for row in typed.rows("label", NAMES):
        if not is_empty({**row, "group": ""}):  # a group alone is no label
            with faults:
                labels.append(_label(row, typed))
    with faults:
        _each_once(labels)
    faults.settle()
    return with_definition(current, goal=goal, labels=tuple(labels))


def _label(row: Mapping[str, str], typed: Typed) -> Label:
    field = f"label-{row['n']}"
    name, phrases = one_line(row["name"]), typed.lines(f"{field}-phrases")
    if not name or len(name) > LONGEST_LABEL:
        raise Fault(f"Give the label a name of up to {LONGEST_LABEL} characters.", f"{field}-name")
    condition = typed.line(f"{field}-condition", 300)
    if not phrases and not condition:
        raise Fault(f"Say when “{name}” is set: write words, or a condition.", f"{field}-phrases")
    group = typed.line(f"{field}-group", LONGEST_GROUP)
    return Label(name, condition, phrases, bool(row["confirm"]), group)


def _each_once(labels: list[Label]) -> None:
    keys = [label_key(label.name) for label in labels]
    twice = next((label.name for label, key in zip(labels, keys, strict=True) if keys.count(key) > 1), None)
    if twice is not None:
        raise Fault(f"Two labels are called “{twice}”.", "label")


PART = Part(
    "goal",
    "Goal and labels",
    "What the agent is to achieve, and what it may note about people.",
    Shape(("goal",), rows={"label": NAMES}),
    show,
    read,
    {"labels": "label", "playbook": "label"},
)
