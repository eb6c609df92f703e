"""What a workflow says: a trigger, conditions, steps with branches, and who may go through it, and when.

A document is data. It is changed as a whole and never in place; `stored` writes and reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from webapp.rules.hours.hours import Hours, Span

Settings = Mapping[str, str]
"""What was typed into the fields of a trigger or a step, by their keys; one that is missing is empty."""


class Operator(StrEnum):
    """How a value is compared. The last two look at whether there is a value at all."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    CONTAINS_NOT = "contains_not"
    BEGINS_WITH = "begins_with"
    MORE = "more"
    LESS = "less"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BEFORE = "before"
    AFTER = "after"
    KNOWN = "known"
    UNKNOWN = "unknown"


class Join(StrEnum):
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`subject`: a value by its name: contact.city, contact.labels, trigger.text, steps.s2.reply, time.hour.

    `value`: what it is compared with; it may have placeholders.
    """

    subject: str
    operator: Operator = Operator.IS
    value: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Comparisons that are looked at together. Without any, it holds."""

    join: Join = Join.ALL
    comparisons: tuple[Comparison, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """Comparisons, and groups of them: nested once. Without any, they hold."""

    join: Join = Join.ALL
    comparisons: tuple[Comparison, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def every(self) -> tuple[Comparison, ...]:
        """All comparisons, those of groups too."""
        return (*self.comparisons, *(one for group in self.groups for one in group.comparisons))


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts it: see `kinds.TRIGGERS`."""

    kind: str
    settings: Settings = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a step leads. `key`: of an outcome of the step's kind (see `kinds`), or else a name of its own.

    `conditions`: of a branch step alone; the first branch that fits is taken, and `else` where none does.
    """

    key: str
    name: str = ""
    conditions: Conditions = field(default_factory=Conditions)
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """`id`: stays the same when steps are moved; no other step of the workflow has it, nor ever had.

    What comes behind a step that has branches is done after the branch that was taken.
    """

    id: str
    kind: str
    settings: Settings = field(default_factory=dict)
    branches: tuple[Branch, ...] = ()


class Again(StrEnum):
    """How often a contact goes through it. ONE: not while they are in it."""

    ONE = "one"
    ONCE = "once"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Window:
    """When its steps may reach someone, besides the hours of the team, which hold always.

    Minutes since midnight; None: not on such a day. `zone`: on whose clock (IANA); empty: the contact's.
    """

    weekdays: tuple[int, int] | None = (540, 1080)
    saturdays: tuple[int, int] | None = None
    sundays: tuple[int, int] | None = None
    zone: str = ""

    @property
    def hours(self) -> Hours:
        """As the rules know them."""
        days = (self.weekdays, self.saturdays, self.sundays)
        weekdays, saturdays, sundays = (Span(*span) if span else None for span in days)
        return Hours(weekdays, saturdays, sundays)


@dataclass(frozen=True, slots=True)
class WhoAndWhen:
    """`number_id`: our number that texts and calls; None: the one that the trigger is about.

    `stop_on_reply`: a run ends when they write, unless it waits for that; an opt-out always ends it.
    `stop_label`, `stop_attribute` (with `stop_value`), `stop_after` (an attribute that is a date; the run
    ends when it has passed): empty means never. `a_day`: runs of a contact in 24 hours; `an_hour`: starts in
    all.
    `consent`: how they agreed to what it sends, for the record.
    """

    number_id: int | None = None
    again: Again = Again.ONE
    stop_on_reply: bool = True
    stop_label: str = ""
    stop_attribute: str = ""
    stop_value: str = ""
    stop_after: str = ""
    window: Window | None = None
    a_day: int = 5
    an_hour: int = 1000
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One workflow, as it is kept with each of its versions. `next_id`: of the step that is added next."""

    trigger: Trigger | None = None
    conditions: Conditions = field(default_factory=Conditions)
    steps: tuple[Step, ...] = ()
    box: WhoAndWhen = field(default_factory=WhoAndWhen)
    next_id: int = 1
