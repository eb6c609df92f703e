"""What every kind of step has: its fields, what it does, and what may come of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from webapp.db import db
from webapp.errors import Fault
from webapp.models.channel import Channel
from webapp.models.contact import Contact
from webapp.models.number import Number
from webapp.models.source import Source
from webapp.models.thread import Thread
from webapp.models.workflow_run import Awaits, WorkflowRun, WorkflowStepRun
from webapp.rules.workflow import kinds
from webapp.rules.workflow.document import Document, Step
from webapp.rules.workflow.variables import Values
from webapp.services.actions.base import Context, Form, Outcome
from webapp.services.gate.gate import Verdict
from webapp.services.threads import opening
from webapp.services.workflows.values import Known

AT_ONCE = 25
"""Runs that go on in one transaction: more would hold their contacts, and SQLite, for longer."""
NO_THREAD = "There is no conversation with them yet. Choose the number that this workflow uses."


class Facts(Protocol):
    """What is read once for the runs that go on together."""

    def verdict(self, phone: str, channel: Channel) -> Verdict:
        """Of the gate, on reaching a phone now."""

    def number(self, number_id: int) -> Number | None:
        """One of our numbers."""


@dataclass(frozen=True)
class StepContext:
    """A step that is due. `record`: what was noted when it was begun."""

    run: WorkflowRun
    document: Document
    step: Step
    record: WorkflowStepRun
    known: Known
    by: Source
    facts: Facts

    @property
    def contact(self) -> Contact:
        return self.run.contact

    @property
    def conversation(self) -> Thread:
        """Theirs with the number that the workflow uses, opened if need be. Raises Fault without one."""
        if self.run.thread is None:
            self.run.thread = opening.open_one(self.number.id, self.contact.phone)
            db.session.flush()
        return self.run.thread

    @property
    def number(self) -> Number:
        """Of their conversation, or else the one that the workflow uses. Raises Fault without one."""
        if self.run.thread is not None:
            return self.run.thread.number
        number_id = self.document.box.number_id
        number = None if number_id is None else self.facts.number(number_id)
        if number is None:
            raise Fault(NO_THREAD)
        return number

    @property
    def values(self) -> Values:
        """What placeholders of its settings may name."""
        return self.known.named_in(self.step.settings.values())

    def filled(self, *without: str) -> dict[str, str]:
        """Its settings as they are filled, for the page of the run; those that are empty left out."""
        typed = {key: text for key, text in self.step.settings.items() if key not in without and text.strip()}
        values = self.values
        return {key: values.fill(text).text if "{{" in text else text for key, text in typed.items()}

    @property
    def key(self) -> str:
        """Names what this step sends: once for each time that the run does it."""
        return f"{name_of(self.run)}-{self.record.no}"

    @property
    def request_key(self) -> str:
        """Names what is asked of other systems: the same when the step is done again."""
        return f"{name_of(self.run)}:{self.step.id}"

    def action(self, key: str = "", *, of_contact: bool = False) -> Context:
        """As actions of agents' tasks know it. `of_contact`: for one that looks at no conversation."""
        thread: Any = None if of_contact else self.conversation
        return Context(thread, self.contact, self.values, self.by, key or self.key)


def name_of(run: WorkflowRun) -> str:
    """For the outbox and other systems. With its time: SQLite gives ids of removed runs again."""
    return f"run-{run.id}-{run.started_at.timestamp() * 1000:.0f}"


@dataclass(frozen=True)
class Done:
    """`output`: for later steps. `branch`: where it leads. `left_out`: why nothing was done after all.

    `says`: a text to them; it is queued with those of the other runs that go on together.
    """

    output: Mapping[str, str] = field(default_factory=dict)
    branch: str = ""
    left_out: str = ""
    input: Mapping[str, str] = field(default_factory=dict)
    says: str = ""


@dataclass(frozen=True)
class Waits:
    """The step goes on at `until` (UTC), or when what it `awaits` happens. `sentence`: why, for the page."""

    until: datetime | None
    awaits: Awaits = Awaits.TIME
    sentence: str = ""
    input: Mapping[str, str] = field(default_factory=dict)
    entry_id: int | None = None


@dataclass(frozen=True)
class Ends:
    """The run ends here; with a `reason` it was stopped."""

    reason: str = ""


@dataclass(frozen=True)
class Asks:
    """Another system is asked, with no transaction open. `repeatable`: asking twice does no harm."""

    request: Any = field(repr=False)
    repeatable: bool = False
    input: Mapping[str, str] = field(default_factory=dict)


Result = Done | Waits | Ends | Asks


class StepHandler(Form, ABC):
    """One kind of step; `word` and the rest stand in rules/workflow/kinds.

    `at_once`: how many runs may do it in one transaction. One, where it holds rows of its own choice: those
    of several contacts would be held in no order. `quiet`: it changes nothing but its run, and is done in the
    transaction of the step before. `safe`: it writes nothing before what may raise Fault.
    """

    at_once = 1
    quiet = False
    safe = False

    def __init__(self) -> None:
        self.word = kinds.STEPS[self.kind].word

    @abstractmethod
    def begin(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        """Do it. `values`: of its fields. Raises Fault: nothing of it is kept, and the run has failed."""

    def go_on(self, context: StepContext, values: Mapping[str, Any]) -> Result:
        """It has waited: for what it awaited, or until its time was over."""
        return self.begin(context, values)

    def perform(self, request: Any) -> Outcome:
        """Ask another system: of steps that answer Asks. Raises nothing that the other side causes."""
        raise NotImplementedError(self.kind)
