"""What every engine takes and gives: a Conversation in, one Decision out.

An engine proposes and never acts: services validate the decision and carry it out. Nothing here knows a
model, a database or a network. What is inside a conversation belongs to this one contact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from webapp.agents.definition import Agent
from webapp.errors import Fault
from webapp.rules.callflow.events import Heard as Heard

MOST_TURNS = 40
"""Of a conversation, counted from its end."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a decision cost: requests to a model, its tokens, and their price where that is known."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    price: Decimal | None = None


class EngineFault(Fault):
    """The engine cannot decide. `sentence` says why, in words for the thread; `retriable`: try again.

    `usage`: what the attempt cost all the same.
    """

    def __init__(self, sentence: str, retriable: bool = False, usage: Usage = Usage()) -> None:
        super().__init__(sentence)
        self.retriable = retriable
        self.usage = usage


class Who(StrEnum):
    """Whose turn it was."""

    CONTACT = "contact"
    AGENT = "agent"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Turn:
    """One text or utterance. `at`: in UTC, aware."""

    who: Who
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """Who writes. `country`: the ISO code of the phone's country, when it has one."""

    phone: str
    name: str = ""
    country: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outreach:
    """The newest batch in this thread: every column of the recipient's row, its message, its context."""

    row: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task whose fields are being collected. `asked`: the field that the last answer asked for.

    `fields`: key -> normalized value, "" for an optional field that the contact has left out.
    `guess`: the likely value of the field that was asked for, which the last answer asked about.
    """

    key: str
    fields: Mapping[str, str] = field(default_factory=dict)
    asked: str | None = None
    confirming: bool = False
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """What an engine needs to know of its last decision; services keep it with the thread.

    `offered`: keys of the playbook's entries in "Did you mean …?".
    `unsure`: how many decisions in a row understood nothing.
    """

    task: OpenTask | None = None
    offered: tuple[str, ...] = ()
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Ran:
    """A task that was carried out here, by its name. `fields`: its values."""

    name: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that an engine may know. `turns`: newest last, at most MOST_TURNS.

    `local_now`: aware, in the contact's zone. `language`: the thread's, ISO 639-1.
    `channel`: "sms" or "call". `heard`: in a call, the newest turn as it was heard, with its other readings.
    `ran`: the tasks that were carried out here before, and have not failed.
    """

    agent: Agent
    contact: Contact
    turns: tuple[Turn, ...]
    local_now: datetime
    language: str = "en"
    outreach: Outreach = Outreach()
    memory: Memory = Memory()
    channel: str = "sms"
    heard: Heard | None = None
    ran: tuple[Ran, ...] = ()

    def fits(self, text: str) -> bool:
        """Whether it can be said in one answer; what is said in a call is never too long."""
        return self.channel == "call" or self.agent.fits(text)

    def having_run(self, decision: Decision) -> Conversation:
        """With the task that a decision runs; the same when it runs none."""
        task = self.agent.task(decision.task) if decision.runs else None
        if task is None:
            return self
        return replace(self, ran=(*self.ran, Ran(task.name, tuple(decision.fields.values()))))

    def unanswered(self) -> tuple[str, ...]:
        """The contact's texts since anyone of ours last wrote, oldest first."""
        texts: list[str] = []
        for turn in reversed(self.turns):
            if turn.who is not Who.CONTACT:
                break
            texts.append(turn.text)
        return tuple(reversed(texts))


class HandoffKind(StrEnum):
    """Why staff are asked for."""

    ASKED = "asked"  # for a person
    UPSET = "upset"
    UNSURE = "unsure"
    HOLD = "hold"  # it reads like a wish not to be reached any more
    RULE = "rule"  # the agent's owner said so
    INCOMPLETE = "incomplete"  # the answer needs a value that this contact does not have
    TASK = "task"  # a field or a task could not be completed
    FAULT = "fault"  # the engine failed
    MACHINE = "machine"  # a machine seems to write to us, or the agent has said enough


@dataclass(frozen=True, slots=True)
class Handoff:
    """`reason`: a sentence that staff read in the thread."""

    kind: HandoffKind
    reason: str


@dataclass(frozen=True, slots=True)
class Goal:
    """Whether this conversation has reached the agent's goal, and why."""

    reached: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """What was considered. `kind`: "entry" or "knowledge"; `score`: 0 to 100; `phrase`: the nearest.

    `decided`: the decision came from it; else it was only looked at.
    """

    kind: str
    key: str
    name: str
    score: float
    phrase: str = ""
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why it said that: a sentence, and what was considered, the best first."""

    because: str = ""
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the engine proposes.

    `say`: the answer, "" for none.
    `task`: the key of the task that is open or runs; `fields`: its values so far, normalized.
    `confirm`: the answer reads the fields back and asks whether they are right.
    `runs`: all fields are there, and the contact agreed where that is needed: carry the task out now.
    `confidence`: 0 to 1. `end`: nothing more is to be said. `memory`: to be handed in with the next text.
    """

    say: str = ""
    language: str = "en"
    task: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    confirm: bool = False
    runs: bool = False
    handoff: Handoff | None = None
    opt_out: bool = False
    labels: tuple[str, ...] = ()
    goal: Goal | None = None
    knowledge_ids: tuple[int, ...] = ()
    confidence: float = 1.0
    end: bool = False
    memory: Memory = Memory()
    explanation: Explanation = Explanation()
    usage: Usage = Usage()


def undone(decision: Decision) -> Decision:
    """The same without its task, which must not run, and the goal that it would have reached."""
    return replace(decision, runs=False, goal=None) if decision.runs else decision


class Engine(Protocol):
    """Decides what to answer; the same conversation gives the same decision, a model's moods apart."""

    def decide(self, conversation: Conversation) -> Decision:
        """Raises EngineFault, and nothing else."""
        ...
