"""What is to be done in a call, as Vonage's call control objects (NCCO): a list of actions, as JSON.

Vonage's own models are not used: they drop fields. Every NCCO is checked before it leaves (`ncco_schema`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from webapp.carriers.vonage.language_tags import tag
from webapp.carriers.vonage.ncco_schema import LARGEST, LONGEST_TALK, check
from webapp.rules import storable
from webapp.rules.callflow import sentences
from webapp.rules.callflow.commands import (
    ACTS,
    AskEngine,
    Bridge,
    Command,
    HangUp,
    LeaveMessage,
    Listen,
    Meet,
    Record,
    RingStaff,
    Say,
    Wait,
)

Action = dict[str, Any]
Ncco = list[Action]

LONGEST_SPEECH = 6000
"""Characters that one NCCO says, at most: five minutes."""
_ROOM_FOR_HINTS = 1000
_KEYS_WITHIN = 3
"""Seconds between two keys of one answer."""
_SENTENCE_END = re.compile(r"(?<=[.!?:;…。！？])\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """How this call speaks, and where Vonage asks for more. `url`: the address for (turn, kind), signed;
    kinds: input, notify, record, message, staff.

    `room`: the name of the call's conversation, in which staff join the contact. `texts`: fixed sentences in
    the team's own words; `music`: the address of what is played to who waits there, "" for silence.
    """

    url: Callable[[int, str], str]
    room: str
    language: str = "en"
    country: str | None = None
    music: str = ""
    style: int = 0
    premium: bool = False
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def write(commands: Sequence[Command], turn: int, line: Line) -> Ncco:
    """What the line hears of the commands; empty when it hears nothing new. Raises InvalidNcco."""
    actions: Ncco = []
    for at, command in enumerate(commands):
        actions += _WRITERS[type(command)](command, turn, line, _is_answered(commands[at + 1 :]))
    if not actions and any(isinstance(command, HangUp) for command in commands):
        actions = [{"action": "wait", "timeout": 0.1}]  # an empty answer would let the present one go on
    return _checked(actions)


def _is_answered(after: Sequence[Command]) -> bool:
    """Whether the next command that says nothing listens, so that words before it may be interrupted."""
    return isinstance(next((one for one in after if not isinstance(one, Say)), None), Listen)


def talk(text: str, language: str, line: Line, interruptible: bool = False) -> Ncco:
    """In as many actions as its length needs; none for nothing."""
    common: Action = {"language": tag(language, line.country)}
    common |= {"style": line.style} if line.style else {}
    common |= {"premium": True} if line.premium else {}
    common |= {"bargeIn": True} if interruptible else {}
    return [{"action": "talk", "text": part, **common} for part in split(text)]


def split(text: str) -> list[str]:
    """At most 1,500 characters each, apart at the ends of sentences, else at spaces. Tags would be SSML."""
    parts: list[str] = []
    left = " ".join(re.sub(r"[<>]+", " ", storable.clean(text)).split())[:LONGEST_SPEECH]
    while len(left) > LONGEST_TALK:
        head = left[: LONGEST_TALK + 1]
        ends = [found.start() for found in _SENTENCE_END.finditer(head)]
        cut = ends[-1] if ends else head.rfind(" ")
        cut = cut if cut > 0 else LONGEST_TALK
        parts, left = [*parts, left[:cut].strip()], left[cut:].strip()
    return [*parts, left] if left else parts


def _say(command: Any, turn: int, line: Line, answered: bool) -> Ncco:
    return talk(command.text, command.language, line, command.interruptible and answered)


def _tail(line: Line, language: str) -> Ncco:
    return talk(sentences.sentence("tail", language, line.texts), language, line)


def _listen(command: Any, turn: int, line: Line, answered: bool) -> Ncco:
    hints = list(_hints(command.hints))
    speech = {
        "endOnSilence": min(10.0, max(0.4, command.patience)),
        "startTimeout": _seconds(command.start),
        "maxDuration": _seconds(command.longest),
        "language": tag(command.language, line.country),
    }
    asks: Action = {
        "action": "input",
        "type": ["speech", "dtmf"],
        "speech": speech | ({"context": hints} if hints else {}),
        "dtmf": {"timeOut": _KEYS_WITHIN, "maxDigits": min(20, max(1, command.digits)), "submitOnHash": True},
        **_events(line, turn, "input"),
    }
    return [asks, *_tail(line, command.language)]


def _seconds(wanted: float) -> int:
    return min(60, max(1, round(wanted)))


def _hints(hints: Sequence[str]) -> Iterator[str]:
    room = _ROOM_FOR_HINTS
    for hint in hints:
        words = " ".join(hint.split())
        room -= len(words)
        if words and room >= 0:
            yield words


def _events(line: Line, turn: int, kind: str) -> Action:
    return {"eventUrl": [line.url(turn, kind)], "eventMethod": "POST"}


def _wait(command: Any, turn: int, line: Line, answered: bool) -> Ncco:
    """Whether notify holds the call up is not documented: the wait keeps it open where it does not."""
    seconds = min(7200, max(0.1, command.seconds))
    asks: Action = {"action": "notify", "payload": {"turn": turn}, **_events(line, turn, "notify")}
    return [asks, {"action": "wait", "timeout": seconds}, *_tail(line, line.language)]


def _message(command: Any, turn: int, line: Line, answered: bool) -> Ncco:
    return talk(command.text, command.language, line)


def _ring(command: Any, turn: int, line: Line, answered: bool) -> Ncco:
    """The contact waits in the conversation; it begins when staff enter, and ends when the contact leaves."""
    waits: Action = {"action": "conversation", "name": line.room, "startOnEnter": False, "endOnExit": True}
    music = {"musicOnHoldUrl": [line.music]} if line.music else {}
    return [waits | music]


def _meet(command: Any, turn: int, line: Line, answered: bool) -> Ncco:
    """Who waits there hears them from now on."""
    return [{"action": "conversation", "name": line.room, "startOnEnter": True, "endOnExit": True}]


def _record(command: Any, turn: int, line: Line, answered: bool) -> Ncco:
    if not command.message:
        both: Action = {"action": "record", "format": "mp3", "split": "conversation", "channels": 2}
        return [both | _events(line, turn, "record")]
    message: Action = {
        "action": "record",
        "format": "mp3",
        "endOnSilence": 5,
        "endOnKey": "#",
        "timeOut": max(3, command.longest),
        "beepStart": True,
    }
    thanks = sentences.sentence("voicemail_thanks", line.language, line.texts)
    return [message | _events(line, turn, "message"), *talk(thanks, line.language, line)]


def _nothing(command: Any, turn: int, line: Line, answered: bool) -> Ncco:
    return []


_WRITERS: dict[type, Callable[[Any, int, Line, bool], Ncco]] = {
    **dict.fromkeys((AskEngine, Bridge, HangUp, *ACTS), _nothing),
    Say: _say,
    Listen: _listen,
    Wait: _wait,
    LeaveMessage: _message,
    RingStaff: _ring,
    Meet: _meet,
    Record: _record,
}


def _checked(actions: Ncco) -> Ncco:
    """Within the size: of what is too long, the last words are left out."""
    while len(json.dumps(actions)) > LARGEST:
        longest = max((one for one in actions if one["action"] == "talk"), key=lambda one: len(one["text"]))
        longest["text"] = longest["text"][: len(longest["text"]) // 2]
    check(actions)
    return actions
