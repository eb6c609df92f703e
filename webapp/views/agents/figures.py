"""Figures of an agent or of a batch, as tiles with their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from webapp.agents.base import HandoffKind
from webapp.services.agents.figures import Figures

REASONS = {
    HandoffKind.ASKED: "asked for a person",
    HandoffKind.UPSET: "sounded upset",
    HandoffKind.UNSURE: "the agent was unsure",
    HandoffKind.HOLD: "read like an opt-out",
    HandoffKind.RULE: "a rule of yours",
    HandoffKind.INCOMPLETE: "a value was missing",
    HandoffKind.TASK: "a task could not be done",
    HandoffKind.FAULT: "the agent failed",
    HandoffKind.MACHINE: "a machine, or enough said",
}
WORDS = {str(kind): word for kind, word in REASONS.items()}


@dataclass(frozen=True)
class Tile:
    """One number, or a time in words, with what it counts."""

    name: str
    value: int | str
    icon: str
    hint: str = ""


def shown(figures: Figures) -> dict[str, Any]:
    """For agents/_figures."""
    return {"figures": tiles(figures), "reasons": list(reasons(figures))}


def tiles(figures: Figures) -> list[Tile]:
    """None where nothing has happened."""
    if not figures.conversations:
        return []
    handed_off = sum(figures.handed_off.values())
    found = [
        Tile("Conversations", figures.conversations, "chat-dots"),
        Tile("Answered by it", figures.answered, "robot", "Conversations in which it sent an answer."),
        Tile("Handed off", handed_off, "flag", "Each reason counts once in a conversation."),
        Tile("Tasks done", figures.tasks_done, "list-check"),
    ]
    if figures.tasks_failed:
        found.append(Tile("Tasks failed", figures.tasks_failed, "exclamation-triangle"))
    found += [
        Tile("Goal reached", figures.goal_reached, "check-lg", "Conversations."),
        Tile("Opted out", figures.opted_out, "slash-circle"),
    ]
    if figures.median_seconds is not None:
        hint = "Half of the texts were answered sooner. Counted until the answer is queued."
        found.append(Tile("Time to answer", duration(figures.median_seconds), "clock", hint))
    return found + (_of_models(figures) if figures.asked else [])


def _of_models(figures: Figures) -> list[Tile]:
    """What asking a language model took."""
    tokens = "unknown" if figures.tokens is None else figures.tokens
    times = f"{figures.asked:,} times" if figures.asked > 1 else "once"
    asked = f"The model was asked {times}, for answers and summaries"
    return [
        Tile("Tokens", tokens, "lightning-charge", f"{asked}; what it read and wrote, as far as it says so."),
        Tile(
            "Cost", cost(figures), "tag", "In the currency of the model’s account, by the prices in Settings."
        ),
    ]


def cost(figures: Figures) -> str:
    """What is known of it; a price that is not known is no price of 0."""
    if figures.cost is None:
        return "unknown"
    return f"over {money(figures.cost)}" if figures.unpriced else money(figures.cost)


def money(amount: float) -> str:
    """Four figures behind the point, and more where there would be none: answers cost little."""
    return f"{amount:.4f}" if amount >= 0.001 or not amount else f"{amount:.2g}"


def reasons(figures: Figures) -> Iterator[tuple[str, int]]:
    """Why it was handed off, the most frequent first, in words."""
    for kind, count in figures.handed_off.items():
        yield WORDS.get(kind, kind.replace("_", " ")), count


def duration(seconds: float) -> str:
    """`9 s`, `4 min`, `2 h`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"
