"""What comes by itself: time, the sweep, the jobs that were enqueued."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis.stateful import rule
from sqlalchemy import select, update

from jobs import batches as jobs
from jobs.sweep import sweep
from tests.stateful import picture
from tests.stateful.picture import Picture
from tests.stateful.world import World, verb
from webapp.db import db
from webapp.models.batch import Batch, BatchState
from webapp.models.message import Message, MessageState
from webapp.models.number_service import NumberService
from webapp.models.recipient import RecipientStatus

A_WHILE = timedelta(minutes=3)
"""Longer than a claimed message may take, and than a number rests."""


def possible(machine: Any) -> list[str]:
    """What makes a difference now."""
    now: Picture = machine.picture
    found = ["worker_hangs", "worker_hangs"] if machine.carrier.in_hand or machine.carrier.unrecorded else []
    if now.recipients_in(RecipientStatus.SENDING) or now.batches_in(BatchState.SCHEDULED):
        found.append("time_passes")
    return found + (["sweep", "jobs_run"] if now != machine.seen or not found else [])


class Clock(World):
    """Each may come at any moment, and once more than is needed."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = self.picture

    @rule(comes=verb(possible))
    def by_itself(self, comes: str) -> None:
        getattr(self, comes)()

    def time_passes(self) -> None:
        """Everything that has a time is that much older now."""
        with self.step():
            for message in db.session.scalars(select(Message).where(Message.state == MessageState.SENDING)):
                assert message.claimed_at is not None
                message.claimed_at -= A_WHILE
            for batch in db.session.scalars(select(Batch).where(Batch.scheduled_at.is_not(None))):
                assert batch.scheduled_at is not None
                batch.scheduled_at -= A_WHILE
            db.session.execute(update(NumberService).values(slowed_until=None))
        states = self.expected.states
        self.expected.aged |= {known for known in states if states[known] == MessageState.SENDING}

    def worker_hangs(self) -> None:
        """For so long that it is given up; then it goes on, with the same entries in its hands."""
        self.time_passes()
        self.sweep()

    def sweep(self) -> None:
        sweep()
        self.expected.give_up()
        self.find_confirmations()
        self.seen = picture.take()

    def jobs_run(self) -> None:
        """Those of every batch, which may be elsewhere by now."""
        for batch in self.picture.batches:
            jobs.start_due(batch)
            jobs.end_unsent_rows(batch)
        self.seen = picture.take()
