"""What is to be done in a call. The first group is for the line; the last is carried out by services."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.rules.callflow.events import Heard


@dataclass(frozen=True, slots=True)
class Say:
    """`language`: ISO 639-1. `interruptible`: the person may talk over it."""

    text: str
    language: str
    interruptible: bool = False


@dataclass(frozen=True, slots=True)
class Listen:
    """For words and keys, at once. Seconds: `start` until the first word, `patience` of silence that ends it,
    `longest` in all. `hints`: words to expect. `digits`: how many keys are an answer, at most.
    """

    language: str
    start: float = 8.0
    patience: float = 0.8
    longest: float = 45.0
    hints: tuple[str, ...] = ()
    digits: int = 1


@dataclass(frozen=True, slots=True)
class Wait:
    """Ask us for more (PlayedOut), and keep the line open for `seconds` meanwhile."""

    seconds: float = 6.0


@dataclass(frozen=True, slots=True)
class LeaveMessage:
    """On a voicemail, then hang up."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class RingStaff:
    """The contact waits, staff phones ring for at most `seconds`; comes back as StaffAnswered.

    `reason`: the line that staff hear before they accept.
    """

    reason: str
    language: str
    seconds: float = 25.0


@dataclass(frozen=True, slots=True)
class Bridge:
    """The contact and the staff member who accepted hear each other. The contact's line needs nothing new."""


@dataclass(frozen=True, slots=True)
class Meet:
    """The contact joins the conversation in which the one who calls waits for them; each may end it."""


@dataclass(frozen=True, slots=True)
class Record:
    """`message`: a message of the caller, ended by silence or #, then Recorded; else the whole call."""

    message: bool = False
    longest: int = 120


@dataclass(frozen=True, slots=True)
class HangUp:
    """When all before it has been said."""


@dataclass(frozen=True, slots=True)
class AskEngine:
    """Comes back as Decided or Late; nothing is said until then."""

    heard: Heard


@dataclass(frozen=True, slots=True)
class OptOut:
    """Record it. `evidence`: what they said or pressed."""

    evidence: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Withhold outreach until staff decide. `evidence`: what reads like a wish not to be called."""

    evidence: str


@dataclass(frozen=True, slots=True)
class PromiseCallback:
    """A colleague calls back. `reason`: why staff were wanted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Whisper:
    """For a staff phone that has picked up: who calls and why, and a key to take it, which comes back.

    `own`: they call in person; then `reason` is whom.
    """

    team: str
    reason: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """For a staff phone whose key was pressed: into the conversation in which the contact waits.

    `room`: the reference of the contact's call. `waits`: the contact is only being called, and joins later.
    """

    room: str
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Refuse:
    """For a staff phone that did not take the call, or too `late`: say so, and hang up.

    `own`: see Whisper.
    """

    late: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Unreached:
    """For the phone of a member who called in person: the contact was not reached; say so, and hang up.

    `unsure`: whether their phone rings is not known.
    """

    unsure: bool = False


Command = (
    Whisper
    | Unreached
    | Meet
    | Join
    | Refuse
    | Say
    | Listen
    | Wait
    | LeaveMessage
    | RingStaff
    | Bridge
    | Record
    | HangUp
    | AskEngine
    | OptOut
    | Hold
    | PromiseCallback
)
OF_STAFF = (Whisper, Join, Refuse, Unreached)
"""For staff phones; each is all that one hears."""
ACTS = (OptOut, Hold, PromiseCallback)
"""For services alone, before the line hears anything of them."""
