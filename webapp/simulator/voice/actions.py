"""Runs an NCCO: each action until it is over, with what the app answers in between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from webapp.simulator.core import Core
from webapp.simulator.voice import payloads, rooms, speech
from webapp.simulator.voice.hooks import Hooks
from webapp.simulator.voice.leg import KEY, NOTE, START, Action, Event, Leg, Ncco
from webapp.simulator.voice.line import speaking_time
from webapp.simulator.voice.listening import listen
from webapp.simulator.voice.ncco import TAG, fault
from webapp.simulator.voice.recordings import Recording
from webapp.simulator.voice.rooms import Rooms, Seat

BRIDGE = "_bridge"
"""What a connected phone does: it stays in the bridge. No NCCO may hold it."""
SILENCE = 3.0  # Seconds that end a recording which only a time-out or a key was given.


Perform = Callable[[Leg, Action], Awaitable[Ncco | None]]


class Actions:
    """Runs the NCCO of every leg."""

    def __init__(
        self, core: Core, hooks: Hooks, sitting: Rooms, connect: Perform, region_of: Callable[[Leg], str]
    ) -> None:
        self._core = core
        self._hooks = hooks
        self._rooms = sitting
        self._region_of = region_of
        self._known: dict[str, Perform] = {
            "talk": self._talk, "stream": self._stream, "input": self._input, "record": self._record,
            "connect": connect, "conversation": self._conversation, "notify": self._notify,
            "wait": self._wait, "transfer": self._transfer, BRIDGE: self._bridge,
        }  # fmt: skip

    async def run(self, leg: Leg) -> None:
        """Run the leg's queue until it is empty; each action may be replaced from outside."""
        while leg.queue:
            action = leg.queue.pop(0)
            _forget_the_past(leg, action)
            leg.performing = asyncio.ensure_future(self._known[str(action["action"])](leg, action))
            try:
                await asyncio.wait({leg.performing})
            finally:
                leg.performing.cancel()
            if leg.performing.cancelled():
                continue  # `replace` has put another NCCO into the queue.
            answered = leg.performing.result()
            if answered is not None and not self.replace(leg, answered):
                return

    def replace(self, leg: Leg, ncco: object) -> bool:
        """Give a leg another NCCO, at once; whether it is a valid one (else the app gets an error event)."""
        wrong = fault(ncco)
        if wrong:
            leg.note(NOTE, f"Invalid NCCO: {wrong}")
            self._hooks.later(leg, Event(payloads.error(leg, wrong), leg.event_url, leg.event_method))
            leg.queue = []
        else:
            assert isinstance(ncco, list)  # noqa: S101
            leg.queue, leg.barge_in = list(ncco), False
        if leg.performing is not None and not leg.performing.done():
            leg.performing.cancel()
        return not wrong

    def stop_recordings(self, leg: Leg) -> None:
        """End what is being recorded, and tell the app."""
        for recording in leg.recordings:
            if recording.ended is None:
                self._recorded(leg, recording)

    async def _talk(self, leg: Leg, action: Action) -> None:
        text = TAG.sub("", str(action["text"]))
        leg.barge_in = leg.barge_in or bool(action.get("bargeIn"))
        loops = int(str(action.get("loop", 1)))
        await speech.play(leg, text, speaking_time(text), loops, leg.barge_in)

    async def _stream(self, leg: Leg, action: Action) -> None:
        url = first_of(action["streamUrl"])
        leg.barge_in = leg.barge_in or bool(action.get("bargeIn"))
        try:
            with leg.clock.waiting():
                seconds = await speech.length(url)
        except OSError as fault_of_file:
            leg.note(NOTE, str(fault_of_file))
            event = payloads.error(leg, f"Stream {url}: {fault_of_file}")
            self._hooks.later(leg, Event(event, leg.event_url, leg.event_method))
            return
        await speech.play(leg, f"♪ {url}", seconds, int(str(action.get("loop", 1))), leg.barge_in)

    async def _input(self, leg: Leg, action: Action) -> Ncco | None:
        leg.barge_in = False
        url, method = _sent_to(leg, action)
        if action.get("mode") == "asynchronous":
            leg.keys_to = url
            return None
        body = payloads.common(leg) | await listen(leg, action)
        return await self._ask(leg, url, method, body) if url else None

    async def _notify(self, leg: Leg, action: Action) -> Ncco | None:
        url, method = _sent_to(leg, action)
        body = payloads.notified(leg, action["payload"])
        if self._core.faults.strikes("notify_blocks"):
            return await self._ask(leg, url, method, body)
        self._hooks.background(leg, Event(body, url, method, obeyed=True))
        return None

    async def _ask(self, leg: Leg, url: str, method: str, body: dict[str, object]) -> Ncco | None:
        """The NCCO that the app answers; none when it answers nothing, or fails: the present one goes on."""
        with leg.clock.waiting():
            reply = await self._hooks.ask(leg, url, method, body)
        if not reply.good:
            leg.note(NOTE, f"Your app did not answer: {reply.status}")
            return None
        return None if reply.json in (None, [], {}) else reply.json  # type: ignore[return-value]

    async def _wait(self, leg: Leg, action: Action) -> None:
        await leg.clock.sleep(min(7200.0, max(0.1, float(str(action.get("timeout", 10))))))

    async def _record(self, leg: Leg, action: Action) -> None:
        url, method = _sent_to(leg, action)
        if action.get("beepStart"):
            leg.note(NOTE, "Beep")
        recording = Recording(leg.clock.now(), leg.created + leg.clock.now() / leg.clock.speed, url, method)
        leg.recordings.append(recording)
        if not {"endOnSilence", "endOnKey", "timeOut"} & action.keys():
            return
        await _until_recorded(leg, action)
        self._recorded(leg, recording)

    def _recorded(self, leg: Leg, recording: Recording) -> None:
        recording.ended = leg.clock.now()
        base = self._region_of(leg)
        event = Event(payloads.recorded(leg, recording, base), recording.event_url, recording.event_method)
        self._hooks.later(leg, event)

    async def _conversation(self, leg: Leg, action: Action) -> None:
        seat = Seat(
            leg, _uuids(action, "canHear"), _uuids(action, "canSpeak"), bool(action.get("mute")),
            bool(action.get("endOnExit")),
        )  # fmt: skip
        if action.get("record"):
            url, method = _sent_to(leg, action)
            leg.recordings.append(Recording(leg.clock.now(), leg.created, url, method))
        await self._sit(leg, str(action["name"]), seat, bool(action.get("startOnEnter", True)), action)

    async def _sit(self, leg: Leg, name: str, seat: Seat, begins: bool, action: Action) -> None:
        room = self._rooms.enter(name, leg.conversation_uuid, seat, begins)
        before, leg.conversation_uuid = leg.conversation_uuid, room.uuid
        if before != room.uuid:
            moved = payloads.transferred(leg, before)
            self._hooks.later(leg, Event(moved, leg.event_url, leg.event_method))
        if action.get("musicOnHoldUrl") and (len(room.seats) == 1 or not room.begun):
            leg.note(NOTE, "Hears music")
        try:
            await room.over.wait()
        finally:
            self._rooms.leave(room, leg)
        leg.queue = []

    async def _transfer(self, leg: Leg, action: Action) -> None:
        room = self._rooms.of(str(action["conversationId"]))
        if room is None:
            reason = f"There is no conversation {action['conversationId']}."
            self._hooks.later(leg, Event(payloads.error(leg, reason), leg.event_url, leg.event_method))
            leg.queue = []
            return
        seat = Seat(leg, _uuids(action, "canHear"), _uuids(action, "canSpeak"), bool(action.get("mute")))
        await self._sit(leg, room.name, seat, True, action)

    async def _bridge(self, leg: Leg, action: Action) -> None:
        room = self._rooms.enter(rooms.BRIDGE + leg.parent, leg.conversation_uuid, Seat(leg, ends_it=True))
        leg.connected.set()
        try:
            await room.over.wait()
        finally:
            self._rooms.leave(room, leg)


def _forget_the_past(leg: Leg, action: Action) -> None:
    """What was said before an action is lost, unless it has interrupted the action before."""
    if not leg.barge_in:
        leg.sounds.clear()


def _sent_to(leg: Leg, action: Action) -> tuple[str, str]:
    """Where an action's webhook goes, and how."""
    urls = action.get("eventUrl")
    url = str(urls[0]) if isinstance(urls, list) and urls else leg.event_url
    return url, str(action.get("eventMethod", "POST"))


def first_of(value: object) -> str:
    """The one address of an array that `ncco.fault` has looked at."""
    return str(value[0]) if isinstance(value, list) else ""


def _uuids(action: Action, name: str) -> list[str] | None:
    value = action.get(name)
    return [str(each) for each in value] if isinstance(value, list) else None


async def _until_recorded(leg: Leg, action: Action) -> None:
    """Wait for the silence, the key or the time that ends a recording."""
    end = leg.clock.now() + float(str(action.get("timeOut", 7200)))
    silence = float(str(action["endOnSilence"])) if "endOnSilence" in action else SILENCE
    until = leg.clock.now() + silence
    while True:
        sound = await leg.next_sound(end if leg.speaking else min(end, until))
        now = leg.clock.now()
        if sound is None:
            if leg.speaking is None or now >= end:
                return
        elif sound.kind == KEY and sound.key == str(action.get("endOnKey", "")):
            return
        elif sound.kind != START:
            until = now + silence
