"""One call: between a phone and the app, or a phone that was connected to such a call."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from webapp.simulator.voice.clock import Clock
from webapp.simulator.voice.ear import Ear
from webapp.simulator.voice.recordings import Recording

Action = dict[str, object]
Ncco = list[Action]
MOST_LINES = 500
OUTBOUND, INBOUND = "outbound", "inbound"
FINAL = frozenset(
    {"completed", "busy", "cancelled", "timeout", "unanswered", "rejected", "failed", "disconnected"}
)
APP, PERSON, OTHER, NOTE = "app", "person", "other", "note"
START, END, KEY = "start", "end", "key"


@dataclass(slots=True, eq=False)
class Said:
    """A line of the transcript. who: app, person, other (in a bridge), note. at: seconds since the creation.

    heard: whether the app (or the other person) could hear it. cut: it was interrupted.
    """

    who: str
    text: str
    at: float
    heard: bool = False
    cut: bool = False


@dataclass(slots=True, eq=False)
class Utterance:
    """What a person says: its words, and what a recogniser makes of it (None: the words themselves)."""

    text: str
    seconds: float
    results: list[dict[str, object]] | None = None
    began: float = 0.0
    line: Said | None = None


@dataclass(slots=True, eq=False)
class Sound:
    """What reaches the app: speech that starts or ends, or a key."""

    kind: str
    utterance: Utterance | None = None
    key: str = ""


@dataclass(slots=True, frozen=True)
class Detection:
    """Answering machine detection as the app wanted it; `wait`: the NCCO waits for it."""

    hang_up: bool = False
    wait: bool = False
    beep: bool = False
    beep_timeout: float = 45.0


@dataclass(slots=True, eq=False)
class Leg:
    """`phone`: the person's, `number`: the app's; digits. status: Vonage's word. Timers in seconds.

    by_hand: a person in the browser (or a test) holds the phone, and no script. regional: known at its
    region's host alone. answers_for_parent: its end is told by `connect`, which waits for what the app says.
    replaced: an NCCO was given from outside.
    decision: what that person did with the ringing phone.
    """

    direction: str
    phone: str
    number: str
    clock: Clock
    event_url: str = ""
    event_method: str = "POST"
    answer_url: str = ""
    answer_method: str = "POST"
    ncco: Ncco | None = None
    ringing_timer: float = 60.0
    length_timer: float = 7200.0
    detection: Detection | None = None
    conversation_uuid: str = field(default_factory=lambda: f"CON-{uuid4()}")
    uuid: str = field(default_factory=lambda: str(uuid4()))
    parent: str = ""
    seq: int = 0
    status: str = "started"
    created: float = field(default_factory=time.time)
    answered_at: float | None = None
    ended_at: float | None = None
    seconds: float = 0.0
    detail: str = ""
    disconnected_by: str = ""
    price: str = ""
    network: str = ""
    by_hand: bool = False
    regional: bool = False
    answers_for_parent: bool = False
    replaced: bool = False
    shuffled: bool = False
    muted: bool = False
    earmuffed: bool = False
    keys_to: str = ""
    barge_in: bool = False
    lines: list[Said] = field(default_factory=list)
    version: int = 0
    ear: Ear = field(default_factory=Ear)
    sounds: deque[Sound] = field(default_factory=deque)
    sounded: asyncio.Event = field(default_factory=asyncio.Event)
    speaking: Utterance | None = None
    queue: Ncco = field(default_factory=list)
    performing: asyncio.Future[Ncco | None] | None = None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    decision: str = ""
    decided: asyncio.Event = field(default_factory=asyncio.Event)
    beeped: asyncio.Event = field(default_factory=asyncio.Event)
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    recordings: list[Recording] = field(default_factory=list)
    outbox: deque[Event] = field(default_factory=deque)
    sending: bool = False
    party: asyncio.Task[None] | None = None
    talking: asyncio.Task[None] | None = None

    @property
    def ends(self) -> tuple[str, str]:
        """From, to."""
        return (self.number, self.phone) if self.direction == OUTBOUND else (self.phone, self.number)

    @property
    def live(self) -> bool:
        """Whether it is not over."""
        return self.status not in FINAL

    def note(self, who: str, text: str, heard: bool = False) -> Said:
        """Write a line into the transcript; beyond the bound nothing is kept."""
        line = Said(who, text, round(self.clock.now(), 2), heard)
        if len(self.lines) < MOST_LINES:
            self.lines.append(line)
        self.version += 1
        return line

    def sound(self, sound: Sound) -> None:
        """Something reaches the app."""
        self.sounds.append(sound)
        self.sounded.set()

    async def next_sound(self, until: float) -> Sound | None:
        """The next sound that comes before a moment on the call's clock."""
        while not self.sounds:
            self.sounded.clear()
            if not await self.clock.event(self.sounded, until):
                return None
        return self.sounds.popleft()

    def change(self, status: str) -> None:
        """Go on to a status; a final one stays."""
        if self.live:
            self.status = status
            self.version += 1


@dataclass(slots=True, eq=False)
class Event:
    """An event webhook to send. `obeyed`: an NCCO in its answer replaces the call's."""

    body: Mapping[str, object]
    url: str
    method: str
    obeyed: bool = False
