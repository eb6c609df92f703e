"""What an agent is made of, as engines read it: instructions, playbook, knowledge, tasks, labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.rules.fields.field_values import FieldKind as FieldKind
from webapp.rules.segments import count, plainer


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a task needs to know. `question`: what is asked for it; made of the label when empty.

    `labels` and `questions`: the same in other languages, by ISO 639-1 code.
    `past_allowed`: for a date that may be over.
    `keep_as`: the attribute of the contact that its value becomes when the task runs; "": none.
    """

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()
    question: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    past_allowed: bool = False
    keep_as: str = ""


@dataclass(frozen=True, slots=True)
class TaskAction:
    """One action of a task: its kind, see services/actions, and what was typed into its fields, by key."""

    kind: str
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """Something the agent can do. `when`: when to use it, for models. `confirm`: read back before it runs.

    `done`: what is said when it was set going; may have `{{placeholders}}`, fields' keys among them.
    `done_in`: the same in other languages, by ISO 639-1 code.
    `actions`: carried out in their order when the task runs, behind those that keep fields as attributes.
    """

    key: str
    name: str
    when: str = ""
    fields: tuple[Field, ...] = ()
    confirm: bool = True
    done: str = ""
    reaches_goal: bool = False
    done_in: Mapping[str, str] = field(default_factory=dict)
    actions: tuple[TaskAction, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One piece of what the agent knows."""

    id: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class KnowledgeHit:
    """`score`: BM25, to order hits only. `title_score`: how well the title fits, 0 to 100.

    `fit`: how much of what was asked its title and text speak of, 0 to 100.
    """

    knowledge: Knowledge
    score: float
    title_score: float = 0.0
    fit: float = 0.0


@dataclass(frozen=True, slots=True)
class Label:
    """A label that the agent may set: `condition` in words for models, `phrases` for the playbook.

    `confirm`: it is only suggested, until a person confirms it. `group`: of labels with the same one, the
    newest alone stands; "": it stands beside all others.
    """

    name: str
    condition: str = ""
    phrases: tuple[str, ...] = ()
    confirm: bool = True
    group: str = ""

    def replaces(self, other: Label) -> bool:
        """Both are of one group, and it is not the same label."""
        mine, theirs = self.group.casefold(), other.group.casefold()
        return bool(mine) and mine == theirs and self.name != other.name


@dataclass(frozen=True, slots=True)
class PlaybookEntry:
    """One rule: texts like the example `phrases` get `answer`, with `{{placeholders}}`.

    `answers`: the same in other languages, by ISO 639-1 code.
    `task`: the key of the task that begins. `handoff`: why staff take over after the answer.
    `only`: column -> value that the row or contact must have.
    `ask`: what it is called when contacts are asked whether they meant it, in words of theirs ("I am
    coming"); without it, the phrase that is nearest to what they wrote. `asks`: the same in other languages.
    """

    key: str
    name: str
    phrases: tuple[str, ...]
    answer: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    task: str | None = None
    handoff: str | None = None
    labels: tuple[str, ...] = ()
    only: Mapping[str, str] = field(default_factory=dict)
    reaches_goal: bool = False
    ask: str = ""
    asks: Mapping[str, str] = field(default_factory=dict)

    @property
    def acts(self) -> bool:
        """Whether more follows from it than an answer or a handoff."""
        return bool(self.labels or self.reaches_goal or self.task)


@dataclass(frozen=True, slots=True)
class HandoffRules:
    """When staff are asked, besides the agent's handoff words. `after_answers`: 0 is never.

    `unsure_twice`: when two decisions in a row were unsure; `upset`: when they sound upset.
    """

    after_answers: int = 0
    unsure_twice: bool = True
    upset: bool = True


@dataclass(frozen=True, slots=True)
class Agent:
    """`knowledge`: the hits for what was just said, the best first. `languages`: those it speaks, ISO 639-1.

    `links`: addresses or domains that it may send. `segments`: of an answer by SMS, at most; 0: any.
    """

    name: str = ""
    instructions: str = ""
    tone: str = ""
    signature: str = ""
    languages: tuple[str, ...] = ("en",)
    playbook: tuple[PlaybookEntry, ...] = ()
    knowledge: tuple[KnowledgeHit, ...] = ()
    tasks: tuple[Task, ...] = ()
    labels: tuple[Label, ...] = ()
    handoff_words: tuple[str, ...] = ()
    handoff: HandoffRules = field(default_factory=HandoffRules)
    goal: str = ""
    links: tuple[str, ...] = ()
    segments: int = 0

    def fits(self, text: str) -> bool:
        """Whether it may be sent as one answer, with the signature."""
        signed = f"{text}\n{self.signature.strip()}" if self.signature.strip() else text
        return not self.segments or count(plainer(signed)) <= self.segments

    def task(self, key: str | None) -> Task | None:
        """None when the agent has no such task (any more)."""
        return next((task for task in self.tasks if task.key == key), None)

    def entry(self, key: str) -> PlaybookEntry | None:
        """None when the playbook has no such entry (any more)."""
        return next((entry for entry in self.playbook if entry.key == key), None)
