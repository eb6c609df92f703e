"""STOP while a batch runs at 30 a second: who writes it gets nothing that was claimed after it was answered.

The people who write are those whose turn is about to come, or has just come, and some who wait for theirs. A
message that was claimed before is on its way to the carrier and cannot be called back: those are counted.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tests import factories, postgres
from tests.bench import sending
from tests.bench.measure import Failed, Figure, median, percentile, tell, words
from tests.processes.installation import DATABASES, Installation, installation
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.recipient import Recipient, RecipientStatus

PACE = 30.0
SECONDS = 60
EVERY = 0.2
"""Seconds between two people who write STOP."""
CARRIER = {"latency_ms": 100, "rate": 0, "speed": 20}
JUST_BEFORE, JUST_AFTER = 5, 15
"""Rows around the one whose turn it is: most of those who write are among these."""
ANYBODY = 0.3
"""The share of those who write that may stand anywhere in the rest of the list."""
NEXT = "SELECT min(row_no) FROM recipient WHERE status = 'queued'"
UNANSWERED = "SELECT count(*) FROM entry WHERE origin = 'confirmation' AND sent_at IS NULL"


def main() -> int:
    """`./outbound bench stop`."""
    parser = words(__doc__)
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of sending (default 60)")
    parser.add_argument("--seed", type=int, default=1, help="of who writes (default 1)")
    given = parser.parse_args()
    return tell(measure(given), given.json)


@dataclass(frozen=True)
class Stop:
    """A STOP: when it was written, and when our answer was there (epoch seconds)."""

    phone: str
    written: float
    answered: float


@dataclass(frozen=True)
class Sent:
    """A message of the batch that the carrier accepted: when we claimed it, and when it came there."""

    phone: str
    claimed: float
    accepted: float


def measure(given: argparse.Namespace) -> Iterator[Figure]:
    """What came after a STOP, and how long it took. Failed when a message was claimed after a STOP."""
    count = int(PACE * given.seconds)
    with installation(database=given.db, durable=True, simulator=CARRIER) as place, place.app():
        batch = sending.ready(factories.number(pace=PACE), count)
        unanswered = _run(place, count, random.Random(given.seed))
        stops, sent = _stops(place), _sent(place)
        skipped, deadlocks = _skipped(batch), postgres.deadlocks()
    if unanswered:
        raise Failed(f"{unanswered} confirmations did not go out")
    _must_be_whole(count, stops, sent, skipped)
    yield from _figures(given.db, stops, sent, skipped)
    yield Figure("stop", "deadlocks", deadlocks, "times", target="0", reached=not deadlocks,
                 details={"db": given.db})  # fmt: skip


def _run(place: Installation, count: int, chance: random.Random) -> int:
    """Send the batch, and let people write until the last one's turn has come.

    Returns how many were not answered within a minute.
    """
    control, phones = place.simulator.control, factories.phones(count, "0")
    wrote: set[int] = set()
    with sending.onlooker() as cursor:
        sending.go()
        while (row := _next_row(cursor)) is not None:
            first, last = (
                (row, count + 1) if chance.random() < ANYBODY else (row - JUST_BEFORE, row + JUST_AFTER)
            )
            chosen = chance.randint(max(2, first), min(count + 1, last))
            if chosen not in wrote:
                wrote.add(chosen)
                control.inbound(phones[chosen - 2], factories.OUR_NUMBER, "STOP")
            time.sleep(EVERY)
        deadline = time.monotonic() + 60
        control.idle(60)
        while (sending.unsettled(cursor) or _unanswered(cursor)) and time.monotonic() < deadline:
            time.sleep(0.2)
        return _unanswered(cursor)


def _next_row(cursor: Any) -> int | None:
    cursor.execute(NEXT)
    found: int | None = cursor.fetchone()[0]
    return found


def _unanswered(cursor: Any) -> int:
    """STOPs whose confirmation has not gone out."""
    cursor.execute(UNANSWERED)
    return int(cursor.fetchone()[0])


def _stops(place: Installation) -> list[Stop]:
    hooks = [one for one in place.simulator.control.webhooks() if one["text"] == "STOP"]
    if any(one["outcome"] != "answered" for one in hooks):
        raise Failed("a STOP was not answered with 2xx")
    return [Stop(f"+{one['phone']}", one["at"], one["settled_at"]) for one in hooks]


def _sent(place: Installation) -> list[Sent]:
    """Without the confirmations, which follow a STOP by design."""
    rows = db.session.execute(
        select(Message.client_ref, Message.claimed_at).where(Message.origin == Origin.BATCH)
    )
    claimed = {row.client_ref: row.claimed_at.timestamp() for row in rows}
    db.session.rollback()
    accepted = [one for one in place.simulator.control.messages() if one["client_ref"] in claimed]
    return [Sent(f"+{one['to']}", claimed[one["client_ref"]], one["at"]) for one in accepted]


def _skipped(batch: Batch) -> dict[str, float]:
    """Who was skipped, and when (epoch seconds)."""
    rows = db.session.execute(
        select(Recipient.phone, Recipient.changed_at).where(
            Recipient.batch_id == batch.id, Recipient.status == RecipientStatus.SKIPPED
        )
    )
    found = {row.phone: row.changed_at.timestamp() for row in rows}
    db.session.rollback()
    return found


def _must_be_whole(count: int, stops: list[Stop], sent: list[Sent], skipped: dict[str, float]) -> None:
    """Everyone got the message once, or wrote STOP and was skipped; no one both, and no one neither."""
    times = Counter(one.phone for one in sent)
    wrote = {one.phone for one in stops}
    if max(times.values()) > 1 or len(times) + len(skipped) != count or not skipped.keys() <= wrote:
        raise Failed(f"{len(times)} got it, {len(skipped)} were skipped, of {count}; {len(wrote)} wrote STOP")


def _figures(
    database: str, stops: list[Stop], sent: list[Sent], skipped: dict[str, float]
) -> Iterator[Figure]:
    by_phone = {one.phone: one for one in stops}
    pairs = [(one, by_phone[one.phone]) for one in sent if one.phone in by_phone]
    late = [(one, stop) for one, stop in pairs if one.accepted > stop.answered]
    broken = [one for one, stop in late if one.claimed > stop.answered]
    details = {"db": database, "stops": len(stops), "skipped": len(skipped), "messages": len(sent)}
    overdue = max((one.accepted - stop.answered for one, stop in late), default=0.0)
    yield Figure("stop", "claimed after STOP", len(broken), "messages", target="0", reached=not broken,
                 details=details)  # fmt: skip
    yield Figure("stop", "in flight at STOP", len(late), "messages",
                 details={**details, "latest_ms": overdue * 1000})  # fmt: skip
    took = [(by_phone[phone].answered - by_phone[phone].written) * 1000 for phone in skipped]
    known = [(at - by_phone[phone].written) * 1000 for phone, at in skipped.items()]
    for name, value in (
        ("median", median(took)), ("p99", percentile(took, 0.99)), ("max", max(took)),
    ):  # fmt: skip
        yield Figure("stop", f"STOP to skipped: {name}", value, "ms", details={"db": database})
    yield Figure("stop", "STOP to our record: median", median(known), "ms", details={"db": database})
    if broken:
        raise Failed(f"{len(broken)} messages were claimed after a STOP that we had answered: {broken[:3]}")


if __name__ == "__main__":
    sys.exit(main())
