"""What every action has: its typed fields, from which form and validation follow, and what it does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp.errors import Fault, Faults, Gather
from webapp.field_kinds import Kind
from webapp.models.contact import Contact
from webapp.models.source import Source
from webapp.models.thread import Thread

Settings = Mapping[str, str]
"""What was typed into an action's fields, by their keys; a field that is not there is empty."""


class ActionFault(Fault):
    """The action cannot be carried out; `sentence` says why, for the thread and for staff."""


@dataclass(frozen=True)
class Field:
    """One thing to be typed. `kind` says what, and reads it; a fault of it names `key`."""

    key: str
    label: str
    kind: Kind
    hint: str = ""
    default: str = ""


@dataclass(frozen=True)
class Context:
    """Whom an action is about and for.

    `values`: of placeholders, by name. `task`: what the task is called. `key`: names this action to the
    outbox and to other systems, the same each time it is tried.
    """

    thread: Thread
    contact: Contact
    values: Mapping[str, str]
    by: Source
    key: str
    task: str = ""


@dataclass(frozen=True)
class Result:
    """It is done. `kept`: values for later actions and for staff; `sentence`: what there is to say."""

    kept: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a request to another system: a result, or a `fault`.

    `again`: it may be tried again, not before `wait` seconds are over. `unsure`: it may have been done
    there all the same.
    """

    result: Result | None = None
    fault: str = ""
    again: bool = False
    wait: float = 0.0
    unsure: bool = False


class Form:
    """What is typed into `fields`, in the order of the form. `word`: what the whole is called."""

    kind: str
    word: str
    fields: tuple[Field, ...] = ()

    def read(self, settings: Settings) -> dict[str, Any]:
        """The fields' values. Raises Faults that name the fields."""
        faults, values = Gather(), dict[str, Any]()
        for one in self.fields:
            with faults:
                values[one.key] = one.kind.read(settings.get(one.key, one.default), one.key)
        faults.settle()
        return values

    def faults(self, settings: Settings) -> list[str]:
        """A sentence for each thing that is wrong with the settings of one use of this action."""
        try:
            self.read(settings)
        except Faults as faults:
            return list(faults.by_field.values())
        known = {one.key for one in self.fields}
        return [f"“{self.word}” has no setting “{key}”." for key in settings if key not in known]


class Action(Form, ABC):
    """One verb. `icon`: a name in the sprite."""

    icon: str


class DatabaseAction(Action):
    """One that only changes what is in our database: done together with the note that it is."""

    @abstractmethod
    def run(self, context: Context, values: Mapping[str, Any]) -> Result:
        """Raises Fault; then nothing of it is kept."""


class RemoteAction(Action):
    """One that asks another system, with no transaction open; repeated under the same key if need be."""

    @abstractmethod
    def prepare(self, context: Context, values: Mapping[str, Any]) -> Any:
        """All that the request needs. Raises Fault."""

    @abstractmethod
    def perform(self, request: Any) -> Outcome:
        """Ask. Takes up to half a minute; raises nothing that the other side causes."""
