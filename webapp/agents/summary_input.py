"""What a model is told of a conversation that it sums up: of this contact alone, and no more than it needs.

Neither phone nor attributes, notes of staff, keys that were pressed, nor what the agent was told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.agents.base import Turn
from webapp.agents.summary import Facts


@dataclass(frozen=True, slots=True)
class Line:
    """One text, or what was said in a call. Its turn's `at` is on the contact's clock."""

    turn: Turn
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class SummaryInput:
    """`language`: in which it is to be written, ISO 639-1. `lines`: oldest first."""

    language: str
    facts: Facts
    lines: tuple[Line, ...]

    def said(self) -> Iterator[str]:
        """Every text in it that a summary may repeat."""
        facts = self.facts
        yield from (line.turn.text for line in self.lines)
        yield from (facts.batch, facts.asked, facts.handoff)
        for task in facts.tasks:
            yield from (task.name, task.error, *task.fields, *task.fields.values())
        if facts.goal is not None:
            yield facts.goal.reason
        if facts.call is not None:
            yield from (facts.call.what, facts.call.lasted)
