"""Vonage's input webhooks as events of the flow. Their shapes differ between documents and captures."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from webapp.rules import storable
from webapp.rules.callflow.events import Event, Heard, Keys, Silence

LONGEST_TEXT = 1000
"""Characters of one utterance: a minute of fast speech."""
MOST_RESULTS = 10
MOST_DIGITS = 20
_NO_KEY = re.compile(r"[^0-9*#]+")
_QUIET = "start_timeout"


def heard(payload: Mapping[str, Any], at: float) -> Event:
    """Keys, else words, else sound without words (Heard ""), else silence. `at`: seconds since the answer.

    "Speech was not enabled" and "Speech overridden by DTMF" say nothing of what was said; any other error of
    recognition counts as sound without words, so that they are asked to say it again.
    """
    speech, dtmf = _object(payload.get("speech")), _object(payload.get("dtmf"))
    if digits := _digits(dtmf.get("digits")):
        return Keys(digits, at=at)
    results = list(_results(speech.get("results")))
    if results:
        (text, confidence), *others = results
        return Heard(text, tuple(text for text, _ in others), confidence, at=at)
    return Heard("", at=at) if _is_noise(speech) else Silence(at=at)


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _digits(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return _NO_KEY.sub("", value)[:MOST_DIGITS] if isinstance(value, str) else ""


def _results(value: object) -> Iterator[tuple[str, float | None]]:
    """Each with words; a text, or {"text", "confidence"}. They come with the likeliest first."""
    listed = value if isinstance(value, list) else [value]
    for one in listed[:MOST_RESULTS]:
        result = {"text": one} if isinstance(one, str) else _object(one)
        text = result.get("text")
        words = " ".join(storable.clean(text[:LONGEST_TEXT]).split()) if isinstance(text, str) else ""
        if words:
            yield words, _confidence(result.get("confidence"))


def _confidence(value: object) -> float | None:
    """A number, or one as text; between 0 and 1."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return min(1.0, max(0.0, number)) if math.isfinite(number) else None


def _is_noise(speech: Mapping[str, Any]) -> bool:
    """Something was said, or went wrong; nothing was recognised."""
    reason, error = speech.get("timeout_reason"), speech.get("error")
    if (
        isinstance(error, str)
        and error
        and not error.lower().startswith(("speech was not", "speech overridden"))
    ):
        return True
    return isinstance(reason, str) and reason not in ("", _QUIET)
