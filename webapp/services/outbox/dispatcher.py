"""The dispatcher: serves every number that has something to send, each channel of it in its own lane.

One runs at a time, held by a lock in Redis. It works for a bounded slice and hands on to the next job.
The lock keeps the pace; that nothing is sent twice is the claim's work, with or without the lock.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

import structlog
from redis import Redis

from webapp.carriers.base import Carrier
from webapp.channels.registry import CHANNELS
from webapp.db import db
from webapp.services import containment, settings
from webapp.services.outbox import aside, culprits, due, recorder, unit_of_work
from webapp.services.outbox.claimed_entry import LaneKey, Outcome, Sender
from webapp.services.outbox.lane import Lane
from webapp.services.outbox.pace import Pace, Rates
from webapp.services.outbox.recorder import REFUSALS

log = structlog.get_logger(__name__)

LOCK = "outbound:dispatcher"
LOCK_SECONDS = 5
"""After a dispatcher was killed no one else sends for this long. One that is held up for longer, by the
database, loses the lock and stops: two at once are harmless, see above."""
SLICE_SECONDS = 60.0
"""Between two slices a number misses some of its slots: a third of a second, half a percent of a minute."""
LOOK_AGAIN = 0.2
"""Seconds between two looks at the database for numbers with work."""
BEAT = 0.1
"""Seconds between two looks at what is back when every number is slow: outcomes that trickle in one by one
share a transaction. Lanes claim `lane.HORIZON` ahead, so that none runs dry meanwhile."""
SLOW = 40.0
"""Messages a second. A faster lane needs each of its threads again as soon as its answer is back."""
AT_ONCE = 200
LEAVE_ALONE = 1.0
"""Seconds before a database that refused a claim is asked for the next."""

RENEW = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return 0
"""
RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


class Dispatcher:
    """Serves all numbers for one slice. `stop` is asked often: True ends the slice early.

    `carrier_of`: a number's carrier, by its name.
    """

    def __init__(
        self, carrier_of: Callable[[str], Carrier], redis: Redis, stop: Callable[[], bool] = lambda: False
    ) -> None:
        self._carrier_of = carrier_of
        self._redis = redis
        self._stop = stop
        self._pace = Pace(redis)
        self._token = secrets.token_hex(8)
        self._lanes: dict[LaneKey, Lane] = {}
        self._resting: dict[LaneKey, float] = {}
        """Until when (monotonic seconds) a lane is left alone by this one, whatever the database says."""
        self._requests: dict[str, float | None] = {}
        """What a carrier's account takes a second, over all lanes of its numbers, by channel."""
        self._turn = 0
        self._done: SimpleQueue[Outcome] = SimpleQueue()

    def run(self, seconds: float = SLICE_SECONDS) -> bool:
        """Work for up to `seconds`. True when there is more to do: enqueue the next slice.

        Raises RedisError when Redis went away; what was in flight is recorded first.
        """
        if not self._redis.set(LOCK, self._token, nx=True, ex=LOCK_SECONDS):
            return False  # the one that holds the lock looks again after it has let go
        try:
            self._requests = {channel: settings.get(kind.account_pace) for channel, kind in CHANNELS.items()}
            self._serve(time.monotonic() + seconds)
        finally:
            db.session.rollback()  # a transaction that broke off stands in the way of recording
            self._drain()
            self._redis.eval(RELEASE, 1, LOCK, self._token)
        more = bool(due.senders())
        db.session.rollback()
        return more

    def _serve(self, deadline: float) -> None:
        while time.monotonic() < deadline and not self._stop() and self._still_mine():
            senders = due.senders()
            db.session.rollback()
            if not senders and not self._in_flight():
                return
            self._work(senders, time.monotonic() + LOOK_AGAIN)

    def _still_mine(self) -> bool:
        return bool(self._redis.eval(RENEW, 1, LOCK, self._token, LOCK_SECONDS))

    def _work(self, senders: list[Sender], until: float) -> None:
        """Claim and record until it is time to look for other numbers."""
        while time.monotonic() < until:
            claimed = sum(self._fill(sender) for sender in self._in_turn(senders))
            if all(self._is_slow(sender) for sender in senders):
                time.sleep(BEAT)
                self._record(0.0)
            else:
                # With nothing claimed, wait for the next outcome instead of spinning.
                self._record(0.0 if claimed else 0.02)

    def _is_slow(self, sender: Sender) -> bool:
        rates = Rates(sender.pace, self._requests[sender.channel])
        return rates.bounded and rates.slowest <= SLOW

    def _in_turn(self, senders: list[Sender]) -> list[Sender]:
        """Each is the first to be served as often as the others: what an account takes is shared."""
        self._turn += 1
        first = self._turn % len(senders) if senders else 0
        return [*senders[first:], *senders[:first]]

    def _fill(self, sender: Sender) -> bool:
        if self._resting.get(sender.lane, 0.0) > time.monotonic():
            return False
        filled: bool | None = False
        try:
            if sender.fault is not None:
                self._rest(sender, sender.fault)
                return False
            filled, error = containment.attempt(lambda: self._lane(sender).fill(sender))
            if error is not None:
                self._contain(sender, error)
        except REFUSALS as refusal:  # locked, full, a deadlock, away: what is not committed is not sent
            log.warning("nothing claimed", number=sender.e164, error=str(refusal.orig))
            time.sleep(LEAVE_ALONE)
        finally:
            db.session.rollback()
        return bool(filled)

    def _lane(self, sender: Sender) -> Lane:
        if sender.lane not in self._lanes:
            carrier = self._carrier_of(sender.carrier)
            requests = self._requests[sender.channel]
            self._lanes[sender.lane] = Lane(sender, carrier, self._pace, self._done, requests)
        return self._lanes[sender.lane]

    def _contain(self, sender: Sender, error: Exception) -> None:
        """What raises is set aside. When it cannot be found, one at a time; at last the number rests."""
        log.error("a claim raised", number=sender.e164, error=repr(error))
        lane = self._lanes.get(sender.lane)
        found, trouble = containment.attempt(lambda: culprits.find(sender, lane.most if lane else 1))
        if found:
            aside.put(found)
        elif lane is not None and not lane.careful and trouble is None:
            lane.careful = True
        else:
            self._rest(sender, error)

    def _rest(self, sender: Sender, error: Exception) -> None:
        self._resting[sender.lane] = time.monotonic() + aside.REST.total_seconds()
        unit_of_work.fault_of(lambda: aside.rest(sender.lane, error))

    def _record(self, wait: float) -> None:
        outcomes = self._collect(wait)
        if outcomes:
            recorder.write_down(outcomes)

    def _collect(self, wait: float) -> list[Outcome]:
        outcomes: list[Outcome] = []
        try:
            while len(outcomes) < AT_ONCE:
                outcomes.append(
                    self._done.get(timeout=wait) if wait and not outcomes else self._done.get_nowait()
                )
        except Empty:
            pass
        for outcome in outcomes:
            self._lanes[outcome.claimed.lane].in_flight -= 1
            if outcome.retry_after:  # until the next look reads from the database for how long
                self._resting[outcome.claimed.lane] = time.monotonic() + 2 * LOOK_AGAIN
        return outcomes

    def _in_flight(self) -> int:
        return sum(lane.in_flight for lane in self._lanes.values())

    def _drain(self) -> None:
        """Every claimed message gets its record, whatever ended the slice."""
        while self._in_flight():
            self._record(0.1)
        for lane in self._lanes.values():
            lane.close()
        self._lanes.clear()  # the next slice opens its own
