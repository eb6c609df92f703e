"""What a channel is: all that differs between one way to reach people and another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from webapp import field_kinds
from webapp.carriers.base import Carrier
from webapp.channels.words import Words
from webapp.models.entry import Entry, Kind
from webapp.models.recipient import RecipientStatus
from webapp.models.states import Table

FAULT = "message."
"""Faults of a row that come from what is said begin with this; new content clears them."""


class Said(NamedTuple):
    """What a row of a list gets. `units` is what it costs; `missing`: placeholders without a value.

    `voicemail`: what is left where a voicemail answers; empty on channels that meet none.
    """

    text: str
    units: int
    missing: tuple[str, ...]
    voicemail: str = ""


class Bound(Protocol):
    """Content that knows the columns of its list."""

    @property
    def faults(self) -> Sequence[str]:
        """What is wrong with it before any row is looked at, in sentences."""

    @property
    def columns(self) -> Sequence[int]:
        """The columns that it uses."""

    def say(self, cells: Sequence[str]) -> Said:
        """What one row gets."""

    def faults_of(self, said: Said) -> list[list[Any]]:
        """What keeps one row from getting it, as Recipient.faults."""


class Order(Protocol):
    """What is handed over to a carrier. Phones are E.164; `ref` is our name for it."""

    @property
    def to(self) -> str: ...

    @property
    def ref(self) -> str: ...


class Size(NamedTuple):
    """How long something is, in words: what counts, and the rest of it."""

    main: str
    rest: str


class Unit(NamedTuple):
    """What things on a channel cost, in words, and the setting that holds the price of one.

    `minute_setting`: that with the price of a minute, where how long they last costs, too.
    """

    one: str
    many: str
    price_setting: str
    minute_setting: str = ""


class Step(NamedTuple):
    """The step of a batch at which its content is made: its name (in addresses, too) and its word."""

    name: str
    word: str


class Option(NamedTuple):
    """Of a number's service: an attribute of models/number_service, and how it is typed in.

    `default`: what a new number starts with, as it would be typed.
    """

    key: str
    kind: field_kinds.Kind
    label: str
    hint: str
    unit: str
    default: str = ""


class ChannelKind(Protocol):
    """All that is known of a channel: one object for it stands in the registry."""

    word: str
    icon: str
    tone: str
    what_for: str
    """In a sentence: what a number is used for on it."""
    on_at_first: bool
    """A new number has it switched on, unless its admin says otherwise."""
    kind: Kind
    """Of its entries."""
    entry: type[Entry]
    """The class of its entries."""
    one_at_a_time: bool
    """Two entries of one thread are never on their way to the carrier together: one might overtake."""
    lasts: bool
    """Its entries go on after the carrier took them: each takes one of its number's slots until it ends."""
    moves: Table
    """How the states of its entries follow each other. All kinds have queued, sending, unknown, sent (the
    carrier took it), failed, skipped and canceled in common."""
    accepts: tuple[str, ...]
    """The states from which it becomes sent."""
    taken: RecipientStatus
    """What a recipient is when the carrier took their entry."""
    account_pace: str
    """The setting that says how many of them a carrier's account takes a second, over all numbers."""
    words: Words
    """Of the pages of its batches."""
    tiles: tuple[str, ...]
    """The statuses that have a tile on the page of a batch, in their order."""
    always: frozenset[str]
    """The tiles that are there with zero, too."""
    failures: tuple[RecipientStatus, ...]
    """What the tile “failed” counts."""
    arrived: tuple[RecipientStatus, ...]
    """Who certainly got what was for them."""
    again: Mapping[RecipientStatus, bool]
    """Whom a person may try again once it is over; True: unless they say otherwise."""
    unit: Unit
    options: tuple[Option, ...]
    step: Step
    report_columns: tuple[str, ...]
    """Of the report of a batch, beside those of every batch."""

    def bind(self, content: Any, columns: Sequence[str] = ()) -> Bound:
        """Content with the columns of the list that it is for. Never raises: see Bound.faults."""

    def is_blank(self, content: Any) -> bool:
        """Has nothing been written yet?"""

    def size(self, text: str) -> Size:
        """How long what a row gets is."""

    def seconds(self, text: str) -> int:
        """How long it takes to say it; 0 where nothing is said aloud."""

    def parts(self, text: str) -> Sequence[str]:
        """In which it is sent, one after the other."""

    def about(self, content: Any) -> Sequence[str]:
        """How it is sent beside its words, in sentences."""

    def order(self, entry: Any, sender: str) -> Order:
        """What goes to the carrier for an entry (or a row with its columns) of ours, from `sender`."""

    def hand_over(self, carrier: Carrier, order: Any) -> str:
        """Hand it over; the carrier's id for it. Raises CarrierError, and nothing else."""

    def write(self, rows: Sequence[Mapping[str, Any]], common: Mapping[str, Any]) -> dict[str, int]:
        """Write the entries of recipients, claimed: their ids by our reference.

        Each row has thread, recipient, phone, text, units, ref, batch and user, and where entries last
        attempt, voicemail and context; `common` has number, carrier and at.
        """

    def told(self, entry: Any) -> str:
        """What there is to say of a recipient's latest entry beside its status, in a few words."""

    def report(self, entry: Any) -> Sequence[str]:
        """The values of `report_columns` for a recipient's latest entry, or None."""
