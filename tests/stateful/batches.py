"""What people and the clock do to batches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from sqlalchemy import select

from tests import factories
from tests.stateful.picture import Picture
from tests.stateful.world import PEOPLE, Draw, World
from webapp.db import db, now
from webapp.models.batch import BatchState
from webapp.models.message import MessageState
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.services.batches import lifecycle, retry
from webapp.services.batches.retry import Resolution
from webapp.services.recipients import moving

B = BatchState
S = RecipientStatus
STARTED = (B.RUNNING, B.PAUSED, B.FINISHED)
TO_RETRY = (S.FAILED, S.REJECTED, S.UNDELIVERED)
MOST_BATCHES = 8
OFFERED = {
    B.SCHEDULED: ("start", "unschedule", "cancel"),
    B.RUNNING: ("pause", "cancel"),
    B.PAUSED: ("resume", "resume", "resume", "cancel"),
}
"""For each state of a batch the verbs that are always possible then (what is likelier stands twice)."""


@dataclass(frozen=True)
class Decision:
    """What a person may do now: a verb of Batches, and the batch or recipient that it is about, if any."""

    verb: str
    about: int = 0


def decisions(machine: Any) -> list[Decision]:
    """Everything that the pages of batches offer at this moment."""
    now: Picture = machine.picture
    statuses = {(row.batch_id, row.status) for row in now.recipients.values()}
    found = [Decision("create_batch")] if len(now.batches) < MOST_BATCHES else []
    found += [
        Decision(verb, batch.id) for batch in now.batches.values() for verb in OFFERED.get(batch.state, ())
    ]
    found += [Decision("start", draft) for draft in now.batches_in(B.DRAFT) if (draft, S.QUEUED) in statuses]
    found += [
        Decision("retry_failed", batch_id)
        for batch_id in now.batches_in(*STARTED)
        if any((batch_id, status) in statuses for status in TO_RETRY)
    ]
    doubtful = now.recipients_in(S.UNKNOWN)
    found += [
        Decision(word, who) for word in ("note_as_sent", "send_again", "send_again") for who in doubtful
    ]
    return found


class Batches(World):
    """A list becomes a batch; its people start, stop, fix and decide."""

    @initialize(to=st.lists(st.sampled_from(PEOPLE), min_size=2, unique=True))
    def begin(self, to: list[str]) -> None:
        """There is always something going on."""
        for people in (to, PEOPLE):
            self.start(self._create(people, self.numbers[0]))

    @precondition(decisions)
    @rule(decision=st.runner().flatmap(lambda machine: st.sampled_from(decisions(machine))), data=st.data())
    def somebody_decides(self, decision: Decision, data: st.DataObject) -> None:
        getattr(self, decision.verb)(decision.about if decision.about else data.draw)

    def create_batch(self, draw: Draw) -> None:
        """Its first row is faulty, or not; it waits as a draft, starts at once, or by itself.

        A moment that has passed stands for a wake-up that was lost.
        """
        to = draw(st.lists(st.sampled_from(PEOPLE), min_size=2, unique=True))
        batch = self._create(to, draw(st.sampled_from(self.numbers)), draw(st.booleans()))
        minutes = draw(st.sampled_from([0, 0, None, -90, -1, 2]))
        if minutes == 0:
            self.start(batch)
        elif minutes is not None:
            with self.step():
                at = now() + timedelta(minutes=minutes)
                lifecycle.schedule(lifecycle.get(batch, lock=True), at, self.ada)

    def _create(self, to: list[str], number: int, faulty: bool = False) -> int:
        with self.step():
            batch = factories.batch(to, state=B.DRAFT, number_id=number, created_by=self.ada)
            rows = select(Recipient.id).where(Recipient.batch_id == batch.id).order_by(Recipient.row_no)
            ids = list(db.session.scalars(rows))
            if faulty:
                moving.move(ids[:1], S.QUEUED, S.FAULTY)
        self.expected.free.update(ids[faulty:])
        return batch.id

    def start(self, batch: int) -> None:
        with self.step():
            lifecycle.start(lifecycle.get(batch, lock=True), self.ada)

    def unschedule(self, batch: int) -> None:
        with self.step():
            lifecycle.unschedule(lifecycle.get(batch, lock=True), self.ada)

    def pause(self, batch: int) -> None:
        with self.step():
            lifecycle.pause(lifecycle.get(batch, lock=True), "Ada paused it.", self.ada)

    def resume(self, batch: int) -> None:
        with self.step():
            lifecycle.resume(lifecycle.get(batch, lock=True), self.ada)

    def cancel(self, batch: int) -> None:
        with self.step():
            lifecycle.cancel(lifecycle.get(batch, lock=True), self.ada)

    def retry_failed(self, batch: int) -> None:
        rows = self.picture.recipients.values()
        again = {row.id for row in rows if row.batch_id == batch and row.status in TO_RETRY}
        with self.step():
            assert retry.retry_failed(lifecycle.get(batch, lock=True), self.ada) == len(again)
        self.expected.free.update(again)

    def note_as_sent(self, recipient: int) -> None:
        with self.step():
            self._resolve(recipient, Resolution.SENT)
        self.expected.climb(self.picture.attempts(recipient)[-1].id, MessageState.SENT)

    def send_again(self, recipient: int) -> None:
        """A person takes the risk of sending it twice; a canceled batch sends nothing at all."""
        if self.picture.batches[self.picture.recipients[recipient].batch_id].state == B.CANCELED:
            with self.refused():
                self._resolve(recipient, Resolution.AGAIN)
            return
        with self.step():
            self._resolve(recipient, Resolution.AGAIN)
        self.expected.free.add(recipient)

    def _resolve(self, recipient: int, resolution: Resolution) -> None:
        batch_id = self.picture.recipients[recipient].batch_id
        retry.resolve(batch_id, recipient, resolution, self.ada)
