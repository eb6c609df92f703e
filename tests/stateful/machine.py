"""The machine: all rules together, what must hold after each step, and how everything ends."""

from __future__ import annotations

import sys

from hypothesis.stateful import invariant

from tests.stateful import invariants, picture
from tests.stateful.batches import Batches
from tests.stateful.carrier import Door
from tests.stateful.clock import Clock
from tests.stateful.outbox import Outbox
from tests.stateful.people import People
from tests.stateful.reports import Reports
from webapp.carriers.base import Report
from webapp.models.batch import BatchState
from webapp.models.entry import Origin
from webapp.models.message import MessageState
from webapp.models.recipient import RecipientStatus

ROUNDS = 20
"""More than any life here needs until nothing is left to do."""


class Life(Batches, Clock, Outbox, People, Reports):
    """An installation's life, shuffled."""

    @invariant()
    def all_holds(self) -> None:
        self.before, self.picture = self.picture, picture.take()
        invariants.forward(self.before, self.picture)
        invariants.messages(self.picture, self.expected)
        invariants.recipients(self.picture)
        invariants.counted(self.picture)
        invariants.batches(self.picture)
        invariants.conversations(self.picture, self.expected)
        invariants.wishes(self.picture, self.expected)

    def teardown(self) -> None:
        """Everything settles; unless a step failed, whose error must not be covered by another."""
        if sys.exc_info()[0] is None:
            self._settle()

    def _settle(self) -> None:
        """Half of what was in flight is recorded, the rest is lost; then all goes well until it is quiet."""
        self.write_down(self.carrier.unrecorded[::2])
        self.carrier.crash()
        self.all_holds()
        for _ in range(ROUNDS):
            self._go_on()
            if not any(self._send(number) for number in self.numbers):
                break
        else:
            raise AssertionError("it never becomes quiet")
        self._hear_the_rest()
        self._go_on()
        self._all_is_settled()

    def _go_on(self) -> None:
        """Workers that died are given up, jobs run, and so does the sweep."""
        self.worker_hangs()
        self.jobs_run()
        self.sweep()
        self.all_holds()

    def _send(self, number: int) -> bool:
        entries = self.claim(number, 100)
        for entry in entries:
            self.carrier.hand_over(entry, Door.ACCEPTED, echoes=True)
        self.write_down(self.carrier.unrecorded[:])
        self.all_holds()
        return bool(entries)

    def _hear_the_rest(self) -> None:
        """Of every other message the last report comes in after all."""
        for taken in self.carrier.taken[::2]:
            self.come([taken.report(Report.DELIVERED)])
        self.all_holds()

    def _all_is_settled(self) -> None:
        going = {row.id: row.state for row in self.picture.batches.values()}
        assert BatchState.RUNNING not in going.values(), going
        for row in self.picture.recipients.values():
            waits = going[row.batch_id] in (BatchState.DRAFT, BatchState.SCHEDULED, BatchState.PAUSED)
            assert row.status != RecipientStatus.SENDING, row
            assert waits or row.status not in (RecipientStatus.QUEUED, RecipientStatus.FAULTY), row
        self._every_message_has_its_end()

    def _every_message_has_its_end(self) -> None:
        on_the_way = (MessageState.QUEUED, MessageState.SENDING)
        assert not [row for row in self.picture.messages.values() if row.state in on_the_way]
        refs = {row.client_ref: row for row in self.picture.messages.values()}
        for taken in self.carrier.taken:
            message = refs[taken.claimed.order.ref]
            assert message.state != MessageState.UNKNOWN or message.reason, message
            # Half of these were heard of above. Of a person whom we had not to reach there is none.
            assert message.state not in (MessageState.SKIPPED, MessageState.CANCELED), message
        assert all(row.origin != Origin.TEST for row in self.picture.messages.values())
