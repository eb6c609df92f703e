"""What a person at a phone can do in a call: hear, speak, press keys, hang up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from webapp.simulator.voice.leg import END, KEY, NOTE, PERSON, START, Leg, Said, Sound, Utterance
from webapp.simulator.voice.ncco import TAG
from webapp.simulator.voice.speech import taped

PATIENCE = 0.8  # Seconds of silence after which a person takes its turn.
Relay = Callable[[Leg, str, bool], int]
"""Tells those in a room with the leg that its person begins (True) or ends to say this; how many hear it."""


def speaking_time(text: str) -> float:
    """Seconds that a text takes to say."""
    return 0.4 + 0.36 * len(TAG.sub(" ", text).split())


def as_results(text: str, confidence: float) -> list[dict[str, object]]:
    """What a recogniser makes of it: the words, and a second hypothesis that is less certain."""
    words = re.sub(r"[.,!?…]+(?=\s|$)", "", text).strip()
    if not words:
        return []
    other = f"{words.rpartition(' ')[0]} a".strip() if " " in words else f"{words}s"
    return [
        {"confidence": f"{confidence:.7f}", "text": words},
        {"confidence": f"{max(0.01, confidence - 0.2):.7f}", "text": other},
    ]


class Line:
    """The person's end of one call. `hang_up` ends it for both."""

    def __init__(
        self, leg: Leg, relay: Relay, pressed: Callable[[Leg, str], None], hang_up: Callable[[], None]
    ) -> None:
        self.leg = leg
        self._relay = relay
        self._pressed = pressed
        self.hang_up = hang_up

    async def wait(self, seconds: float) -> None:
        """Do nothing for so long."""
        await self.leg.clock.sleep(seconds)

    async def hear(self, patience: float = PATIENCE) -> str:
        """What was said since the last time, once the other side has been silent for `patience` seconds."""
        ear = self.leg.ear
        while True:
            await ear.until_silent()
            version = ear.version
            await self.wait(patience)
            if version == ear.version:
                return ear.take()

    async def hear_beginning(self) -> str:
        """What the other side begins to say, as soon as it does."""
        return await self.leg.ear.until_begun()

    async def begins_within(self, seconds: float) -> bool:
        """Whether the other side says something within so long."""
        until = self.leg.clock.now() + seconds
        while not self.leg.ear.playing:
            if not await self.leg.clock.event(self.leg.ear.change, until):
                return False
        return True

    async def say(
        self, text: str, confidence: float = 0.93, results: Iterable[dict[str, object]] | None = None
    ) -> None:
        """Say a text; `results`: what a recogniser makes of it, when not the words themselves."""
        utterance = self.begin(text, as_results(text, confidence) if results is None else list(results))
        await self.wait(utterance.seconds)
        self.end(utterance)

    def begin(self, text: str, results: list[dict[str, object]] | None = None) -> Utterance:
        """Begin to say a text; the app notices that someone speaks."""
        leg = self.leg
        utterance = Utterance(text, speaking_time(text), results, leg.clock.now())
        utterance.line = leg.note(PERSON, text) if text else None
        leg.speaking = utterance
        if not leg.muted:
            leg.sound(Sound(START, utterance))
        if self._relay(leg, text, True) and utterance.line:
            utterance.line.heard = True
        return utterance

    def end(self, utterance: Utterance) -> None:
        """Fall silent."""
        leg = self.leg
        leg.speaking = None
        if not leg.muted:
            leg.sound(Sound(END, utterance))
        self._relay(leg, utterance.text, False)
        taped(leg, PERSON, utterance.began)

    def press(self, keys: str) -> Said:
        """Press keys, one after the other."""
        line = self.leg.note(NOTE, f"Pressed {keys}")
        for key in keys:
            self.leg.sound(Sound(KEY, key=key))
            self._pressed(self.leg, key)
        return line

    def beep(self) -> None:
        """Voicemail has begun to record."""
        self.leg.note(NOTE, "Beep")
        self.leg.beeped.set()
