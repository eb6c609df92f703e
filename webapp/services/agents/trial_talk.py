"""A conversation that is tried out, with why the agent said what it said; the page itself keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from webapp.agents import memory, typed_json
from webapp.agents.base import MOST_TURNS, Match, Memory, Turn, Who
from webapp.db import now
from webapp.rules import storable

LONGEST_TEXT = 2_000
"""Characters of a text that is tried."""
LONGEST_KEPT = 200_000
"""Characters of what a page keeps; a longer one is not read."""


@dataclass(frozen=True)
class Why:
    """What stands beside an answer. `outcome`: of models/agent_turn, "" where no agent was asked.

    `because`: the engine's own sentence. `filtered`: what the filter of outgoing texts says, `proposed`: what
    the engine wanted to say, where that is not what was said. `gate`: why it would not leave now.
    """

    outcome: str = ""
    because: str = ""
    matches: tuple[Match, ...] = ()
    knowledge: tuple[str, ...] = ()
    task: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    runs: bool = False
    confidence: float = 1.0
    handoff: str = ""
    handoff_kind: str = ""
    labels: tuple[str, ...] = ()
    goal: str = ""
    filtered: str = ""
    proposed: str = ""
    gate: str = ""
    language: str = ""
    version: int = 0


@dataclass(frozen=True)
class TrialTurn:
    """`who`: of agents/base.Who. `text`: "" where the agent says nothing."""

    who: str
    text: str
    why: Why | None = None


@dataclass(frozen=True)
class Talk:
    """All of it, oldest first. `memory`: the engine's. `language`: "" where none is known yet."""

    turns: tuple[TrialTurn, ...] = ()
    memory: Memory = field(default_factory=Memory)
    language: str = ""

    @property
    def answers(self) -> int:
        """How many the agent has sent."""
        return sum(turn.who == Who.AGENT and bool(turn.text) for turn in self.turns)

    def as_turns(self) -> tuple[Turn, ...]:
        """As an engine reads them, a minute apart: who tries an agent types as quickly as a machine."""
        said = [turn for turn in self.turns if turn.text][-MOST_TURNS:]
        start = now() - timedelta(minutes=len(said))
        return tuple(
            Turn(Who(turn.who), turn.text, start + timedelta(minutes=place))
            for place, turn in enumerate(said, 1)
        )

    def with_turn(self, turn: TrialTurn) -> Talk:
        """The oldest are forgotten."""
        return replace(self, turns=(*self.turns, turn)[-2 * MOST_TURNS :])


def to_text(talk: Talk) -> str:
    """To be kept by the page."""
    kept = {
        "turns": typed_json.to_json(talk.turns),
        "memory": memory.to_json(talk.memory),
        "language": talk.language,
    }
    return json.dumps(kept, ensure_ascii=False)


def from_text(kept: str) -> Talk:
    """An empty one for what cannot be read: then it begins again."""
    try:
        cleaned: Any = storable.clean_json(json.loads(kept[:LONGEST_KEPT])) if kept else {}
    except (ValueError, RecursionError):  # no JSON, or nested without end
        return Talk()
    if not isinstance(cleaned, dict):
        return Talk()
    turns = typed_json.from_json(_Turns, {"turns": cleaned.get("turns")}).turns
    language = cleaned.get("language")
    return Talk(
        tuple(turn for turn in turns if turn.who in list(Who)),
        memory.from_json(cleaned.get("memory")),
        language if isinstance(language, str) else "",
    )


@dataclass(frozen=True)
class _Turns:
    turns: tuple[TrialTurn, ...] = ()
