"""What the simulator remembers: handsets with their conversations, and every message it accepted."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from uuid import uuid4

from webapp.rules.segments import measure
from webapp.simulator.attachments import Attachment

IN_ONE_CONVERSATION = 500
StatusHooks = tuple[str | None, str | None]
"""Where the reports of a message go, and in which version, if not as the settings say."""
STOP_WORDS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit"})
START_WORDS = frozenset({"start", "unstop"})


@dataclass(slots=True, eq=False)
class Message:
    """An SMS or MMS. `phone` is the handset, `number` the app's; both digits without +. `at`: epoch seconds.

    outward: the app sent it. state: accepted, submitted, delivered, rejected, undeliverable, or received.
    after_stop: which message since the handset wrote STOP it is (1 = the confirmation), 0 when it has not.
    reference: what its parts have in common, should it be a long one.
    """

    seq: int
    uuid: str
    outward: bool
    phone: str
    number: str
    text: str
    at: float
    state: str
    client_ref: str | None = None
    webhook_url: str | None = None
    webhook_version: str | None = None
    code: str = ""
    after_stop: int = 0

    reference: int = 0
    counted: int = 0
    mms: bool = False
    media: tuple[Attachment, ...] = ()

    @property
    def said(self) -> str:
        """The text, and the captions below it, a line each."""
        return "\n".join(filter(None, (self.text, *(each.caption for each in self.media))))

    @property
    def segments(self) -> int:
        """How many SMS it takes; counted when first asked for, as accepting must stay quick."""
        if not self.counted:
            self.counted = measure(self.text).segments
        return self.counted

    @property
    def encoding(self) -> str:
        """GSM-7 or UCS-2."""
        return measure(self.text).encoding


@dataclass(slots=True, eq=False)
class Handset:
    """A simulated person's phone, with its latest messages, oldest first.

    moved: the world's version at its last message; touched: at its last message or change of state.
    """

    phone: str
    moved: int = 0
    touched: int = 0
    stopped: bool = False
    after_stop: int = 0
    replied_at: float = 0.0
    unfinished: int = 0
    messages: list[Message] = field(default_factory=list)


class World:
    """All state, in memory and bounded by `keep` messages.

    Beyond the bound the conversations that have rested longest are dropped (those with webhooks still to
    come last), and the oldest accepted messages.
    """

    def __init__(self, keep: int) -> None:
        self.keep = keep
        self.handsets: OrderedDict[str, Handset] = OrderedDict()
        self.numbers: OrderedDict[str, None] = OrderedDict()
        self.counts: Counter[str] = Counter()
        self.version = 0
        self._accepted: list[Message] = []
        self._first_seq = 1
        self._held = 0

    def accept(
        self, phone: str, number: str, text: str, client_ref: str | None, webhooks: StatusHooks
    ) -> Message:
        """Take a message from the app to a handset into the record."""
        handset = self.handset(phone)
        if handset.stopped:
            handset.after_stop += 1
            self.counts["after_stop"] += 1
        message = Message(
            self._first_seq + len(self._accepted), str(uuid4()), True, phone, number, text, time.time(),
            "accepted", client_ref, *webhooks, after_stop=handset.after_stop,
        )  # fmt: skip
        self._accepted.append(message)
        if len(self._accepted) > self.keep + self.keep // 10:
            self._first_seq += self.keep // 10
            del self._accepted[: self.keep // 10]
        self.counts["accepted"] += 1
        self._add(handset, message)
        return message

    def write(
        self, phone: str, number: str, text: str, mms: bool = False, media: tuple[Attachment, ...] = ()
    ) -> Message:
        """A handset texts the app's number. STOP and START are remembered, so that violations can be seen."""
        handset = self.handset(phone)
        word = text.strip().casefold()
        if word in STOP_WORDS:
            handset.stopped, handset.after_stop = True, 0
        elif word in START_WORDS:
            handset.stopped, handset.after_stop = False, 0
        message = Message(
            0, str(uuid4()), False, phone, number, text, time.time(), "received", mms=mms, media=media,
            reference=len(handset.messages),
        )  # fmt: skip
        self.counts["written"] += 1
        self._add(handset, message)
        return message

    def handset(self, phone: str) -> Handset:
        """The handset with this number, made when new."""
        handset = self.handsets.get(phone)
        if handset is None:
            handset = self.handsets[phone] = Handset(phone)
        return handset

    def report(self, message: Message, state: str, code: str) -> None:
        """A message's fate. It is final once known, also when its webhooks are sent in the wrong order."""
        if message.state in ("accepted", "submitted"):
            message.state, message.code = state, code
        self.counts[state] += 1
        self.version += 1
        handset = self.handsets.get(message.phone)
        if handset is not None:
            handset.touched = self.version

    def accepted(self, since: int = 0) -> Iterator[Message]:
        """Accepted messages with a sequence number above `since`, oldest first."""
        return islice(self._accepted, max(0, since + 1 - self._first_seq), None)

    def _add(self, handset: Handset, message: Message) -> None:
        if message.number not in self.numbers and len(self.numbers) < 200:
            self.numbers[message.number] = None
        handset.messages.append(message)
        self._held += 1
        if len(handset.messages) > 2 * IN_ONE_CONVERSATION:
            del handset.messages[:IN_ONE_CONVERSATION]
            self._held -= IN_ONE_CONVERSATION
        self.version += 1
        handset.touched = handset.moved = self.version
        self.handsets.move_to_end(handset.phone)
        while self._held > self.keep and len(self.handsets) > 1:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        oldest = islice(self.handsets.values(), 100)
        victim = next((handset for handset in oldest if not handset.unfinished), None)
        if victim is None:
            victim = next(iter(self.handsets.values()))
        del self.handsets[victim.phone]
        self._held -= len(victim.messages)
