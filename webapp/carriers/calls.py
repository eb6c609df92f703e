"""Calls, as carriers take them and tell of them: dataclasses in, dataclasses out. See carriers/base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from webapp.rules.callflow.events import Event


@dataclass(frozen=True)
class PlaceCall:
    """One call to place. Phones are E.164; `ref` comes back in the carrier's webhooks about it.

    The carrier ends it after `ring_seconds` without an answer, and `longest_seconds` after one, or as many as
    `staff_seconds` later where it can: for a talk with staff. What is longer without them, we end ourselves.
    """

    to: str
    sender: str
    ref: str
    ring_seconds: int
    longest_seconds: int
    staff_seconds: int = 0


@runtime_checkable
class Voice(Protocol):
    """Who places calls."""

    def place(self, call: PlaceCall) -> str:
        """Have a phone rung; returns the carrier's id for the call, empty where it gave no usable one.

        Raises CarrierError, and nothing else.
        """


class CallEvent(StrEnum):
    """What a carrier tells about a call."""

    STARTED = "started"
    RINGING = "ringing"
    ANSWERED = "answered"
    HUMAN = "human"
    MACHINE = "machine"
    BEEP = "beep"
    """A voicemail listens from now on."""
    COMPLETED = "completed"
    """It was answered, and is over."""
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELED = "canceled"
    OTHER = "other"
    """What we do not know; it moves no call."""


@dataclass(frozen=True)
class CallReport:
    """A carrier's word on one call, which `carrier_id`, `ref` or `conversation` names; each may be empty.

    `ref` is ours. `at`: when it happened (UTC), where that is told. `code`, `sentence`: why it ended as it
    did. `seconds`, `price`: what is billed, in `currency` (ISO 4217; empty where the carrier names none, as
    Vonage does not); None where nothing is told. `region_url`: where the carrier keeps the call. `sender` and
    `to`: E.164, or empty. `by_carrier`: it, or we, ended the call, and not the one who was called. `carrier`:
    see StatusReport.
    """

    carrier_id: str
    ref: str
    event: CallEvent
    at: datetime | None = None
    conversation: str = ""
    code: str = ""
    sentence: str = ""
    seconds: int | None = None
    price: float | None = None
    currency: str = ""
    region_url: str = ""
    sender: str = ""
    to: str = ""
    inbound: bool = False
    by_carrier: bool = False
    carrier: str = ""


@dataclass(frozen=True)
class PickedUp:
    """The carrier asks what is said in a call that has been picked up, or that came in. See CallReport."""

    carrier_id: str
    ref: str
    conversation: str
    region_url: str
    sender: str
    to: str
    carrier: str = ""


@dataclass(frozen=True)
class Turned:
    """The carrier tells what was heard, or that all was played, in one turn of a call, and asks what follows.

    `ref`: ours; `turn`: that of the commands which it answers. The time of `event` is not known here.
    `of_staff`: it is a staff phone, which was asked to take a call.
    """

    ref: str
    turn: int
    event: Event
    of_staff: bool = False


@dataclass(frozen=True)
class RecordingMade:
    """The carrier has a recording of a call, at `url`, under its own name `carrier_id`.

    `ref` and `turn`: see Turned. `message`: it is a message of the caller, else the whole call. `size` in
    bytes, `seconds`: None where they are not told.
    """

    ref: str
    turn: int
    message: bool
    carrier_id: str
    url: str
    size: int | None = None
    seconds: int | None = None


@dataclass(frozen=True)
class CallLine:
    """How a call speaks, and by which names the carrier asks for more: `ref` and `turn`, see Turned.

    `language`: ISO 639-1; `country`: the ISO code of where they are, for the voice. `texts`: fixed sentences
    in the team's own words, by key, then language. `music`: who waits for staff hears some.
    """

    ref: str
    turn: int
    language: str = "en"
    country: str | None = None
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    music: bool = False


class CallControl(Protocol):
    """Calls that have been placed: what became of them, and ending them."""

    def look(self, carrier_id: str, region_url: str) -> CallReport | None:
        """What the carrier knows of a call; None when it knows of no such call. Raises CarrierError."""

    def hang_up(self, carrier_id: str, region_url: str) -> bool:
        """End it. False when the carrier knows of no such call any more. Raises CarrierError."""

    def transfer(self, carrier_id: str, region_url: str, spoken: Any) -> bool:
        """Let its line hear this from now on (VoiceKind.speak). False when the carrier knows of no such call
        that goes on. Raises CarrierError."""

    def close(self) -> None: ...
