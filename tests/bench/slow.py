"""Slow clients of each kind, 200 at once: do webhooks and /healthz go on?

Some send a head or a body a byte every 4 s, some ask for 6 MB and hardly read, some stay connected when all
is said. When the answers that they asked for are made (work like any other), 100 signed delivery reports a
second come in, and /healthz is asked twice a second. Exits 1 when a webhook was lost, when the slowest
hundredth took more than a second, or /healthz ever did.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from tests.bench import load, under_way
from tests.bench.measure import Failed, Figure, percentile, tell, words
from tests.bench.slow_clients import KINDS, slow_clients
from tests.processes.installation import DATABASES, Installation, installation
from webapp.db import db
from webapp.models.message import Message, MessageState

EACH = 200
RATE = 100
SECONDS = 20
ALLOWED = 1.0
PATIENCE = 60.0
"""Seconds after which those that were not answered are lost."""
ASK_EVERY = 0.5
SETTLING = 60.0


def main() -> int:
    """`./outbound bench slow`."""
    parser = words(__doc__)
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument("--each", type=int, default=EACH, help="clients of each kind (default 200)")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of 100 webhooks each (default 20)")
    given = parser.parse_args()
    return tell(measure(given), given.json)


def measure(given: argparse.Namespace) -> Iterator[Figure]:
    """Both figures. Failed when something was lost, or when one of them misses its target."""
    figures = []
    with installation(database=given.db) as place, place.app() as app:
        reports = under_way.under_way(app, given.seconds * RATE, place.port)
        with slow_clients(place.port, given.each):
            _settle(place)
            with asking(place) as times:
                answers = _sent(place, reports)
        _must_be_whole(reports, answers)
        details = {"db": given.db, "clients": given.each * len(KINDS), "webhooks": len(reports)}
        figures.append(_figure("webhooks, p99", percentile(answers.latencies, 0.99), details))
        figures.append(_figure("/healthz, longest", max(times), details | {"asked": len(times)}))
    yield from figures
    if missed := [figure.name for figure in figures if not figure.reached]:
        raise Failed(f"more than {ALLOWED:g} s: {', '.join(missed)}")


def _settle(place: Installation) -> None:
    """Wait until the web has made what the slow clients asked for. Goes on after SETTLING: it is stopped."""
    deadline = time.monotonic() + SETTLING
    quick = 0
    while quick < 5 and time.monotonic() < deadline:
        quick = quick + 1 if _asked(f"{place.house.url}/healthz") < ASK_EVERY else 0


def _sent(place: Installation, reports: list[under_way.Reported]) -> load.Answers:
    within = len(reports) / RATE + PATIENCE
    try:
        return load.send(place.port, [report.request for report in reports], RATE, within)
    except (TimeoutError, OSError, EOFError) as error:
        raise Failed(f"webhooks were not answered within {within:g} s, or cut off: {error!r}") from error


@contextmanager
def asking(place: Installation) -> Iterator[list[float]]:
    """Ask /healthz again and again; yields how long each took. No answer counts as PATIENCE."""
    times: list[float] = []
    over = threading.Event()

    def ask() -> None:
        while not over.wait(ASK_EVERY):
            times.append(_asked(f"{place.house.url}/healthz"))

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield times
    finally:
        over.set()
        thread.join()


def _asked(url: str) -> float:
    started = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=10 * ALLOWED) as answer:
            answer.read()
    except OSError:
        return PATIENCE
    return time.monotonic() - started


def _figure(name: str, seconds: float, details: dict[str, object]) -> Figure:
    value = seconds * 1000
    limit = ALLOWED * 1000
    return Figure("slow", name, value, "ms", limit, "what is allowed", value / limit, f"≤ {ALLOWED:g} s",
                  seconds <= ALLOWED, details)  # fmt: skip


def _must_be_whole(reports: list[under_way.Reported], answers: load.Answers) -> None:
    ids = [report.message_id for report in reports]
    delivered = select(func.count()).where(
        Message.id.between(min(ids), max(ids)), Message.state == MessageState.DELIVERED
    )
    count = db.session.scalar(delivered)
    db.session.rollback()
    if answers.failed or count != len(ids):
        raise Failed(f"{answers.failed} webhooks were refused; {count} of {len(ids)} messages are delivered")


if __name__ == "__main__":
    sys.exit(main())
