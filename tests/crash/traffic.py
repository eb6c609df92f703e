"""What goes on while things break: people write in, some of them STOP, and staff answer."""

from __future__ import annotations

import random
import time
import uuid

from sqlalchemy import select

from tests.crash.staff import Staff
from tests.crash.steps import Steps
from tests.simulator.server import Control
from webapp.db import db
from webapp.models.number import Number
from webapp.models.thread import Thread

WORDS = ("STOP", "Stop.", "yes", "Who is this?", "HELP", "نعم", "START", "call me at 5")
THROTTLED_IN_A_BURST = 25
AT_ONCE = 25
"""Texts, and answers of staff, between two blows at most."""


class Traffic:
    """Two threads, until `end`. `begin` them once the first messages are out."""

    def __init__(self, control: Control, staff: Staff, numbers: list[str], seed: int) -> None:
        self._control = control
        self._staff = staff
        self._numbers = numbers
        self._chance = random.Random(seed)
        self._steps = Steps(self._street, self._desk, rest=0.15, most=AT_ONCE)
        self._phones: list[str] = []
        self._conversations: list[int] = []

    def begin(self, phones: list[str]) -> None:
        self._phones = phones
        self._steps.start()

    def meet(self) -> None:
        """Learn which conversations there are by now, inside an application's context."""
        self._steps.go_on()
        with_them = select(Thread.id).join(Thread.number).where(Number.e164.in_(self._numbers))
        self._conversations = list(db.session.scalars(with_them.order_by(Thread.id).limit(2000)))
        db.session.rollback()

    def end(self) -> None:
        """No more of it. Raises what went wrong in a thread."""
        self._steps.end()

    def _street(self) -> None:
        """Someone texts us; now and then the carrier asks for patience."""
        control, chance = self._control, self._chance
        control.inbound(chance.choice(self._phones), chance.choice(self._numbers), chance.choice(WORDS))
        if chance.random() < 0.05:
            control.fault("throttle", count=THROTTLED_IN_A_BURST, seconds=0.5)

    def _desk(self) -> None:
        if self._conversations:
            self._staff.reply(self._chance.choice(self._conversations), f"Thank you! {uuid.uuid4().hex}")
            time.sleep(0.1)
