"""Writes the music that plays to someone who waits for staff: static/audio/waiting.mp3 was made from it.

    python tools/waiting_music.py waiting.wav

A loop of 32 seconds in C: soft tones over four chords, played twice. What
sounds at its end goes on at its beginning, so that no seam is heard. It was encoded as MP3 (mono, 16 kHz,
24 kbit/s), the one format in which Vonage takes such music. Composed here, and given away: CC0 1.0.
"""

from __future__ import annotations

import math
import sys
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

RATE = 16_000
BEAT = 0.5
"""Seconds."""
BEATS = 8
"""Of a chord."""
CHORDS = ((48, 55, 64, 71), (45, 52, 60, 67), (41, 48, 57, 64), (43, 50, 59, 62))
"""C, A minor, F, G with their sevenths and sixths, as MIDI notes."""
MELODIES = (
    (
        (0, 76),
        (3, 74),
        (4, 72),
        (8, 72),
        (11, 69),
        (12, 67),
        (16, 69),
        (19, 72),
        (20, 76),
        (24, 74),
        (28, 71),
    ),
    (
        (0, 79),
        (3, 76),
        (4, 74),
        (8, 76),
        (12, 72),
        (16, 72),
        (19, 74),
        (20, 69),
        (24, 71),
        (27, 74),
        (28, 67),
    ),
)
"""Beat and note, once for each round of the chords."""
ARPEGGIO = (0, 1, 2, 3, 2, 3, 1, 2)
LOUDEST = 0.5
"""Of what a sample can hold: a telephone distorts what is louder."""


def notes() -> Iterator[tuple[float, int, float, float]]:
    """Second, note, loudness, and for how many seconds it dies away to a third."""
    for turn, melody in enumerate(MELODIES):
        begins = turn * len(CHORDS) * BEATS
        for bar, chord in enumerate(CHORDS):
            first = begins + bar * BEATS
            yield first * BEAT, chord[0] - 12, 0.5, 2.2
            for beat, which in enumerate(ARPEGGIO):
                yield (first + beat) * BEAT, chord[which] + 12, 0.32 if beat else 0.42, 0.9
        for beat, note in melody:
            yield (begins + beat) * BEAT, note, 0.55, 1.3


def tone(note: int, at: float, fades: float) -> float:
    """A soft electric piano, `at` seconds after the key was struck."""
    turns = 2 * math.pi * 440 * 2 ** ((note - 69) / 12) * at
    body = math.sin(turns) + 0.28 * math.sin(2 * turns) * math.exp(-at / (fades / 2))
    strike = 0.12 * math.sin(4 * turns) * math.exp(-at / 0.12)
    return (body + strike) * min(1.0, at / 0.012) * math.exp(-at / fades)


def samples() -> list[float]:
    """The loop, from -1 to 1: what lasts longer than it goes on at its beginning."""
    length = round(len(MELODIES) * len(CHORDS) * BEATS * BEAT * RATE)
    loop = [0.0] * length
    for begins, note, loudness, fades in notes():
        start = round(begins * RATE)
        for offset in range(round(4 * fades * RATE)):
            loop[(start + offset) % length] += loudness * tone(note, offset / RATE, fades)
    highest = max(map(abs, loop))
    return [LOUDEST * one / highest for one in loop]


def write(path: Path) -> None:
    """16 bits, mono."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array("h", (round(32_767 * one) for one in samples())).tobytes())


if __name__ == "__main__":
    write(Path(sys.argv[1]))
