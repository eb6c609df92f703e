"""The NCCO with which a call begins: its own, or from the answer URL or the fallback."""

from __future__ import annotations

from webapp.simulator.voice import payloads
from webapp.simulator.voice.hooks import Hooks
from webapp.simulator.voice.leg import NOTE, Event, Leg, Ncco
from webapp.simulator.voice.ncco import fault


async def first_ncco(leg: Leg, hooks: Hooks, fallback: str, region_url: str) -> Ncco:
    """The NCCO; empty when there is none, or it is not a valid one (then the app gets an error event)."""
    ncco: object = leg.ncco
    if ncco is None:
        with leg.clock.waiting():
            ncco = await _fetched(leg, hooks, fallback, region_url)
    wrong = fault(ncco) if ncco is not None else ""
    if wrong:
        leg.note(NOTE, f"Invalid NCCO: {wrong}")
        hooks.later(leg, Event(payloads.error(leg, wrong), leg.event_url, leg.event_method))
    return [] if wrong or not isinstance(ncco, list) else list(ncco)


async def _fetched(leg: Leg, hooks: Hooks, fallback: str, region_url: str) -> object:
    """What the app answers; None when it answers nothing of use."""
    if not leg.answer_url:
        return None
    told = payloads.answer(leg, region_url)
    reply = await hooks.ask(leg, leg.answer_url, leg.answer_method, told)
    if not reply.good and fallback:
        leg.note(NOTE, f"Your app did not answer ({reply.status}): the fallback is asked")
        original = {"url": leg.answer_url, "type": "answer"}
        told |= {"reason": str(reply.status), "original_request": original}
        reply = await hooks.ask(leg, fallback, leg.answer_method, told)
    if not reply.good:
        leg.note(NOTE, f"Your app did not answer: {reply.status}")
    return reply.json if reply.good else None
