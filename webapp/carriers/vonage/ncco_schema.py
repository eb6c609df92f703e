"""Whether an NCCO is one that Vonage takes. No vendor's schema of it exists: this is ours.

Sources: Vonage, "NCCO reference"; its SDKs, where they say more. Only what we write is known, and nothing
else is let through: an unknown field would be ignored there without a word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

LARGEST = 32_000
"""Bytes of the whole as JSON."""
LONGEST_TALK = 1500
"""Characters."""
Check = Callable[[Any], bool]
Action = Mapping[str, Any]


class InvalidNcco(ValueError):
    """Says what is wrong, and where."""


def _number(low: float, high: float) -> Check:
    return lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    )


def _whole(low: int, high: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _one_of(*values: str) -> Check:
    return lambda value: value in values


def _matches(pattern: str) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _object(known: Mapping[str, Check], *required: str) -> Check:
    return lambda value: isinstance(value, dict) and not list(_faults(value, known, required))


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _types(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= 2 and set(value) <= {"dtmf", "speech"}


def _one_endpoint(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 1 and _PHONE(value[0])


_URLS = _matches(r"https?://[!-~]+")


def _url(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 1 and _URLS(value[0])


_PHONE = _object({"type": _one_of("phone"), "number": _matches(r"\d{7,15}")}, "type", "number")
_TAG = _matches(r"[a-z]{2,3}-[A-Z]{2}")
_EVENTS: Mapping[str, Check] = {"eventUrl": _url, "eventMethod": _one_of("POST")}
_TALK = _matches(rf"(?s)[^<>]{{1,{LONGEST_TALK}}}")
_SPEECH: Mapping[str, Check] = {
    "endOnSilence": _number(0.4, 10), "startTimeout": _whole(1, 60), "maxDuration": _whole(1, 60),
    "language": _TAG, "context": _texts,
}  # fmt: skip
_DTMF: Mapping[str, Check] = {"timeOut": _whole(0, 10), "maxDigits": _whole(1, 20), "submitOnHash": _flag}
_ACTIONS: Mapping[str, tuple[Mapping[str, Check], tuple[str, ...]]] = {
    "talk": (
        {"text": _TALK, "bargeIn": _flag, "language": _TAG, "style": _whole(0, 99), "premium": _flag},
        ("text",),
    ),
    "input": (
        {"type": _types, "speech": _object(_SPEECH), "dtmf": _object(_DTMF), **_EVENTS},
        ("type", "eventUrl"),
    ),
    "notify": ({"payload": lambda value: isinstance(value, dict), **_EVENTS}, ("payload", "eventUrl")),
    "wait": ({"timeout": _number(0.1, 7200)}, ()),
    "record": (
        {
            "format": _one_of("mp3", "wav", "ogg"), "split": _one_of("conversation"),
            "channels": _whole(1, 32), "endOnSilence": _whole(3, 10), "endOnKey": _matches("[0-9#*]"),
            "timeOut": _whole(3, 7200),
            "beepStart": _flag, **_EVENTS,
        },
        ("eventUrl",),
    ),
    "conversation": (
        {
            "name": _matches("[!-~]{1,100}"), "musicOnHoldUrl": _url, "startOnEnter": _flag,
            "endOnExit": _flag, **_EVENTS,
        },
        ("name",),
    ),
    "connect": (
        {
            "endpoint": _one_endpoint, "from": _matches(r"\d{7,15}"), "timeout": _whole(3, 7200),
            "limit": _whole(1, 7200), "eventType": _one_of("synchronous"), **_EVENTS,
        },
        ("endpoint", "from"),
    ),
}  # fmt: skip


def check(ncco: Sequence[Action]) -> None:
    """Raises InvalidNcco at the first fault."""
    fault = next(iter(faults(ncco)), None)
    if fault is not None:
        raise InvalidNcco(fault)


def faults(ncco: Sequence[Action]) -> list[str]:
    """All that is wrong with it, each in a line."""
    found = [f"{at}: {fault}" for at, action in enumerate(ncco) for fault in _action(action)]
    if not found:
        found = [*_barge_ins(ncco), *_tails(ncco)]
    size = len(json.dumps(list(ncco)))
    return [*found, f"{size} bytes"] if size > LARGEST else found


def _action(action: Action) -> list[str]:
    kind = str(action.get("action"))
    if kind not in _ACTIONS:
        return [f"unknown action {kind}"]
    known, required = _ACTIONS[kind]
    given = {name: value for name, value in action.items() if name != "action"}
    found = _faults(given, known, required)
    if kind == "record" and "channels" in action and "split" not in action:
        found.append("channels needs split")
    return [f"{kind}: {fault}" for fault in found]


def _faults(given: Mapping[str, Any], known: Mapping[str, Check], required: Sequence[str]) -> list[str]:
    missing = [f"{name} is missing" for name in required if name not in given]
    unknown = [f"{name} is unknown" for name in given if name not in known]
    wrong = [
        f"{name} is {value!r:.80}"
        for name, value in given.items()
        if name in known and not known[name](value)
    ]
    return [*missing, *unknown, *wrong]


def _barge_ins(ncco: Sequence[Action]) -> list[str]:
    """bargeIn stays on until an input, which must be the next action that is no talk."""
    open_since: int | None = None
    for at, action in enumerate(ncco):
        if action["action"] == "talk":
            if action.get("bargeIn") and open_since is None:
                open_since = at
        elif open_since is not None:
            if action["action"] != "input":
                return [f"{open_since}: bargeIn is followed by {action['action']}, not by input"]
            open_since = None
    return [f"{open_since}: bargeIn without an input"] if open_since is not None else []


def _tails(ncco: Sequence[Action]) -> list[str]:
    """What asks us for more is followed by a sentence, for the case that we do not answer."""
    asking = [at for at, action in enumerate(ncco) if action["action"] in ("input", "notify")]
    if not asking or any(action["action"] == "talk" for action in ncco[asking[-1] + 1 :]):
        return []
    return [f"{asking[-1]}: {ncco[asking[-1]]['action']} without a safe tail"]
