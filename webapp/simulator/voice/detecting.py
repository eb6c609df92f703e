"""Answering machine detection: who picked up, and when voicemail beeps."""

from __future__ import annotations

from collections.abc import Callable

from webapp.simulator.callees import MACHINE, PERSON, callee
from webapp.simulator.voice import payloads
from webapp.simulator.voice.hooks import Hooks
from webapp.simulator.voice.leg import Detection, Event, Leg

LISTENS = 3.5  # Seconds until it is sure, unless a beep comes before.


async def detect(leg: Leg, wanted: Detection, hooks: Hooks, hang_up: Callable[[Leg], None]) -> None:
    """Tell the app `human` or `machine`, then a beep; what it answers replaces the NCCO."""
    picked_up = leg.clock.now()

    def tell(word: str, sub_state: str = "") -> None:
        body = payloads.detected(leg, word, sub_state)
        hooks.later(leg, Event(body, leg.event_url, leg.event_method, obeyed=True))

    await leg.clock.event(leg.beeped, picked_up + LISTENS)
    who = PERSON if leg.by_hand else callee(leg.phone).detected
    if who == MACHINE:
        leg.change(who)
    tell(who)
    if who == PERSON:
        return
    if wanted.hang_up:
        hang_up(leg)
    elif wanted.beep:
        beeped = await leg.clock.event(leg.beeped, picked_up + wanted.beep_timeout)
        tell(who, "beep_start" if beeped else "beep_timeout")
