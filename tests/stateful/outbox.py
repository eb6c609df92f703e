"""What the workers do, and how they die."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from tests.stateful.carrier import Door
from tests.stateful.picture import Picture
from tests.stateful.world import Draw, World, some, verb
from webapp.db import db
from webapp.models.batch import BatchState
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.number import Number
from webapp.models.recipient import RecipientStatus
from webapp.services.outbox import claim
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, Sender
from webapp.services.outbox.record import record

DOORS = [*Door, Door.ACCEPTED, Door.BROKE_AFTER, Door.RETURNED]


def possible(machine: Any) -> list[str]:
    """What a worker may do now; where nothing goes on, it sometimes looks for work in vain."""
    now: Picture = machine.picture
    going = now.batches_in(BatchState.RUNNING)
    queued = [now.recipients[who].batch_id for who in now.recipients_in(RecipientStatus.QUEUED)]
    single = any(row.state == MessageState.QUEUED for row in now.messages.values())
    found = ["claim_few"]
    found += ["claim_few", "claim_few", "work"] if single or set(going) & set(queued) else []
    found += 4 * ["hand_over"] + ["crash"] if machine.carrier.in_hand else []
    found += 4 * ["record"] + ["crash"] if machine.carrier.unrecorded else []
    return found


class Outbox(World):
    """Claim, hand over, record: any number of workers at once, each as slow as it likes."""

    @rule(does=verb(possible), data=st.data())
    def a_worker(self, does: str, data: st.DataObject) -> None:
        getattr(self, does)(data.draw)

    def claim_few(self, draw: Draw) -> None:
        self.claim(draw(st.sampled_from(self.numbers)), draw(st.integers(1, 3)), draw(st.integers(0, 2)))

    def work(self, draw: Draw) -> None:
        """Without a fault of its own: each entry meets the same at the carrier."""
        number, door = draw(st.sampled_from(self.numbers)), draw(st.sampled_from(DOORS))
        for entry in self.claim(number, 3):
            self.carrier.hand_over(entry, door, echoes=True)
            self.write_down(self.carrier.unrecorded[-1:])

    def hand_over(self, draw: Draw) -> None:
        door, echoes = draw(st.sampled_from(DOORS)), draw(st.booleans())
        for entry in draw(some(self.carrier.in_hand)):
            self.carrier.hand_over(entry, door, echoes=echoes)

    def record(self, draw: Draw) -> None:
        """Twice: the answer to the first commit was lost, and the dispatcher tried again."""
        self.write_down(draw(some(self.carrier.unrecorded)), times=draw(st.integers(1, 2)))

    def crash(self, _draw: Draw) -> None:
        self.carrier.crash()

    def write_down(self, outcomes: list[Outcome], times: int = 1) -> None:
        for _ in range(times):
            with self.step():
                record(outcomes)
        for outcome in outcomes:
            self.carrier.unrecorded.remove(outcome)
            self.expected.record(outcome)

    def claim(self, number: int, limit: int, turn: int = 0) -> list[ClaimedEntry]:
        """Claim in a unit of work of its own, and see that each entry may leave."""
        with self.step():
            entries = claim.claim(_line(number), limit, turn)
        assert len(entries) <= limit
        for entry in entries:
            self._may_leave(entry, self.picture)
            self.expected.claim(entry)
            self.carrier.in_hand.append(entry)
        self._skipped_in_the_claim(number)
        return entries

    def _may_leave(self, entry: ClaimedEntry, before: Picture) -> None:
        """The batch runs, the message is in no one else's hands, and its phone has not opted out."""
        if entry.batch_id is not None:
            batch = before.batches[entry.batch_id]
            assert (batch.state, batch.number_id) == (BatchState.RUNNING, entry.lane[0]), entry
        confirms = entry.entry_id in before.messages and (
            before.messages[entry.entry_id].origin == Origin.CONFIRMATION
        )
        assert confirms or entry.phone not in self.expected.opted_out, f"opted out: {entry}"

    def _skipped_in_the_claim(self, number: int) -> None:
        """What came back to the queue after an opt-out is met by the gate."""
        skipped = (Message.number_id == number, Message.state == MessageState.SKIPPED)
        with self.step():
            ids = list(db.session.scalars(select(Message.id).where(*skipped)))
        for message_id in ids:
            phone, _ = self.expected.staff.get(message_id, ("", ""))
            if phone in self.expected.opted_out:
                self.expected.states[message_id] = MessageState.SKIPPED


def _line(number: int) -> Sender:
    found = db.session.get_one(Number, number)
    sms = found.services["sms"]
    return Sender(found.id, "sms", found.e164, found.carrier, sms.pace, sms.slowed_until)
