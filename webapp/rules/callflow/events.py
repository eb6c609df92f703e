"""What happens in a call, as the flow is told of it. Each has `at`: seconds since the call was answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from webapp.rules.callflow.outcomes import Outcome
from webapp.rules.fields.field_values import FieldKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Any of them."""

    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Answered(Event):
    """The call was picked up, by a person or something else; or one came in, and we pick it up."""


@dataclass(frozen=True, slots=True)
class Machine(Event):
    """The carrier's detection takes what picked up for a machine."""


@dataclass(frozen=True, slots=True)
class Beep(Event):
    """The carrier's detection heard a voicemail's beep."""


@dataclass(frozen=True, slots=True)
class Screened(Event):
    """A phone asks who is calling, before it rings for its owner."""


@dataclass(frozen=True, slots=True)
class Menu(Event):
    """A menu of keys picked up."""


@dataclass(frozen=True, slots=True)
class Heard(Event):
    """Something was said. `text`: the likeliest words, "" when there was sound without words.

    `alternatives`: other readings, the likelier first. `confidence`: 0 to 1, None where it is not known.
    `keys`: what was pressed, where keys gave the answer.
    """

    text: str = ""
    alternatives: tuple[str, ...] = ()
    confidence: float | None = None
    keys: str = ""

    @property
    def readings(self) -> tuple[str, ...]:
        """All that it may have been, the likeliest first."""
        return tuple(dict.fromkeys(one for one in (self.text, *self.alternatives) if one.strip()))


@dataclass(frozen=True, slots=True)
class Silence(Event):
    """Nothing was said and no key pressed while we listened."""


@dataclass(frozen=True, slots=True)
class Keys(Event):
    """Keys were pressed: digits, * and #."""

    digits: str = ""


@dataclass(frozen=True, slots=True)
class PlayedOut(Event):
    """What was said has been played, and the carrier asks what comes next."""


@dataclass(frozen=True, slots=True)
class Late(Event):
    """The engine has not decided in time."""


@dataclass(frozen=True, slots=True)
class Decided(Event):
    """What the engine said. `say`: "" for nothing; `language`: of it, "" for that of the call.

    `asks`: the kind of value that the answer asks for, YES_NO where it reads values back.
    `hints`: words to expect. `handoff`: why staff are wanted, "" when they are not; `why`: its kind.
    `hold`: it reads like a wish not to be called.
    """

    say: str = ""
    language: str = ""
    asks: FieldKind | None = None
    hints: tuple[str, ...] = ()
    handoff: str = ""
    why: str = ""
    opt_out: bool = False
    hold: bool = False
    end: bool = False


class StaffResult(StrEnum):
    """How ringing staff ended, all phones together. DROPPED: their line was lost after they had accepted."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class StaffAnswered(Event):
    """Staff were rung, and this came of it."""

    result: StaffResult = StaffResult.NO_ANSWER


@dataclass(frozen=True, slots=True)
class TakenOver(Event):
    """Staff want the agent to stop: a colleague will call back. `reason`: what staff read of it."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recorded(Event):
    """A message of the caller was recorded. `seconds`: of it; None where it is not known."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Gone(Event):
    """The call is over. `outcome`: what the carrier says of a call that no one answered.

    `lost`: neither they nor we have hung up: the carrier had nothing more to say.
    """

    outcome: Outcome | None = None
    lost: bool = False
