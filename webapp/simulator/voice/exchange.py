"""The telephone exchange: places calls, rings phones, lets people and NCCOs talk, and ends calls."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Coroutine

from webapp.simulator.callees import BUSY, DECLINES, FAILS, RINGS, Callee, callee
from webapp.simulator.core import Allowance, Core, Work
from webapp.simulator.voice import payloads
from webapp.simulator.voice.actions import BRIDGE, Actions
from webapp.simulator.voice.clock import Clock
from webapp.simulator.voice.connecting import Connecting
from webapp.simulator.voice.detecting import detect
from webapp.simulator.voice.fetching import first_ncco
from webapp.simulator.voice.hooks import Hooks
from webapp.simulator.voice.leg import INBOUND, NOTE, OUTBOUND, Event, Leg, Ncco
from webapp.simulator.voice.line import Line
from webapp.simulator.voice.orders import CallOrder
from webapp.simulator.voice.rooms import Rooms
from webapp.simulator.voice.scripts import script

SETTING_UP = 0.4  # Seconds until a phone rings.
HELD_FOR = 8.0  # Real seconds for which an open handset counts as held after it was last heard of.


class Exchange:
    """All calls, live and over (bounded by `keep_calls`), by uuid, oldest first.

    region: the address at which calls live that are known there alone.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self.hooks = Hooks(core, self.obey)
        self.rooms = Rooms()
        self.calls: OrderedDict[str, Leg] = OrderedDict()
        self.live = Work()
        self.region = ""
        self._connecting = Connecting(core, self.hooks, self.rooms, self)
        self._actions = Actions(core, self.hooks, self.rooms, self._connecting.connect, self.region_of)
        self._held: dict[str, float] = {}
        self._seq = 0
        self.forget()

    def forget(self) -> None:
        """No calls: what is live is cut off without a word."""
        for leg in self.calls.values():
            for task in leg.tasks:
                task.cancel()
        self.calls.clear()
        self.rooms.forget()
        self.hooks.forget()
        self.live.forget()
        self._held.clear()
        self.starts, self.others = Allowance(), Allowance()

    def clock(self) -> Clock:
        """The clock of a new call."""
        return Clock(self._core.settings.call_speed)

    def region_of(self, leg: Leg) -> str:
        """The address of the host where a call lives."""
        return self.region if leg.regional else self._core.url

    def place(self, order: CallOrder) -> Leg:
        """Call a phone, as the app wants it."""
        settings = self._core.settings
        leg = Leg(
            OUTBOUND, order.to, order.sender, self.clock(), order.event_url or settings.event_url,
            order.event_method, order.answer_url, order.answer_method, order.ncco, order.ringing_timer,
            order.length_timer, order.detection,
        )  # fmt: skip
        leg.regional = bool(self._core.faults.strikes("regional"))
        leg.shuffled = bool(self._core.faults.strikes("events_out_of_order"))
        self.add(leg)
        self.begin(leg, self._outbound(leg))
        return leg

    def dial(self, phone: str, number: str, by_hand: bool = False) -> Leg:
        """A phone calls one of the app's numbers."""
        settings = self._core.settings
        leg = Leg(INBOUND, phone, number, self.clock(), settings.event_url, answer_url=settings.answer_url)
        leg.by_hand = by_hand
        leg.regional = bool(self._core.faults.strikes("regional"))
        self.add(leg)
        self.begin(leg, self._inbound(leg))
        return leg

    def add(self, leg: Leg) -> None:
        """Take a new call into the record, and drop the oldest that is over beyond the bound."""
        self._seq += 1
        leg.seq = self._seq
        self.calls[leg.uuid] = leg
        self.live.begin()
        self._core.world.counts[f"calls_{leg.direction}"] += 1
        if len(self.calls) > self._core.settings.keep_calls:
            oldest = next((each.uuid for each in self.calls.values() if not each.live), None)
            if oldest is not None:
                del self.calls[oldest]

    def begin(self, leg: Leg, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Run a part of a call until the call is over."""
        task = asyncio.create_task(work)
        leg.tasks.add(task)
        task.add_done_callback(lambda done: self._done(leg, done))
        return task

    def _done(self, leg: Leg, task: asyncio.Task[None]) -> None:
        leg.tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        leg.note(NOTE, f"The simulator failed: {task.exception()!r}")
        self.finish(leg, "failed", "internal_error")
        task.result()  # Into the log of the event loop.

    def tell(self, leg: Leg, word: str) -> None:
        """Send a status event."""
        self.hooks.later(leg, Event(payloads.status(leg, word), leg.event_url, leg.event_method))

    def hold(self, phone: str, seconds: float = HELD_FOR) -> None:
        """Someone holds this phone for so long (real seconds): calls to it ring there. 0: no longer."""
        now = time.monotonic()
        self._held = {each: until for each, until in self._held.items() if until > now}
        self._held[phone] = now + seconds

    def is_held(self, phone: str) -> bool:
        """Whether someone holds this phone."""
        return self._held.get(phone, 0.0) > time.monotonic()

    def current(self, phone: str) -> Leg | None:
        """The call that a phone is in, or had last."""
        mine = [leg for leg in reversed(self.calls.values()) if leg.phone == phone]
        return next((leg for leg in mine if leg.live), mine[0] if mine else None)

    def line(self, leg: Leg) -> Line:
        """The person's end of a call."""
        return Line(leg, self.rooms.relay, self._pressed, lambda: self.hang_up(leg, "user"))

    def take_over(self, leg: Leg) -> None:
        """A person takes the phone out of the script's hand."""
        leg.by_hand = True
        if leg.party is not None:
            leg.party.cancel()
            leg.party = None

    def hang_up(self, leg: Leg, by: str = "platform") -> None:
        """End a call: completed when it was answered, else cancelled."""
        self.finish(leg, "cancelled" if leg.answered_at is None else "completed", by=by)

    def finish(self, leg: Leg, word: str, detail: str = "", by: str = "platform") -> None:
        """A call's end. Nothing of it goes on."""
        if not leg.live or leg.uuid not in self.calls:
            return
        if leg.answered_at is not None:
            leg.seconds = leg.clock.now() - leg.answered_at
        leg.ended_at, leg.detail, leg.disconnected_by = time.time(), detail, by
        payloads.bill(leg)
        self._actions.stop_recordings(leg)
        leg.change(word)
        if not (leg.answers_for_parent and leg.answered_at is None):
            self.tell(leg, word)
        leg.over.set()
        leg.connected.set()
        for task in [*leg.tasks, leg.talking]:
            if task is not None and task is not asyncio.current_task():
                task.cancel()
        self._core.world.counts[f"calls_{word}"] += 1
        self.live.end()

    def replace(self, leg: Leg, ncco: object) -> None:
        """Go on with another NCCO, at once."""
        leg.replaced = True
        self._actions.replace(leg, ncco)

    def obey(self, leg: Leg, ncco: Ncco) -> None:
        """An NCCO that the app answered to an event."""
        if leg.live and leg.answered_at is not None:
            self.replace(leg, ncco)

    async def ring(self, leg: Leg) -> bool:
        """Ring the phone; whether it was picked up. Else the call has ended."""
        who, clock = callee(leg.phone), leg.clock
        leg.by_hand = self.is_held(leg.phone)
        if who.fate == FAILS and not leg.by_hand:
            await clock.sleep(who.ring)
            self.finish(leg, "failed", who.detail)
            return False
        if leg.by_hand and self._is_talking(leg.phone):
            self.finish(leg, "busy")
            return False
        leg.change("ringing")
        self.tell(leg, "ringing")
        wait = leg.ringing_timer if leg.by_hand else min(who.ring, leg.ringing_timer)
        if await clock.event(leg.decided, clock.now() + wait):
            leg.by_hand = True
            if leg.decision == "decline":
                self.finish(leg, "rejected", "declined", "user")
            return leg.live
        return self._rung(leg, who)

    def _rung(self, leg: Leg, who: Callee) -> bool:
        """No one has touched the phone; what becomes of the call."""
        if leg.by_hand or who.ring > leg.ringing_timer:
            self.finish(leg, "timeout")
        elif who.fate == RINGS:
            self.finish(leg, "unanswered", who.detail)
        elif who.fate == BUSY:
            self.finish(leg, "busy")
        elif who.fate == DECLINES:
            self.finish(leg, "rejected", who.detail, "user")
        return leg.live

    def _is_talking(self, phone: str) -> bool:
        return any(leg.live and leg.phone == phone and leg.answered_at for leg in self.calls.values())

    async def picked_up(self, leg: Leg) -> None:
        """The call is answered: the person, the time limit and the detection begin."""
        leg.answered_at = leg.clock.now()
        leg.change("answered")
        self.tell(leg, "answered")
        if not leg.by_hand:
            leg.party = self.begin(leg, self._party(leg))
        self.begin(leg, self._limit(leg))
        if leg.detection is not None:
            detecting = self.begin(leg, detect(leg, leg.detection, self.hooks, self.hang_up))
            if leg.detection.wait:
                await asyncio.wait({detecting})

    async def run(self, leg: Leg) -> None:
        """Run the call's NCCO; the call ends with it."""
        await self._actions.run(leg)
        self.hang_up(leg)

    async def _outbound(self, leg: Leg) -> None:
        self.tell(leg, "started")
        await leg.clock.sleep(SETTING_UP)
        if await self.ring(leg):
            await self.picked_up(leg)
            await self._begin_ncco(leg)
            await self.run(leg)

    async def _inbound(self, leg: Leg) -> None:
        self.tell(leg, "started")
        await leg.clock.sleep(SETTING_UP)
        leg.change("ringing")
        self.tell(leg, "ringing")
        await self._begin_ncco(leg)
        if not leg.queue:
            self.finish(leg, "failed", "cannot_route")
            return
        await self.picked_up(leg)
        await self.run(leg)

    async def _begin_ncco(self, leg: Leg) -> None:
        """Fetch the first NCCO, unless the app gives another one meanwhile."""
        ncco = await first_ncco(leg, self.hooks, self._core.settings.fallback_answer_url, self.region_of(leg))
        if not leg.replaced:
            leg.queue = ncco

    async def _party(self, leg: Leg) -> None:
        await script(callee(leg.phone).digits)(self.line(leg))

    async def _limit(self, leg: Leg) -> None:
        dropped = self._core.faults.strikes("line_drops")
        if dropped:
            await leg.clock.sleep(dropped.seconds or 0.0)
            self.hang_up(leg, "user")
        await leg.clock.sleep(leg.length_timer)
        self.hang_up(leg)

    def _pressed(self, leg: Leg, key: str) -> None:
        """A key for each, by itself."""
        if leg.keys_to:
            body = payloads.common(leg) | {"dtmf": {"digits": key, "timed_out": False}}
            self.hooks.background(leg, Event(body, leg.keys_to, "POST"))

    async def connected(self, leg: Leg, whisper: Ncco) -> None:
        """A phone that `connect` rings: it hears the whisper, then is in the bridge."""
        self.tell(leg, "started")
        await leg.clock.sleep(SETTING_UP)
        if await self.ring(leg):
            await self.picked_up(leg)
            leg.queue = [*whisper, {"action": BRIDGE}]
            await self.run(leg)
