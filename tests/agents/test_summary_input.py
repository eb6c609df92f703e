"""All that was said and done may be repeated in a summary."""

from __future__ import annotations

from datetime import UTC, datetime

from webapp.agents.base import Goal, Turn, Who
from webapp.agents.summary import CallTold, Facts, TaskDone
from webapp.agents.summary_input import Line, SummaryInput


def test_every_text_is_among_what_was_said() -> None:
    facts = Facts(
        batch="Letter", asked="Hi Maria", tasks=(TaskDone("Move", {"day": "Tuesday"}, "no room"),),
        goal=Goal(True, "It was moved."), handoff="They asked.", call=CallTold("Answered", "2 min"),
    )  # fmt: skip
    line = Line(Turn(Who.CONTACT, "Hello", datetime(2026, 3, 2, tzinfo=UTC)))
    said = list(SummaryInput("en", facts, (line,)).said())
    assert said == [
        "Hello", "Letter", "Hi Maria", "They asked.", "Move", "no room", "day", "Tuesday", "It was moved.",
        "Answered", "2 min",
    ]  # fmt: skip


def test_nothing_is_needed() -> None:
    assert not any(SummaryInput("en", Facts(), ()).said())
