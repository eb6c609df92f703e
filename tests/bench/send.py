"""Sending without a pace, in one worker process, every message and outcome written down.

The limit is a bare loop over the SDK with its token kept, in one process, against the same simulator; it has
no database, no gate and no threads. --long: the same with ten times as many recipients.
"""

from __future__ import annotations

import argparse
import itertools
import subprocess
import sys
import time
from collections.abc import Iterator

from tests import factories
from tests.bench import sending
from tests.bench.measure import Figure, median, tell, words
from tests.processes.installation import DATABASES, Installation, installation
from webapp.carriers.base import Sms
from webapp.carriers.vonage.client import VonageCarrier
from webapp.config import load
from webapp.processes.environment import ROOT

COUNT = 20_000
ROUNDS = 3
LOOP = 3000
"""Messages of one round of the limit."""
OUR_LAST_DIGITS = itertools.count(1000)
PATIENCE = 3600.0
QUIET = {"inbound_url": "", "status_url": "", "latency_ms": 0, "rate": 0}
"""No webhooks: what the web does with them is another bench."""


def main() -> int:
    """`./outbound bench send`."""
    parser = words(__doc__)
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument("--count", type=int, default=COUNT, help="recipients of a round (default 20,000)")
    parser.add_argument("--long", action="store_true", help="measure ten times as many, too")
    parser.add_argument("--loop", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.loop:
        sys.stdout.write(f"{_loop(LOOP)}\n")
        return 0
    return tell(measure(given), given.json)


def measure(given: argparse.Namespace) -> Iterator[Figure]:
    """Messages a second; Failed when one was lost or doubled."""
    rounds = given.rounds or ROUNDS
    with installation(database=given.db, simulator={"keep": 2_000_000}) as place, place.app():
        rates, limits = [], []
        for _ in range(rounds):
            limits.append(_limit(place))
            rates.append(_rate(place, given.count))
        ratio = median(rate / limit for rate, limit in zip(rates, limits, strict=True))
        yield Figure(
            "send", f"{given.count:,} recipients", median(rates), "messages/s",
            limit=median(limits), limit_is="a bare loop over the SDK", ratio=ratio,
            target="ratio ≥ 0.5", reached=ratio >= 0.5,
            details={"db": given.db, "rounds": rates, "limits": limits},
        )  # fmt: skip
        if given.long:
            yield _long(place, 10 * given.count, median(rates), given.db)


def _long(place: Installation, count: int, short: float, database: str) -> Figure:
    limit = _limit(place)
    rate = _rate(place, count)
    share = rate / short
    return Figure(
        "send", f"{count:,} recipients", rate, "messages/s",
        limit=limit, limit_is="a bare loop over the SDK", ratio=rate / limit,
        target="within 10% of the short one", reached=abs(share - 1) <= 0.1,
        details={"db": database, "of the short one": share},
    )  # fmt: skip


def _rate(place: Installation, count: int) -> float:
    """From the first wake-up until the last outcome is written down."""
    control = place.simulator.control
    control.reset()
    control.configure(**QUIET)
    batch = sending.ready(factories.number(f"+1202555{next(OUR_LAST_DIGITS)}"), count)
    with sending.onlooker() as cursor:
        started = time.perf_counter()
        sending.go()
        while sending.unsettled(cursor) and time.perf_counter() - started < PATIENCE:
            time.sleep(0.1)
        seconds = time.perf_counter() - started
    sending.must_be_whole(control, [batch], count)
    return count / seconds


def _limit(place: Installation) -> float:
    """In a process of its own, as the worker is one."""
    place.simulator.control.reset()
    place.simulator.control.configure(**QUIET)
    command = [sys.executable, "-m", "tests.bench.send", "--loop"]
    done = subprocess.run(
        command, cwd=ROOT, env=place.environment, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _loop(count: int) -> float:
    carrier = VonageCarrier(load().vonage)
    numbers = factories.phones(count, "0")
    carrier.send(Sms(numbers[0], factories.OUR_NUMBER, "Hi", "warm-up"))
    started = time.perf_counter()
    for n, phone in enumerate(numbers):
        carrier.send(Sms(phone, factories.OUR_NUMBER, f"Hi Person {n}, your table is ready.", f"limit-{n}"))
    return count / (time.perf_counter() - started)


if __name__ == "__main__":
    sys.exit(main())
