"""What becomes of a message: its statuses, and what the person at the other end writes back."""

from __future__ import annotations

import asyncio
import random
import time

from webapp.simulator.attachments import Attachment
from webapp.simulator.core import Core
from webapp.simulator.people import DELIVERED, MESSAGE, REJECTED, SUBMITTED, Mms, Reply, person
from webapp.simulator.webhooks import Webhooks
from webapp.simulator.world import Handset, Message, StatusHooks

# Seconds at speed 1: to the carrier, to the handset, until a person has typed, between two texts in a row.
TO_CARRIER, TO_HANDSET = (0.03, 0.1), (0.7, 1.5)
LONGEST_TEXT = 3200
TYPING, IN_A_ROW = (1.0, 3.0), (0.8, 1.6)

Step = tuple[tuple[float, float], str, str, Reply]  # (seconds from, to), status or "", code, reply


def _quoting(reply: Reply, text: str) -> Reply:
    """What a phone writes about the message that it got quotes it."""
    return reply.replace(MESSAGE, text)[:LONGEST_TEXT] if isinstance(reply, str) else reply


class Network:
    """Carries messages: one step after the other, each after the webhook of the one before was tried."""

    def __init__(self, core: Core, webhooks: Webhooks) -> None:
        self._core = core
        self._webhooks = webhooks

    def accept(
        self, phone: str, number: str, text: str, client_ref: str | None, webhooks: StatusHooks
    ) -> Message:
        """Take a message from the app, and begin to carry it."""
        message = self._core.world.accept(phone, number, text, client_ref, webhooks)
        steps = self._plan(message)
        if steps:
            handset = self._core.world.handset(phone)
            handset.unfinished += 1
            self._core.work.begin()
            self._wait(message, steps, 0, self._core.epoch)
        return message

    def write(self, phone: str, number: str, text: str) -> Message:
        """A handset texts the app."""
        message = self._core.world.write(phone, number, text)
        self._webhooks.send("inbound", message)
        return message

    def _reply(self, message: Message, reply: Reply) -> Message:
        """A person answers a message of the app's."""
        if not isinstance(reply, Mms):
            return self._core.world.write(message.phone, message.number, reply)
        media = tuple(Attachment(*each) for each in reply.sent)
        return self._core.world.write(message.phone, message.number, reply.text, mms=True, media=media)

    def _plan(self, message: Message) -> list[Step]:
        who, faults = person(message.phone), self._core.faults
        statuses, code = who.statuses, who.code
        broken = faults.strikes("error_code") if faults else None
        if broken is not None:
            statuses, code = (REJECTED,), broken.code or "1000"
        elif message.phone.startswith("1") and not message.number.isdigit():
            statuses, code = (REJECTED,), "1120"  # No alphanumeric senders in the United States and Canada.
        steps: list[Step] = []
        for status in statuses:
            why = "" if status in (SUBMITTED, DELIVERED) else code
            steps.append((TO_HANDSET if steps else TO_CARRIER, status, why, ""))
        if DELIVERED in statuses and who.replies and self._answers(message.phone):
            said = [_quoting(reply, message.text) for reply in who.replies]
            steps += [(TYPING if n == 0 else IN_A_ROW, "", "", reply) for n, reply in enumerate(said)]
        if faults and len(steps) > 1 and faults.strikes("out_of_order"):
            steps.reverse()
        return steps

    def _answers(self, phone: str) -> bool:
        """A person answers once in a while only: else it would talk with an agent forever."""
        handset = self._core.world.handset(phone)
        if handset.stopped or time.time() - handset.replied_at < self._core.settings.reply_again:
            return False
        handset.replied_at = time.time()
        return True

    def _wait(self, message: Message, steps: list[Step], n: int, epoch: int) -> None:
        if epoch != self._core.epoch:
            return
        if n == len(steps):
            handset: Handset | None = self._core.world.handsets.get(message.phone)
            if handset is not None and handset.unfinished:
                handset.unfinished -= 1
            self._core.work.end()
            return
        seconds = random.uniform(*steps[n][0]) / self._core.settings.speed
        asyncio.get_running_loop().call_later(seconds, self._take, message, steps, n, epoch)

    def _take(self, message: Message, steps: list[Step], n: int, epoch: int) -> None:
        if epoch != self._core.epoch:
            return
        _, status, code, reply = steps[n]

        def go_on() -> None:
            self._wait(message, steps, n + 1, epoch)

        if status:
            self._core.world.report(message, status, code)
            self._webhooks.send("status", message, status, code, go_on)
        else:
            inbound = self._reply(message, reply)
            self._webhooks.send("inbound", inbound, after_first=go_on)
