"""Saying something to a phone, by `talk`, `stream` or the talk of PUT: bargeIn, loops, what is recorded."""

from __future__ import annotations

import io
import wave
from contextlib import suppress

import aiohttp

from webapp.simulator.voice.leg import APP, KEY, START, Leg, Sound

FOR_EVER = 7200.0
UNKNOWN_LENGTH, LARGEST = 3.0, 5 * 1024 * 1024


async def play(leg: Leg, text: str, seconds: float, loops: int, barge_in: bool) -> None:
    """Say a text `loops` times (0: for ever); with `barge_in` until the person speaks or presses a key.

    What interrupted it is left for the input that follows. Without `barge_in` the app is deaf meanwhile.
    """
    total = seconds * loops if loops else FOR_EVER
    began = leg.clock.now()
    line = leg.note(APP, text, heard=not leg.earmuffed)
    if not leg.earmuffed:
        leg.ear.begin(text)
    try:
        line.cut = await _until_over(leg, began + total, barge_in)
    except BaseException:
        line.cut = True
        raise
    finally:
        if not leg.earmuffed and leg.ear.playing:
            leg.ear.end()
        leg.version += 1
        taped(leg, APP, began)


async def _until_over(leg: Leg, end: float, barge_in: bool) -> bool:
    """Whether the person interrupted."""
    if barge_in and leg.speaking is not None:
        leg.sounds.append(Sound(START, leg.speaking))
        return True
    while (sound := await leg.next_sound(end)) is not None:
        if barge_in and sound.kind in (START, KEY):
            leg.sounds.appendleft(sound)
            return True
    return False


def taped(leg: Leg, who: str, began: float) -> None:
    """Note for the recordings under way that a voice has spoken since `began`."""
    for recording in leg.recordings:
        if recording.ended is None:
            recording.voices.append((who, began - recording.began, leg.clock.now() - recording.began))


async def length(url: str) -> float:
    """Seconds that a file takes to play: of a WAV as it says, of anything else a guess; raises OSError."""
    raw = b""
    try:
        async with (
            aiohttp.ClientSession(trust_env=False) as session,
            session.get(url, timeout=aiohttp.ClientTimeout(total=5)) as response,
        ):
            if response.status != 200:
                raise OSError(f"The audio was answered with {response.status}.")
            async for chunk in response.content.iter_chunked(65_536):
                raw += chunk
                if len(raw) > LARGEST:
                    break
    except (aiohttp.ClientError, TimeoutError) as fault:
        raise OSError(f"The audio cannot be fetched ({type(fault).__name__}).") from None
    with suppress(wave.Error, EOFError), wave.open(io.BytesIO(raw)) as file:
        return float(file.getnframes() / max(1, file.getframerate()))
    return UNKNOWN_LENGTH
