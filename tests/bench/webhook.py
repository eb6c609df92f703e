"""Status webhooks over loopback to the web process, each durable before it is answered.

The limit is a Flask route on the same server, with the same durability, that only writes one row.
Then: how long each takes when 300 come every second while a batch is being sent.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import func, select

from tests import factories
from tests.bench import bare, load, under_way
from tests.bench.measure import Failed, Figure, median, percentile, tell, words
from tests.processes.house import free_port, wait_for
from tests.processes.installation import DATABASES, Installation, installation
from webapp import queue
from webapp.db import db
from webapp.models.message import Message, MessageState
from webapp.processes.environment import ROOT

ROUNDS = 5
RATE = 300
"""Webhooks a second of the second figure."""
PACE = 30.0
BODY = 600
"""Bytes; about as many as a status webhook has."""


def main() -> int:
    """`./outbound bench webhook`."""
    parser = words(__doc__)
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument("--count", type=int, default=600, help="webhooks a round (default 600)")
    parser.add_argument("--seconds", type=int, default=20, help="of 300 webhooks each (default 20)")
    given = parser.parse_args()
    return tell(measure(given), given.json)


def measure(given: argparse.Namespace) -> Iterator[Figure]:
    """Both figures. Failed when a webhook was not answered with 2xx, or not believed."""
    rounds = given.rounds or ROUNDS
    simulator = {"latency_ms": 100, "speed": 20}
    with installation(database=given.db, simulator=simulator) as place, place.app() as app:
        reports = under_way.under_way(app, rounds * given.count + given.seconds * RATE, place.port)
        with bare_server(place) as limit:
            yield _throughput(place, limit, reports[: rounds * given.count], rounds, given.db)
        yield _latency(place, reports[rounds * given.count :], given.db)
        _check(reports)


@dataclass(frozen=True)
class Bare:
    """The limit's server."""

    port: int


@contextmanager
def bare_server(place: Installation) -> Iterator[Bare]:
    """The same gunicorn with the same settings, for the route that only writes a row."""
    port = free_port()
    database = place.database_url
    if database.startswith("sqlite"):
        database = f"sqlite:///{place.data / 'bare.db'}"
    env = place.environment | {"OUTBOUND_BIND": f"127.0.0.1:{port}", bare.DATABASE: database}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:webapp.processes.web", "tests.bench.bare:app"]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | env)
    try:
        wait_for(lambda: _answers(port), 30)
        yield Bare(port)
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    try:
        return load.send(port, [load.post("/row", "bare", b"{}")]).failed == 0
    except OSError:
        return False


def _throughput(
    place: Installation, limit: Bare, reports: list[under_way.Reported], rounds: int, database: str
) -> Figure:
    size = len(reports) // rounds
    rows = [load.post("/row", "bare", b"x" * BODY)] * size
    ours, theirs = [], []
    for n in range(rounds):
        theirs.append(_all(load.send(limit.port, rows)).rate)
        part = [report.request for report in reports[n * size : (n + 1) * size]]
        ours.append(_all(load.send(place.port, part)).rate)
    ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
    return Figure(
        "webhook", "signed, stored, acted on", median(ours), "webhooks/s",
        limit=median(theirs), limit_is="a Flask route that only writes one row", ratio=ratio,
        target="ratio ≥ 0.5", reached=ratio >= 0.5,
        details={"db": database, "rounds": ours, "limits": theirs},
    )  # fmt: skip


def _latency(place: Installation, reports: list[under_way.Reported], database: str) -> Figure:
    seconds = len(reports) / RATE
    batch = factories.batch(factories.phones(int(seconds * PACE * 2), "5"))
    factories.sms_of(batch.number).pace = PACE
    db.session.commit()
    queue.enqueue(queue.DISPATCH)
    wait_for(lambda: _sent(place) > PACE, 20)
    before = _sent(place)
    answers = _all(load.send(place.port, [report.request for report in reports], RATE))
    sent = (_sent(place) - before) / answers.seconds
    p99 = percentile(answers.latencies, 0.99) * 1000
    return Figure(
        "webhook", f"p99 at {RATE}/s while sending", p99, "ms",
        limit=100.0, limit_is="what is allowed", ratio=p99 / 100, target="≤ 100 ms", reached=p99 <= 100,
        details={"db": database, "p50": percentile(answers.latencies, 0.5) * 1000, "webhooks/s": answers.rate,
                 "sent/s meanwhile": sent},
    )  # fmt: skip


def _sent(place: Installation) -> int:
    return int(place.simulator.control.counts()["messages"].get("accepted", 0))


def _all(answers: load.Answers) -> load.Answers:
    if answers.failed:
        raise Failed(f"{answers.failed} of {len(answers.latencies)} requests were not answered with 2xx")
    return answers


def _check(reports: list[under_way.Reported]) -> None:
    ids = [report.message_id for report in reports]
    delivered = select(func.count()).where(
        Message.id.between(min(ids), max(ids)), Message.state == MessageState.DELIVERED
    )
    count = db.session.scalar(delivered)
    db.session.rollback()
    if count != len(ids):
        raise Failed(f"{count} of {len(ids)} messages are delivered")


if __name__ == "__main__":
    sys.exit(main())
