"""A lane: the way of one number to its carrier on one channel, at its own pace, with its own threads."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Lock
from typing import NamedTuple

import structlog
from redis.exceptions import RedisError

from webapp.carriers.base import Carrier
from webapp.channels import registry as channels
from webapp.db import db, now
from webapp.services.outbox import claim, deliver
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, Sender, SendResult
from webapp.services.outbox.pace import Pace, Rates
from webapp.services.outbox.slots import Full

log = structlog.get_logger(__name__)

REST = 5.0
"""Seconds for which a number is left alone when what was claimed for it could not be sent off."""
HORIZON = 0.25
"""Seconds that a lane claims ahead of the clock: short, so that pause and STOP take hold at once."""
FEWEST_THREADS, MOST_THREADS = 4, 32
UNPACED_CHUNK = 64
UNPACED_IN_FLIGHT = 2 * UNPACED_CHUNK
LONGEST_WAIT = 60.0
"""Seconds from a claim until its message leaves; with the answer's time, less than `abandoned.PATIENCE`."""


class Room(NamedTuple):
    """How many may be claimed, and how many of them from batches."""

    all: int
    of_batches: int


class Lane:
    """Claims for one number on one channel and hands over to the carrier; outcomes come out of `done`.

    `requests`: what the carrier takes a second over all lanes; None: as many as one likes.
    """

    def __init__(
        self,
        number: Sender,
        carrier: Carrier,
        pace: Pace,
        done: SimpleQueue[Outcome],
        requests: float | None = None,
    ) -> None:
        self.key = number.lane
        self.requests = requests
        self._account = _account(number)
        self._carrier = carrier
        self._pace = pace
        self._done = done
        self._turn = 0
        self.in_flight = 0
        self.careful = False
        """Something raised, and it was not found what: one at a time, for the rest of the slice."""
        rates = self._rates(number)
        threads = int(rates.slowest) if rates.bounded else MOST_THREADS
        self._threads = max(FEWEST_THREADS, min(threads, MOST_THREADS))
        self._pool = ThreadPoolExecutor(self._threads)

    def fill(self, number: Sender) -> bool:
        """Claim what the pace allows soon, commit, and start sending it. True when anything was claimed."""
        room = self._room(number)
        if room.all < 1:
            return False
        try:
            entries = claim.claim(
                number, room.all, self._turn, of_batches=room.of_batches, careful=self.careful
            )
        except Full:
            db.session.rollback()
            return False
        db.session.commit()
        self._turn += 1
        self.in_flight += len(entries)
        self._send(self._rates(number), entries)
        return bool(entries)

    @property
    def most(self) -> int:
        """How many are claimed at once, at most."""
        return 1 if self.careful else max(self._threads, UNPACED_CHUNK)

    def _rates(self, number: Sender) -> Rates:
        return Rates(number.pace, self.requests)

    def _room(self, number: Sender) -> Room:
        if number.slowed_until is not None and number.slowed_until > now():
            return Room(0, 0)
        rates = self._rates(number)
        if not rates.bounded:
            free = self.in_flight + UNPACED_CHUNK <= UNPACED_IN_FLIGHT
            most = min(UNPACED_CHUNK, self.most) if free else 0
            return Room(most, most)
        delays = self._pace.delays(self.key, self._account)
        if max(delays.lane, delays.account) >= HORIZON:
            return Room(0, 0)
        # What is claimed must not pile up behind slow answers: each has a thread of its own.
        free_threads = max(0, self._threads - self.in_flight)
        most = min(max(1, int(rates.slowest * HORIZON)), free_threads, self.most)
        # Batches leave room in the account: an answer on another number need not wait for them.
        return Room(most, most if delays.account < HORIZON / 2 else 0)

    def _delays(self, rates: Rates, entries: list[ClaimedEntry]) -> list[float]:
        """Seconds until each may leave. Raises RedisError; ValueError and the like for what is no pace."""
        if not rates.bounded or not entries:
            return [0.0] * len(entries)
        return self._pace.reserve(self.key, self._account, rates, [one.units for one in entries])

    def _send(self, rates: Rates, entries: list[ClaimedEntry]) -> None:
        """They are claimed: from here on each comes out of `done`, whatever happens."""
        try:
            delays = self._delays(rates, entries)
        except RedisError:
            sentence = "The pace could not be held because Redis was away; it waits again."
            for entry in entries:
                self._return(entry, "redis", sentence)
        except (ArithmeticError, TypeError, ValueError) as error:
            log.error("no pace can be held", lane=self.key, pace=rates.units, error=repr(error))
            sentence = f"The pace of this number could not be held ({type(error).__name__}); it waits again."
            for entry in entries:
                self._return(entry, "pace", sentence, REST)
        else:
            for entry, delay in zip(entries, delays, strict=True):
                self._start(entry, delay)

    def _start(self, entry: ClaimedEntry, delay: float) -> None:
        ticket = Ticket()
        try:
            future = self._pool.submit(_at, ticket, time.monotonic(), delay, self._carrier, entry)
        except RuntimeError as error:  # no thread can be started; one that is there may have taken it
            log.error("a message was not handed to a thread", entry=entry.entry_id, error=str(error))
            if ticket.take():
                sentence = "Outbound could not start a thread to send with; it waits again."
                self._return(entry, "threads", sentence, REST)
            else:
                self._done.put(deliver.lost(entry, error))
            return
        future.add_done_callback(lambda finished: self._done.put(_outcome(entry, finished)))

    def _return(self, entry: ClaimedEntry, code: str, sentence: str, rest: float | None = None) -> None:
        """It certainly did not leave."""
        outcome = Outcome(entry, SendResult.RETURNED, code=code, sentence=sentence, retry_after=rest)
        self._done.put(outcome)

    def close(self) -> None:
        """No thread is left behind. Call when nothing is in flight."""
        self._pool.shutdown(wait=True)


def _account(number: Sender) -> str:
    """The bucket of a carrier's account, which stands above all of its numbers on a channel.

    Channels whose requests count together share one.
    """
    return f"{number.carrier}:{channels.of(number.channel).account_pace}"


class CalledOff(Exception):
    """The lane has given the message back already."""


class Ticket:
    """The first to take it has the message: a thread, or the lane that calls it off."""

    def __init__(self) -> None:
        self._lock = Lock()

    def take(self) -> bool:
        return self._lock.acquire(blocking=False)


def _at(ticket: Ticket, claimed: float, delay: float, carrier: Carrier, entry: ClaimedEntry) -> Outcome:
    """What waited so long behind slow answers that it may have been given up does not leave any more."""
    if not ticket.take():
        raise CalledOff
    time.sleep(max(0.0, claimed + delay - time.monotonic()))
    if time.monotonic() - claimed > LONGEST_WAIT:
        sentence = "It had to wait too long for its turn, because the carrier was slow; it waits again."
        return Outcome(entry, SendResult.RETURNED, code="late", sentence=sentence)
    return deliver.deliver(carrier, entry)


def _outcome(entry: ClaimedEntry, finished: Future[Outcome]) -> Outcome:
    error = finished.exception()
    return deliver.lost(entry, error) if error else finished.result()
