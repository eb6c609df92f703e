"""The action `connect`: rings a phone, and bridges it with the call."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol

from webapp.simulator.core import Allowance, Core
from webapp.simulator.voice import payloads
from webapp.simulator.voice.clock import Clock
from webapp.simulator.voice.hooks import Hooks
from webapp.simulator.voice.leg import NOTE, OUTBOUND, Action, Leg, Ncco
from webapp.simulator.voice.ncco import fault
from webapp.simulator.voice.orders import detection
from webapp.simulator.voice.rooms import BRIDGE, Rooms, Seat


class Phones(Protocol):
    """What connecting needs of the exchange."""

    starts: Allowance

    def clock(self) -> Clock:
        """The clock of a new call."""

    def add(self, leg: Leg) -> None:
        """Take a new call into the record."""

    def begin(self, leg: Leg, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Run a part of a call."""

    def finish(self, leg: Leg, word: str, detail: str = "", by: str = "platform") -> None:
        """End a call."""

    def hang_up(self, leg: Leg, by: str = "platform") -> None:
        """End a call."""

    async def connected(self, leg: Leg, whisper: Ncco) -> None:
        """Ring a phone, let it hear the whisper, and leave it in the bridge."""


class Connecting:
    """Runs `connect`."""

    def __init__(self, core: Core, hooks: Hooks, rooms: Rooms, phones: Phones) -> None:
        self._core = core
        self._hooks = hooks
        self._rooms = rooms
        self._phones = phones

    async def connect(self, leg: Leg, action: Action) -> Ncco | None:
        """Over once the other phone has hung up or was not reached; an NCCO when the app answers one."""
        other = self._other(leg, action)
        self._phones.add(other)
        leg.note(NOTE, f"Rings {other.phone}")
        if self._phones.starts.take(self._core.settings.call_rate):
            self._phones.begin(other, self._phones.connected(other, await self._whisper(leg, action)))
        else:
            self._phones.finish(other, "failed", "internal_error")
        try:
            await other.connected.wait()
            if other.live:
                await self._talk(leg, action)
                return None
        finally:
            if other.answered_at is None or not other.connected.is_set():
                self._phones.hang_up(other)
        leg.note(NOTE, f"Not reached: {other.status}")
        return await self._told(leg, other) if other.answers_for_parent else None

    def _other(self, leg: Leg, action: Action) -> Leg:
        endpoint = _endpoint(action)
        urls = action.get("eventUrl")
        other = Leg(
            OUTBOUND, str(endpoint["number"]), str(action.get("from", leg.number)), self._phones.clock(),
            str(urls[0]) if isinstance(urls, list) else leg.event_url, str(action.get("eventMethod", "POST")),
            ringing_timer=float(str(action.get("timeout", 60))),
            length_timer=float(str(action.get("limit", 7200))),
            detection=detection(action.get("machineDetection"), action.get("advancedMachineDetection")),
            conversation_uuid=leg.conversation_uuid, parent=leg.uuid, regional=leg.regional,
        )  # fmt: skip
        other.answers_for_parent = action.get("eventType") == "synchronous"
        return other

    async def _talk(self, leg: Leg, action: Action) -> None:
        room = self._rooms.enter(BRIDGE + leg.uuid, leg.conversation_uuid, Seat(leg, ends_it=True))
        try:
            await room.over.wait()
        finally:
            self._rooms.leave(room, leg)

    async def _told(self, leg: Leg, other: Leg) -> Ncco | None:
        """Why the other phone was not reached is told, and what the app answers replaces the NCCO."""
        with leg.clock.waiting():
            body = payloads.status(other, other.status)
            reply = await self._hooks.ask(other, other.event_url, other.event_method, body)
        return reply.json if reply.good and isinstance(reply.json, list) and reply.json else None

    async def _whisper(self, leg: Leg, action: Action) -> Ncco:
        """What the other phone hears before it is connected."""
        endpoint = _endpoint(action)
        on_answer = endpoint.get("onAnswer")
        if not isinstance(on_answer, dict) or not on_answer.get("url"):
            return []
        with leg.clock.waiting():
            reply = await self._hooks.ask(leg, str(on_answer["url"]), "GET", payloads.answer(leg, ""))
        ncco = reply.json
        return list(ncco) if reply.good and isinstance(ncco, list) and not fault(ncco) else []


def _endpoint(action: Action) -> dict[str, Any]:
    """The one endpoint, at which `ncco.fault` has looked."""
    endpoints: Any = action["endpoint"]
    endpoint: dict[str, Any] = endpoints[0]
    return endpoint
