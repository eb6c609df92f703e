"""What people, the clock and the carrier do, in any order, and without anything that is expected of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select, update

from jobs import batches as jobs
from jobs.sweep import sweep
from jobs.unit_of_work import unit_of_work
from tests import calls, factories
from tests.conftest import around_the_clock
from webapp.carriers.base import InboundMessage, Report, StatusReport
from webapp.carriers.calls import CallEvent, CallReport
from webapp.channels import registry as channels
from webapp.db import db, now
from webapp.errors import NotFound
from webapp.models.batch import Batch, BatchState
from webapp.models.call import Call
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.entry import Entry
from webapp.models.hold import Hold
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient
from webapp.models.source import Source, SourceKind
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services import receipts
from webapp.services.batches import archiving, lifecycle, retry
from webapp.services.batches.replies import reply_kinds
from webapp.services.calls import leases, reports
from webapp.services.inbox import reply
from webapp.services.inbox.listing import put_away
from webapp.services.inbox.receiving import receive
from webapp.services.opt_outs import holds
from webapp.services.opt_outs import listing as opt_outs
from webapp.services.outbox import abandoned, claim, due
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, SendResult
from webapp.services.outbox.record import record
from webapp.services.privacy import erasure, traces
from webapp.services.threads import callbacks

EVENTS = (CallEvent.RINGING, CallEvent.ANSWERED, CallEvent.HUMAN, CallEvent.MACHINE, CallEvent.COMPLETED,
          CallEvent.NO_ANSWER, CallEvent.BUSY, CallEvent.REJECTED, CallEvent.FAILED)  # fmt: skip
PEOPLE = factories.phones(5)
TEXTS = (
    "Yes",
    "no",
    "Who is this?",
    "STOP",
    "START",
    "help",
    "please stop texting me",
    "wrong number",
    "Hm.",
)
RESULTS = (SendResult.ACCEPTED,) * 4 + (SendResult.REFUSED, SendResult.RETURNED, SendResult.UNKNOWN)
REPORTS = (Report.DELIVERED, Report.DELIVERED, Report.UNDELIVERED, Report.REJECTED, Report.SUBMITTED)


class World:
    """One number, one member, three batches to the same people; `random` decides what is done next.

    Two of the batches are of calls, or none is.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        around_the_clock()
        with unit_of_work():
            ada = factories.user()
            number = calls.number(at_once=3)
            self.ada, self.number = ada.id, number.e164
            of_calls = random.choice([0, 2])
            for at in range(3):
                batch = factories.batch(
                    random.sample(PEOPLE, 4), number_id=number.id, created_by=ada.id, state=BatchState.DRAFT
                )
                if at < of_calls:
                    batch.channel = Channel.CALL
                    batch.content = CallContent(message="Hello.", retries=2, retry_minutes=30)
                lifecycle.start(batch, ada.id)
        self.in_hand: list[ClaimedEntry] = []
        self.sent: list[ClaimedEntry] = []
        self.texts = 0

    def one(self, of: Any) -> int:
        ids = list(db.session.scalars(select(of.id).order_by(of.id)))
        if not ids:
            raise NotFound("None is there.")
        return int(self.random.choice(ids))

    def batch(self) -> Batch:
        return lifecycle.get(self.one(Batch), lock=True)

    def me(self) -> User:
        return db.session.get_one(User, self.ada)

    def claims(self) -> None:
        for sender in due.senders():
            self.in_hand += claim.claim(sender, self.random.randint(1, 4))

    def records(self) -> None:
        outcomes = []
        for entry in self.in_hand:
            result = self.random.choice(RESULTS)
            taken = result == SendResult.ACCEPTED
            outcomes.append(
                Outcome(entry, result, carrier_id=f"out-{entry.entry_id}" if taken else "", sentence="Why.")
            )
            self.sent += [entry] if taken else []
        record(outcomes)
        self.in_hand.clear()

    def dies(self) -> None:
        self.in_hand.clear()
        db.session.execute(
            update(Entry).where(Entry.state == "sending").values(claimed_at=now() - timedelta(minutes=3))
        )
        abandoned.give_up()

    def reported(self) -> None:
        for entry in self.random.sample(self.sent, min(3, len(self.sent))):
            carrier_id, ref = f"out-{entry.entry_id}", entry.order.ref
            if entry.lane[1] == Channel.CALL:
                event = self.random.choice(EVENTS)
                reports.receive(CallReport(carrier_id, ref, event, carrier="tiny"), {})
            else:
                told = self.random.choice(REPORTS)
                receipts.receive(StatusReport(carrier_id, ref, told, "1180", "Off.", carrier="tiny"), {})

    def time_passes(self) -> None:
        """Who waits is called again, and calls that no one told the end of are given up."""
        db.session.execute(update(Recipient).values(not_before=now()))
        db.session.execute(update(Batch).values(wakes_at=now()))
        lease: Any = Call.__table__
        if self.random.random() < 0.3:
            over = update(lease).where(lease.c.lease_until.is_not(None))
            db.session.execute(over.values(lease_until=now() - timedelta(seconds=1)))
            leases.end()

    def writes(self) -> None:
        self.texts += 1
        text = self.random.choice(TEXTS)
        receive.receive(
            InboundMessage(f"in-{self.texts}", self.random.choice(PEOPLE), self.number, text, now()), {}
        )

    def replies(self) -> None:
        reply.reply(reply.get(self.one(Thread)), "At five.", self.ada, f"{self.random.getrandbits(128):032x}")

    def retries(self) -> None:
        batch = self.batch()
        every = list(channels.of(batch.channel).again)
        retry.retry_failed(batch, self.ada, self.random.choice([None, every]))

    def resolves(self) -> None:
        row = db.session.get_one(Recipient, self.one(Recipient))
        retry.resolve(row.batch_id, row.id, self.random.choice(list(retry.Resolution)), self.ada)

    def pauses(self) -> None:
        lifecycle.pause(self.batch(), "Ada.", self.ada)

    def resumes(self) -> None:
        lifecycle.resume(self.batch(), self.ada)

    def cancels(self) -> None:
        if self.random.random() < 0.1:
            lifecycle.cancel(self.batch(), self.ada)

    def archives(self) -> None:
        archiving.archive(self.batch(), self.ada)

    def corrects(self) -> None:
        row = db.session.get_one(Recipient, self.one(Recipient))
        reply_kinds.correct(row.batch_id, row.row_no, self.random.choice(list(ReplyKind)), self.ada)

    def corrects_all(self) -> None:
        kinds = self.random.sample(list(ReplyKind), 2)
        reply_kinds.correct_all(self.one(Batch), kinds[0], kinds[1], self.ada)

    def erases(self) -> None:
        if self.random.random() < 0.3:
            phone = self.random.choice(PEOPLE)
            erasure.erase(phone, traces.look(phone), self.ada)

    def opts_out(self) -> None:
        opt_outs.add(self.random.choice(PEOPLE), "They said so.", self.me())

    def lifts(self) -> None:
        opt_outs.lift(db.session.get_one(OptOut, self.one(OptOut)), "They asked.", self.me())

    def decides(self) -> None:
        decide = self.random.choice([holds.opt_out, holds.dismiss])
        decide(holds.get(self.one(Hold)), self.me())

    def puts_away(self) -> None:
        thread = db.session.get_one(Thread, self.one(Thread))
        chosen = {thread.id: put_away.read_up_to(thread)}
        if self.random.random() < 0.5:
            put_away.close(chosen, self.me())
        else:
            put_away.snooze(chosen, now() + timedelta(hours=1), self.me())

    def opens(self) -> None:
        put_away.reopen([self.one(Thread)], self.me())

    def calls_back(self) -> None:
        thread = db.session.get_one(Thread, self.one(Thread))
        if open_ones := callbacks.open_ones(thread.id):
            callbacks.finish(open_ones[0].id, self.ada)
        else:
            callbacks.add(thread, now(), "Soon.", Source(SourceKind.PERSON, "Ada", self.ada))

    def sweeps(self) -> None:
        sweep()

    def jobs_run(self) -> None:
        for batch_id in list(db.session.scalars(select(Batch.id))):
            jobs.end_unsent_rows(batch_id)


ACTS: tuple[Callable[[World], None], ...] = (
    *(World.claims,) * 4, *(World.records,) * 4, *(World.reported,) * 3, *(World.writes,) * 4, World.dies,
    World.time_passes,
    World.replies, World.retries, World.resolves, World.resolves, World.pauses, World.resumes, World.cancels,
    World.archives, World.corrects, World.corrects_all, World.erases, World.opts_out, World.lifts,
    World.lifts, World.decides, World.puts_away, World.opens, World.calls_back, World.sweeps, World.jobs_run,
)  # fmt: skip
