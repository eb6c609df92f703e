"""All that is kept of an agent with each of its versions, and how that is stored and read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from webapp.agents import typed_json
from webapp.agents.definition import (
    Agent,
    HandoffRules,
    Knowledge,
    KnowledgeHit,
    Label,
    PlaybookEntry,
    Task,
)
from webapp.rules.hours.hours import Hours, Span

if TYPE_CHECKING:
    from webapp.agents.knowledge import Index


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Minutes since midnight on the clock of `zone` (IANA), from and to; None: not on such a day.

    `calendar`: whose public holidays are free, see rules/hours/hours; empty: none are.
    """

    zone: str
    weekdays: tuple[int, int] | None = None
    saturdays: tuple[int, int] | None = None
    sundays: tuple[int, int] | None = None
    calendar: str = ""

    @property
    def hours(self) -> Hours:
        """As the rules know them."""
        days = (self.weekdays, self.saturdays, self.sundays)
        weekdays, saturdays, sundays = (Span(*span) if span else None for span in days)
        return Hours(weekdays, saturdays, sundays, calendar=self.calendar)


@dataclass(frozen=True, slots=True)
class Caps:
    """How many answers a thread gets at most, within 24 hours and in all."""

    day: int = 12
    thread: int = 30


@dataclass(frozen=True, slots=True)
class Definition:
    """What an agent is told. `segments`: of an answer, at most. `away`: said once outside its hours.
    `away_in`: the same in other languages, by ISO 639-1 code.

    `wait`: seconds after a text before it is answered, begun again by each further text, though never longer
    than `longest_wait` after the first. `model_id`: the language model that the engine `llm` asks.
    `summaries`: it is asked to sum conversations up, too. Agents from before that was possible do not.
    """

    instructions: str = ""
    tone: str = ""
    signature: str = ""
    languages: tuple[str, ...] = ("en",)
    playbook: tuple[PlaybookEntry, ...] = ()
    knowledge: tuple[Knowledge, ...] = ()
    tasks: tuple[Task, ...] = ()
    labels: tuple[Label, ...] = ()
    handoff_words: tuple[str, ...] = ()
    goal: str = ""
    links: tuple[str, ...] = ()
    segments: int = 1
    hours: WorkingHours | None = None
    away: str = ""
    away_in: Mapping[str, str] = field(default_factory=dict)
    handoff: HandoffRules = field(default_factory=HandoffRules)
    caps: Caps = field(default_factory=Caps)
    wait: float = 6.0
    longest_wait: float = 25.0
    model_id: int | None = None
    summaries: bool = False

    def agent(self, name: str, asked: str = "") -> Agent:
        """As an engine reads it, with what it knows of what was `asked`."""
        return Agent(
            name=name,
            instructions=self.instructions,
            tone=self.tone,
            signature=self.signature,
            languages=self.languages,
            playbook=self.playbook,
            knowledge=self.find(asked),
            tasks=self.tasks,
            labels=self.labels,
            handoff_words=self.handoff_words,
            handoff=self.handoff,
            goal=self.goal,
            links=self.links,
            segments=self.segments,
        )

    def find(self, asked: str) -> tuple[KnowledgeHit, ...]:
        """What it knows of it, the best first."""
        index = self.index()
        return index.search(asked) if index and asked.strip() else ()

    def index(self) -> Index | None:
        """Of what it knows; None when that is nothing."""
        return _index(self.knowledge) if self.knowledge else None


@lru_cache(maxsize=32)
def _index(entries: tuple[Knowledge, ...]) -> Index:
    from webapp.agents.knowledge import Index  # as in the registry: it loads what compares texts

    return Index(entries)


def to_json(definition: Definition) -> dict[str, Any]:
    """To be stored."""
    stored: dict[str, Any] = typed_json.to_json(definition)
    return stored


def from_json(stored: Any) -> Definition:
    """As it was stored, by this version or by an older one."""
    return typed_json.from_json(Definition, stored)


@lru_cache(maxsize=8)
def from_text(stored: str) -> Definition:
    """The same, of its JSON: a call asks for the same one again with every turn."""
    return from_json(json.loads(stored))
