"""People who talk with agents, and staff who take some of these conversations over, and give them back."""

from __future__ import annotations

import random
import time
import uuid
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from tests.crash import desks
from tests.crash.staff import Staff
from tests.crash.stand_in import StandIn
from tests.crash.steps import Steps
from tests.simulator.server import Control
from webapp.db import db
from webapp.models.number import Number
from webapp.models.thread import Thread as Conversation

PEOPLE = {number: [f"+1202771{kind}{n:03d}" for n in range(18)] for kind, number in enumerate(desks.NUMBERS)}
"""Who writes to which of our numbers. The simulator's people say nothing by themselves at these phones."""
STOPS, STARTS, SOON, ANNOYED = 0.03, 0.4, 0.3, 0.02
"""How often they opt out, and in again; write once more in the middle of it; and the model goes wrong."""
TAKEN, REPLIED, GIVEN = 0.15, 0.1, 0.6
"""How often staff who look at a conversation take it over, reply, or give it back."""
FOREVER = float("inf")
AT_ONCE = 40
"""Texts, and looks at conversations, between two blows at most."""


@dataclass
class Person:
    """Someone who asks one thing after the other. `writes_at`: not before (monotonic seconds)."""

    phone: str
    to: str
    asked: int = 0
    writes_at: float = 0.0
    out: bool = False


@dataclass
class Held:
    """A person of the team certainly had the word in a conversation (epoch seconds)."""

    thread_id: int
    since: float
    until: float = FOREVER


class Talks:
    """Two threads, from `begin` until `end`. `given_back`: how often, by conversation."""

    def __init__(self, control: Control, staff: Staff, model: StandIn, seed: int) -> None:
        self._control, self._staff, self._model = control, staff, model
        self._street_chance, self._desk_chance = random.Random(seed), random.Random(seed + 1)
        self._people = [Person(phone, to) for to, phones in PEOPLE.items() for phone in phones]
        self._conversations: list[int] = []
        self._steps = Steps(self._street, self._desk, rest=0.1, most=AT_ONCE)
        self._open: dict[int, Held] = {}
        self.held: list[Held] = []
        self.given_back: list[int] = []

    @property
    def replied(self) -> list[str]:
        """The texts that staff were told are sent."""
        return self._staff.replied

    def asked(self) -> Counter[str]:
        """How many requests the model got for each phone."""
        return self._model.asked()

    def away(self) -> None:
        """The model is, for a minute."""
        self._model.away()

    def begin(self) -> None:
        self._steps.start()

    def meet(self) -> None:
        """Learn which conversations there are by now, inside an application's context."""
        self._steps.go_on()
        query = select(Conversation.id).join(Conversation.number).where(Number.e164.in_(desks.NUMBERS))
        self._conversations = list(db.session.scalars(query))
        db.session.rollback()

    def end(self) -> None:
        """No more of it. Raises what went wrong in a thread."""
        self._steps.end()

    def _street(self) -> None:
        chance = self._street_chance
        ready = [person for person in self._people if person.writes_at <= time.monotonic()]
        if ready:
            person = chance.choice(ready)
            self._control.inbound(person.phone, person.to, self._text(person))
        if chance.random() < ANNOYED:
            self._model.annoy(chance)

    def _text(self, person: Person) -> str:
        chance = self._street_chance
        soon = chance.random() < SOON
        person.writes_at = time.monotonic() + (chance.uniform(0.2, 1.5) if soon else chance.uniform(4, 8))
        if chance.random() < (STARTS if person.out else STOPS):
            person.out = not person.out
            return "STOP" if person.out else "START"
        person.asked += 1
        return list(desks.FACTS)[person.asked % len(desks.FACTS)]

    def _desk(self) -> None:
        if not self._conversations:
            return
        chance = self._desk_chance
        thread_id, lot = chance.choice(self._conversations), chance.random()
        acts = self._staff.acts(thread_id)
        if "give-back" in acts and lot < GIVEN:
            self._give_back(thread_id)
        elif "take-over" in acts and lot < TAKEN:
            self._staff.act(thread_id, "take-over")
            self._hold(thread_id)
        elif lot > 1 - REPLIED:
            self._reply(thread_id)

    def _give_back(self, thread_id: int) -> None:
        if held := self._open.pop(thread_id, None):
            held.until = time.time()
        self.given_back.append(thread_id)
        self._staff.act(thread_id, "give-back")

    def _reply(self, thread_id: int) -> None:
        before = len(self.replied)
        self._staff.reply(thread_id, f"A person here. {uuid.uuid4().hex}")
        if len(self.replied) > before:
            self._hold(thread_id)

    def _hold(self, thread_id: int) -> None:
        if thread_id not in self._open:
            self._open[thread_id] = held = Held(thread_id, time.time())
            self.held.append(held)
