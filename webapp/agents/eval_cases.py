"""Scripted conversations that are kept with an agent: what the contact says, and what should come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Expected(StrEnum):
    """What one line of a test may expect of an answer; the value is how the line begins."""

    CONTAINS = "contains"
    NOT_CONTAINS = "not contains"
    TASK = "task"
    FIELD = "field"
    RUNS = "runs"
    HANDOFF = "handoff"
    OPT_OUT = "opt out"
    LABEL = "label"
    GOAL = "goal"
    ANSWER = "answer"
    MAX_SEGMENTS = "max segments"
    LANGUAGE = "language"


YES_NO = (Expected.RUNS, Expected.OPT_OUT, Expected.GOAL, Expected.ANSWER)
"""Their value is yes or no; a handoff's is that, too, or a kind of handoff."""
ANYTHING = "*"
"""As a field's value: any, as long as there is one."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """`name`: the field's key, for FIELD. `line`: where it stands in the text, from 1."""

    what: Expected
    value: str
    name: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.what} {self.name}: {self.value}" if self.name else f"{self.what}: {self.value}"


@dataclass(frozen=True, slots=True)
class Step:
    """What the contact says before the agent answers, in one text or several."""

    texts: tuple[str, ...]
    expects: tuple[Expectation, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One test. `now`: the contact's clock when it begins, naive; None for the runner's.

    `row`: columns of the recipient's row; `message`: what the batch said. `language`: the thread's, or "".
    `made_of`: ids of the real conversations that it was made of.
    """

    name: str
    steps: tuple[Step, ...] = ()
    language: str = ""
    now: datetime | None = None
    row: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    made_of: tuple[int, ...] = ()
    line: int = 0
