"""What is wrong with an NCCO, by Vonage's reference; and what its actions say when they say nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

Check = Callable[[object], bool]
LONGEST_TALK, LARGEST = 1500, 32 * 1024
TAG = re.compile(r"<[^>]*>")


def _number(low: float, high: float) -> Check:
    return lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    )


def _one_of(*words: str) -> Check:
    return lambda value: value in words


def is_url_array(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 1
        and isinstance(value[0], str)
        and value[0].startswith(("http://", "https://"))
    )


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _text(value: object) -> bool:
    return isinstance(value, str)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _object(value: object) -> bool:
    return isinstance(value, dict)


def _talk_text(value: object) -> bool:
    return isinstance(value, str) and 1 <= len(TAG.sub("", value)) <= LONGEST_TALK


def _kinds(value: object) -> bool:
    return isinstance(value, list) and bool(value) and set(value) <= {"dtmf", "speech"}


def _endpoint(value: object) -> bool:
    """One phone: the other kinds are not simulated."""
    if not isinstance(value, list) or len(value) != 1 or not isinstance(value[0], dict):
        return False
    number = str(value[0].get("number", ""))
    return (
        value[0].get("type") == "phone" and number.isascii() and number.isdigit() and 7 <= len(number) <= 15
    )


_SENT: dict[str, Check] = {"eventUrl": is_url_array, "eventMethod": _one_of("GET", "POST")}
_HEARD: dict[str, Check] = {
    "bargeIn": _flag, "loop": _number(0, 1e6), "level": lambda value: -1 <= float(str(value)) <= 1,
}  # fmt: skip
_DTMF: dict[str, Check] = {"timeOut": _number(0, 10), "maxDigits": _number(1, 20), "submitOnHash": _flag}
_SPEECH: dict[str, Check] = {
    "endOnSilence": _number(0.4, 10), "startTimeout": _number(1, 60), "maxDuration": _number(1, 60),
    "language": _text, "context": _texts, "uuid": _texts, "saveAudio": _flag, "sensitivity": _number(0, 100),
}  # fmt: skip

ACTIONS: dict[str, tuple[tuple[str, ...], dict[str, Check]]] = {
    "talk": (
        ("text",),
        _HEARD | {"text": _talk_text, "language": _text, "style": _number(0, 100), "premium": _flag},
    ),
    "stream": (("streamUrl",), _HEARD | {"streamUrl": is_url_array}),
    "input": (
        ("type",),
        _SENT
        | {
            "type": _kinds, "dtmf": _object, "speech": _object,
            "mode": _one_of("synchronous", "asynchronous"),
        },
    ),
    "record": (
        (),
        _SENT
        | {
            "format": _one_of("mp3", "wav", "ogg"), "split": _one_of("conversation"),
            "channels": _number(1, 32),
            "endOnSilence": _number(3, 10), "endOnKey": lambda value: str(value) in set("0123456789#*"),
            "timeOut": _number(3, 7200), "beepStart": _flag, "transcription": _object,
        },
    ),
    "connect": (
        ("endpoint",),
        _SENT
        | {
            "endpoint": _endpoint, "from": _text, "randomFromNumber": _flag, "timeout": _number(1, 7200),
            "eventType": _one_of("synchronous"), "limit": _number(1, 7200), "ringbackTone": _text,
            "machineDetection": _one_of("continue", "hangup"), "advancedMachineDetection": _object,
        },
    ),
    "conversation": (
        ("name",),
        _SENT
        | {
            "name": _text, "musicOnHoldUrl": is_url_array, "startOnEnter": _flag, "endOnExit": _flag,
            "record": _flag, "canSpeak": _texts, "canHear": _texts, "mute": _flag,
        },
    ),
    "notify": (("payload", "eventUrl"), _SENT | {"payload": _object}),
    "wait": ((), {"timeout": _number(-1e9, 1e9)}),
    "transfer": (
        ("conversationId",),
        {"conversationId": _text, "canHear": _texts, "canSpeak": _texts, "mute": _flag},
    ),
}  # fmt: skip
"""Each action: what it must have, and all that it may have. `pay` and `websocket` are not simulated."""


def fault(ncco: object) -> str:
    """What is wrong with it, in one sentence; empty when nothing is."""
    if not isinstance(ncco, list):
        return "An NCCO is an array of actions."
    for n, action in enumerate(ncco):
        wrong = _fault_of(action) if isinstance(action, dict) else "is not an object"
        if wrong:
            return f"Action {n + 1} {wrong}."
    return _barge_in_fault(ncco)


def _fault_of(action: dict[str, object]) -> str:
    name = action.get("action")
    if not isinstance(name, str) or name not in ACTIONS:
        return f"has the unknown name {name!r}"
    needed, known = ACTIONS[name]
    missing = [each for each in needed if each not in action]
    if missing:
        return f"({name}) lacks {missing[0]}"
    for key, value in action.items():
        if key != "action" and (key not in known or not _holds(known[key], value)):
            return f"({name}) has a wrong {key}: {value!r:.80}"
    return _inner_fault(action) if name == "input" else ""


def _holds(check: Check, value: object) -> bool:
    try:
        return check(value)
    except (TypeError, ValueError):
        return False


def _inner_fault(action: dict[str, object]) -> str:
    for name, known in (("dtmf", _DTMF), ("speech", _SPEECH)):
        inner = action.get(name, {})
        assert isinstance(inner, dict)  # noqa: S101  (checked before)
        for key, value in inner.items():
            if key not in known or not _holds(known[key], value):
                return f"(input) has a wrong {name}.{key}: {value!r:.80}"
    return ""


def _barge_in_fault(ncco: list[dict[str, object]]) -> str:
    """After bargeIn, the next action that is neither talk nor stream must be an input."""
    waiting = 0
    for n, action in enumerate(ncco):
        if action["action"] in ("talk", "stream"):
            waiting = waiting or (n + 1 if action.get("bargeIn") else 0)
        elif waiting and action["action"] != "input":
            break
        else:
            waiting = 0
    return f"Action {waiting} has bargeIn, and no input follows." if waiting else ""
