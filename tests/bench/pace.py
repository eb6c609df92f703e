"""The pace: 30 a second (or another) for a minute, from two numbers, with 150 ms until the carrier answers.

Read from the carrier's own record of when each message came. One number's batch is paused for a while in the
middle: it must neither catch up afterwards nor be felt by the other number.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tests import factories
from tests.bench import sending
from tests.bench.measure import Figure, tell, words
from tests.processes.installation import DATABASES, Installation, installation
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.user import User
from webapp.services.batches import lifecycle

PACE = 30.0
SECONDS = 60
CARRIER = {"latency_ms": 150, "rate": 0, "inbound_url": "", "status_url": ""}
STEADY, INTERRUPTED = "+12025551001", "+12025551002"
PAUSE_AFTER, PAUSE = 0.4, 5.0
"""Of the time, when the interrupted batch is paused; and for how many seconds."""
MOST = 31 / 30
"""Of the pace, in any one second."""


def main() -> int:
    """`./outbound bench pace`."""
    parser = words(__doc__)
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of sending (default 60)")
    parser.add_argument("--pace", type=float, default=PACE, help="messages a second (default 30)")
    given = parser.parse_args()
    return tell(measure(given), given.json)


def measure(given: argparse.Namespace) -> Iterator[Figure]:
    """A figure for each number: its mean and its fullest second. Failed when one was lost or doubled."""
    count = int(given.pace * given.seconds)
    with installation(database=given.db, durable=True) as place, place.app():
        place.simulator.control.configure(**CARRIER)
        steady, interrupted = (
            sending.ready(factories.number(e164, pace=given.pace), count) for e164 in (STEADY, INTERRUPTED)
        )
        sending.go()
        paused = _interrupt(interrupted, given.seconds)
        _wait(place, given.seconds)
        sending.must_be_whole(place.simulator.control, [steady, interrupted], 2 * count)
        moments = _moments(place)
    yield from _figures("steady", moments[STEADY], given)
    before = [at for at in moments[INTERRUPTED] if at < paused[1]]
    after = [at for at in moments[INTERRUPTED] if at >= paused[1]]
    yield from _figures("before a pause", before, given)
    yield from _figures("after a pause", after, given)


def _interrupt(batch: Batch, seconds: float) -> tuple[float, float]:
    """Pause it in the middle; answers from when until when nothing was to be sent (epoch seconds)."""
    user_id = db.session.query(User.id).order_by(User.id).limit(1).scalar()
    db.session.rollback()
    time.sleep(PAUSE_AFTER * seconds)
    lifecycle.pause(lifecycle.get(batch.id, lock=True), "For a moment.", user_id)
    db.session.commit()
    paused = time.time()
    time.sleep(PAUSE)
    lifecycle.resume(lifecycle.get(batch.id, lock=True), user_id)
    resumed = time.time()
    db.session.commit()
    return paused, resumed


def _wait(place: Installation, seconds: float) -> None:
    with sending.onlooker() as cursor:
        deadline = time.monotonic() + 3 * seconds + 30
        while sending.unsettled(cursor) and time.monotonic() < deadline:
            time.sleep(0.2)


def _moments(place: Installation) -> dict[str, list[float]]:
    """When the carrier got each message, by our number."""
    found: dict[str, list[float]] = defaultdict(list)
    for one in place.simulator.control.messages():
        found["+" + one["from"]].append(one["at"])
    return {number: sorted(moments) for number, moments in found.items()}


def _figures(which: str, moments: Sequence[float], given: argparse.Namespace) -> Iterator[Figure]:
    pace, most = given.pace, int(given.pace * MOST)
    mean = (len(moments) - 1) / (moments[-1] - moments[0])
    fullest = fullest_second(moments)
    yield Figure(
        "pace", f"{which}: mean", mean, "messages/s",
        limit=pace, limit_is="the pace", ratio=mean / pace,
        target="within 1%", reached=abs(mean / pace - 1) <= 0.01,
        details={"db": given.db, "messages": len(moments)},
    )  # fmt: skip
    yield Figure(
        "pace", f"{which}: fullest second", fullest, "messages",
        limit=pace, limit_is="the pace", ratio=fullest / pace,
        target=f"≤ {most}", reached=fullest <= most,
        details={"db": given.db},
    )  # fmt: skip


def fullest_second(moments: Sequence[float]) -> int:
    """The most messages in any window of one second; `moments` in order."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


if __name__ == "__main__":
    sys.exit(main())
