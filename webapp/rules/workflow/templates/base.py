"""A workflow that one can begin with, and short ways to write its steps down."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.rules.workflow.document import (
    Branch,
    Comparison,
    Conditions,
    Document,
    Operator,
    Step,
    Trigger,
    WhoAndWhen,
)

US = "{{our.team|Hello}}:"
OR_STOP = "Reply STOP to opt out."


@dataclass(frozen=True)
class Template:
    """`lead`: what it is for. `needs`: what has to be there first. `icon`: of the sprite."""

    key: str
    name: str
    lead: str
    needs: str
    icon: str
    document: Document


def step(number: int, kind: str, *branches: Branch, **settings: str) -> Step:
    """The step `s<number>`."""
    return Step(f"s{number}", kind, settings, branches)


def text(number: int, said: str, *more: str) -> Step:
    """A text of one segment, which says first who writes."""
    return step(number, "send_sms", text=" ".join([US, said, *more]))


def branch(key: str, *steps: Step, name: str = "", when: Comparison | None = None) -> Branch:
    """`when`: of a step that decides."""
    return Branch(key, name, Conditions(comparisons=(when,)) if when else Conditions(), steps)


def when(subject: str, operator: Operator, value: str = "") -> Comparison:
    """One comparison."""
    return Comparison(subject, operator, value)


def document(trigger: Trigger, *steps: Step, box: WhoAndWhen | None = None) -> Document:
    """All steps have numbers below 50, those of branches too."""
    return Document(trigger, steps=steps, box=box or WhoAndWhen(), next_id=50)
