"""Where a call stands: small, and kept as JSON between two webhooks."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any


class Phase(StrEnum):
    """What the call is doing."""

    NEW = "new"  # not answered
    TALKING = "talking"  # a conversation: we listen, or the engine thinks
    STOPPING = "stopping"  # they were asked whether they want no more calls
    MACHINE = "machine"  # it listens to a machine, until the beep
    INTRODUCED = "introduced"  # call screening or a menu was told who calls; a person may come
    LEAVING = "leaving"  # a message is being left
    STAFF = "staff"  # staff phones ring
    BRIDGED = "bridged"  # staff talk with the contact
    OFFERING = "offering"  # they were asked whether a colleague should call back
    PROMPTED = "prompted"  # before the tone: they may say that they want no more calls
    RECORDING = "recording"  # the caller speaks a message
    CLOSING = "closing"  # the last sentence is being said
    OVER = "over"


@dataclass(frozen=True, slots=True)
class State:
    """`turns`: how often we listened so far; `spoken`: how often a person said something, or pressed a key.

    `silences`, `unclear`: in a row. `fillers`: said while the engine thinks. `thinking`: it was asked.
    `asks`: kind of the value that was asked for, "" for none; `hints`: words to expect.
    `said`: our last answer.
    `idle`: they were asked whether there is anything else. `machine`: "voicemail", "screened" or "menu",
    "" for none; `since`: when what is waited for began. `blind`: the message was begun without a beep.
    `handoffs`: how often staff were rung; `reason`: why, and `why`: of which kind that is.
    `outcome`: "" until it is known.
    """

    phase: Phase = Phase.NEW
    language: str = ""
    turns: int = 0
    spoken: int = 0
    silences: int = 0
    unclear: int = 0
    fillers: int = 0
    thinking: bool = False
    asks: str = ""
    hints: tuple[str, ...] = ()
    said: str = ""
    idle: bool = False
    machine: str = ""
    since: float = 0.0
    blind: bool = False
    handoffs: int = 0
    reason: str = ""
    why: str = ""
    outcome: str = ""


def to_json(state: State) -> dict[str, Any]:
    """Plain dicts, lists, texts and numbers."""
    return {**asdict(state), "phase": state.phase.value, "hints": list(state.hints)}


def from_json(stored: object) -> State:
    """As it was stored. What is missing, or of another kind, has its default; raises ValueError without a
    phase, because a call must not begin again by itself."""
    if not isinstance(stored, dict):
        raise ValueError("the state of a call is no object")
    phase = Phase(str(stored.get("phase")))
    default = State()
    read = {
        one.name: _like(getattr(default, one.name), stored.get(one.name))
        for one in fields(State)
        if one.name != "phase"
    }
    return State(phase=phase, **read)


def _like(default: Any, value: Any) -> Any:
    """The value, when it is of the kind of the default."""
    if isinstance(default, tuple):
        given = value if isinstance(value, list | tuple) else ()
        return tuple(one for one in given if isinstance(one, str))
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value if type(value) is type(default) else default
