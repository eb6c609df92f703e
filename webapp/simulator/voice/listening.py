"""The action `input`: speech, keys, or both, with Vonage's defaults and endings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.simulator.voice.leg import END, KEY, START, Leg, Sound, Utterance
from webapp.simulator.voice.line import as_results

NOT_ENABLED, OVERRIDDEN = "Speech was not enabled", "Speech overridden by DTMF"
END_ON_SILENCE, MAX_DURATION, START_TIMEOUT = "end_on_silence_timeout", "max_duration", "start_timeout"


@dataclass(slots=True)
class Ear:
    """One input under way: its limits in seconds, and what was heard so far (moments on the call's clock)."""

    speech: bool
    dtmf: bool
    began: float
    end_on_silence: float
    start_timeout: float
    max_duration: float
    key_timeout: float
    max_digits: int
    on_hash: bool
    started: float | None = None
    silent_since: float | None = None
    said: list[Utterance] = field(default_factory=list)
    digits: str = ""
    pressed: float = 0.0

    def deadline(self) -> float:
        """When it ends, if nothing else is heard."""
        if self.digits:
            return self.pressed + self.key_timeout
        if self.started is None:
            return self.began + (self.start_timeout if self.speech else self.key_timeout)
        longest = self.started + self.max_duration
        return longest if self.silent_since is None else min(longest, self.silent_since + self.end_on_silence)

    def take(self, sound: Sound, now: float) -> bool:
        """Hear something; whether that ends the input."""
        if sound.kind == KEY and self.dtmf:
            if sound.key == "#" and self.on_hash:
                return True
            self.digits, self.pressed = self.digits + sound.key, now
            return len(self.digits) >= self.max_digits
        if sound.kind == START and self.speech:
            self.started = now if self.started is None else self.started
            self.silent_since = None
        if sound.kind == END and self.speech and sound.utterance:
            self.started = now if self.started is None else self.started
            self.silent_since = now
            self.said.append(sound.utterance)
        return False


async def listen(leg: Leg, action: Mapping[str, object]) -> dict[str, object]:
    """What was heard, as the input webhook tells it: `speech` and `dtmf`. The leg must not end meanwhile."""
    ear = _ear(leg, action)
    if ear.speech and leg.speaking is not None:
        ear.started = ear.began
    ended_by_key = False
    while not ended_by_key:
        sound = await leg.next_sound(ear.deadline())
        if sound is None:
            break
        ended_by_key = ear.take(sound, leg.clock.now())
    return {"speech": _speech(ear, leg), "dtmf": _dtmf(ear, ended_by_key)}


def _ear(leg: Leg, action: Mapping[str, object]) -> Ear:
    kinds, speech, dtmf = action["type"], _inner(action, "speech"), _inner(action, "dtmf")
    assert isinstance(kinds, list)  # noqa: S101  (ncco.fault has looked)
    return Ear(
        speech="speech" in kinds,
        dtmf="dtmf" in kinds,
        began=leg.clock.now(),
        end_on_silence=float(speech.get("endOnSilence", 2)),  # type: ignore[arg-type]
        start_timeout=float(speech.get("startTimeout", 10)),  # type: ignore[arg-type]
        max_duration=float(speech.get("maxDuration", 60)),  # type: ignore[arg-type]
        key_timeout=float(dtmf.get("timeOut", 3)),  # type: ignore[arg-type]
        max_digits=int(dtmf.get("maxDigits", 4)),  # type: ignore[call-overload]
        on_hash=bool(dtmf.get("submitOnHash", False)),
    )


def _inner(action: Mapping[str, object], name: str) -> Mapping[str, object]:
    inner = action.get(name, {})
    return inner if isinstance(inner, Mapping) else {}


def _dtmf(ear: Ear, complete: bool) -> dict[str, object]:
    if not ear.dtmf:
        return {"digits": None, "timed_out": False}
    return {"digits": ear.digits or None, "timed_out": not complete and (bool(ear.digits) or not ear.speech)}


def _speech(ear: Ear, leg: Leg) -> dict[str, object]:
    if not ear.speech:
        return {"error": NOT_ENABLED}
    if ear.digits:
        return {"error": OVERRIDDEN}
    if ear.started is None:
        return {"timeout_reason": START_TIMEOUT}
    now = leg.clock.now()
    if ear.silent_since is None and leg.speaking is not None:
        ear.said.append(_so_far(leg.speaking, now))
    for utterance in ear.said:
        if utterance.line:
            utterance.line.heard = True
    leg.version += 1
    full = ear.silent_since is None or now < ear.silent_since + ear.end_on_silence
    return {"timeout_reason": MAX_DURATION if full else END_ON_SILENCE, "results": _results(ear.said)}


def _so_far(utterance: Utterance, now: float) -> Utterance:
    """What was said of it by now."""
    words = utterance.text.split()
    count = int(len(words) * min(1.0, (now - utterance.began) / max(utterance.seconds, 0.01)))
    text = " ".join(words[:count])
    confidence = 0.9 if utterance.results is None or utterance.results else 0.0
    results = as_results(text, confidence) if confidence else []
    return Utterance(text, utterance.seconds, results, utterance.began, utterance.line)


def _results(said: list[Utterance]) -> list[dict[str, object]]:
    """The hypotheses of one utterance; of several, their best ones as one text."""
    understood = [each.results for each in said if each.results]
    if len(understood) <= 1:
        return list(understood[0]) if understood else []
    text = " ".join(str(each[0]["text"]) for each in understood)
    return [{"confidence": min(str(each[0]["confidence"]) for each in understood), "text": text}]
