"""What is recorded, as a real WAV file: a tone while a voice speaks, silence between."""

from __future__ import annotations

import io
import math
import struct
import wave
from dataclasses import dataclass, field
from uuid import uuid4

RATE = 8000
LONGEST = 300  # Seconds that a file holds at most.
PITCHES = {"app": 330, "person": 440, "other": 550}


@dataclass(slots=True, eq=False)
class Recording:
    """began, ended: moments on the call's clock. voices: (who, from, to) in seconds since `began`.

    started_at: epoch seconds. Sent to `event_url` when it is over.
    """

    began: float
    started_at: float
    event_url: str
    event_method: str = "POST"
    uuid: str = field(default_factory=lambda: str(uuid4()))
    ended: float | None = None
    voices: list[tuple[str, float, float]] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """How long it is, once it is over."""
        return max(0.0, min(LONGEST, (self.ended or self.began) - self.began))

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return 44 + 2 * int(self.seconds * RATE)


def wav(recording: Recording) -> bytes:
    """The file: 16 bit, mono, 8 kHz."""
    samples = bytearray(recording.size - 44)
    for who, begun, ended in recording.voices:
        first, last = int(max(0.0, begun) * RATE), int(min(recording.seconds, ended) * RATE)
        if last > first:
            samples[2 * first : 2 * last] = _tone(PITCHES.get(who, 440), last - first)
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(samples))
    return made.getvalue()


def _tone(pitch: int, count: int) -> bytes:
    """`count` samples; a second of it is repeated."""
    second = [round(4000 * math.sin(2 * math.pi * pitch * n / RATE)) for n in range(RATE)]
    whole = struct.pack(f"<{RATE}h", *second)
    return (whole * (count // RATE + 1))[: 2 * count]
