"""A batch of calls at real speed: 500 people, 30 lines, 3 starts a second, an agent that answers each.

Each call must be dialled once and end with one outcome, never may more be open than the number has lines, and
no line may be taken for longer than its lease. With `--seconds 60` the calls are so long that the lines, not
the pace, rule; 30 of them take a minute and a quarter. With `--kills N` web and workers are killed meanwhile,
events are lost and come twice, and some calls are created without an answer, or with one that comes too late.
Our share of a turn is what passes from a webhook to its answer, beside a Flask route that only writes a row.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from sqlalchemy import func, select

from tests import closing, desks, factories
from tests.bench import load, webhook
from tests.bench.measure import Failed, Figure, median, percentile, tell, words
from tests.crash import blows
from tests.processes.installation import DATABASES, Installation, installation
from webapp import queue
from webapp.db import db, now
from webapp.models import statuses
from webapp.models.batch import Batch, BatchState, RepliesBy
from webapp.models.call import LEASE_MARGIN, Call, CallState
from webapp.models.channel import Channel
from webapp.models.content import CallContent
from webapp.models.number_service import NumberService
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.statuses import Phase
from webapp.services import settings
from webapp.services.outbox import slots

CALLS, LINES, STARTS = {8: 500, 60: 90}, 30, 3.0
BRIEF, PATIENT = "3021", "3008"
"""Last digits: answers once and hangs up; says nothing, and waits for our goodbye."""
MESSAGES = {
    True: "Hello {{first_name}}, " + "your glasses are ready. " * 2,
    False: "Hello {{first_name}}. " + "We have news for you. " * 8,
}
MOST, LEAST_SHARE = 50.0, 0.02
"""Milliseconds of a turn, for 95 of 100; how far the pace may be off."""
LOOK = 0.25
REAL = {"call_speed": 1}
"""As in life; tests are in a hurry."""
RINGS, LONGEST = 20, {8: 40, 60: 120}
"""Seconds after which the carrier ends a call: with a margin of a minute, these are its lease."""
LATE = 30.0
"""Seconds: the sweep comes every ten, and its job waits for its turn."""
GOING = statuses.in_phase(RecipientStatus, Phase.BEFORE, Phase.WAITING, Phase.LEAVING)
FAULTS: dict[str, dict[str, Any]] = {
    "lost": {"only": "event", "fraction": 0.02},
    "duplicate": {"only": "event", "fraction": 0.05},
    "error_500_after": {"count": 3},
    "drop_after": {"count": 3},
    "slow": {"count": 3, "seconds": 25},
}
"""The last three: of creations. We wait for 20 seconds."""


@dataclass
class Seen:
    """While it ran: the most calls that were open at once, how long a bare row took (seconds)."""

    most: int = 0
    bare: list[float] = field(default_factory=list)


def main() -> int:
    """`./outbound bench calls`."""
    parser = words(__doc__)
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument("--calls", type=int, help="how many people (default 500; 90 with --seconds 60)")
    parser.add_argument("--seconds", type=int, choices=(8, 60), default=8, help="of a call (default 8)")
    parser.add_argument("--kills", type=int, default=0, help="how many programs are killed meanwhile")
    given = parser.parse_args()
    given.calls = given.calls or CALLS[given.seconds]
    return tell(measure(given), given.json)


def measure(given: argparse.Namespace) -> Iterator[Figure]:
    """The pace, or how full the lines were; and our share of a turn. Failed when a promise is broken."""
    with installation("--workers", "2", database=given.db, simulator=REAL) as place, place.app():
        batch = _ready(given.calls, given.seconds)
        for name, how in FAULTS.items() if given.kills else ():
            place.simulator.control.fault(name, **how)
        with webhook.bare_server(place) as limit:
            seen = _watch(place, batch, limit.port, given)
        calls = place.simulator.control.calls()
        _check(batch, calls, seen, given)
        hooks, held = place.simulator.control.call_webhooks(), _held(batch.id)
    details = {"db": given.db, "calls": given.calls, "most open": seen.most, "kills": given.kills}
    details |= {"seconds of a call": median(one["seconds"] for one in calls), "longest held": max(held)}
    yield _lines(seen, details) if given.seconds == 60 else _pace(calls, details)
    yield _turns(hooks, seen, given)


def _ready(count: int, seconds: int) -> Batch:
    """Running, and no one told to call yet."""
    brief = seconds == 8
    settings.put("say_automated", not brief)
    settings.put("say_automated_in", "")
    phones = factories.phones(count, BRIEF if brief else PATIENT)
    batch = factories.batch(phones, number_id=factories.number().id, state=BatchState.DRAFT)
    batch.number.services["call"] = NumberService(
        channel=Channel.CALL, active=True, pace=STARTS, at_once=LINES
    )
    content = CallContent(message=MESSAGES[brief], ring_seconds=RINGS, longest_seconds=LONGEST[seconds])
    batch.channel, batch.content = Channel.CALL, content
    batch.replies_by, batch.agent_id = RepliesBy.AGENT, desks.agent(batch.author).id
    batch.transition_to(BatchState.RUNNING)
    batch.started_at = now()
    closing.keep_hours(batch.author)
    db.session.commit()
    return batch


def _watch(place: Installation, batch: Batch, bare: int, given: argparse.Namespace) -> Seen:
    """Until all has ended, with blows at even distances."""
    seen, chance, number_id = Seen(), random.Random(1), batch.number_id or 0
    longest = given.calls / STARTS * (8 if given.seconds == 60 else 2) + 240
    start = time.monotonic()
    queue.enqueue(queue.DISPATCH)
    blow_at = [given.calls / STARTS * (n + 1) / (given.kills + 1) for n in range(given.kills)]
    while _left(batch.id) or slots.open_of(number_id):
        if time.monotonic() - start > longest:
            raise Failed(f"{_left(batch.id)} calls had not ended after {longest:.0f} s")
        if blow_at and time.monotonic() - start > blow_at[0]:
            blow_at.pop(0)
            blows.kill(place, chance.choice(["web", "worker"]), chance)
        seen.most = max(seen.most, slots.open_of(number_id))
        db.session.rollback()
        seen.bare += load.send(bare, [load.post("/row", "bare", b"x" * webhook.BODY)]).latencies
        time.sleep(LOOK)
    return seen


def _left(batch_id: int) -> int:
    """Recipients that wait, or whose call goes on."""
    query = select(func.count()).where(Recipient.batch_id == batch_id, Recipient.status.in_(GOING))
    found = db.session.scalar(query) or 0
    db.session.rollback()
    return found


def _check(batch: Batch, calls: list[dict[str, Any]], seen: Seen, given: argparse.Namespace) -> None:
    """By the carrier's record and by ours."""
    dialled = Counter(one["to"] for one in calls)
    twice = [phone for phone, times in dialled.items() if times > 1]
    if twice:
        raise Failed(f"{len(twice)} people were dialled twice")
    most = max(seen.most, _most_open(calls))
    if most > LINES:
        raise Failed(f"{most} calls were open at once")
    states = Counter(db.session.scalars(select(Call.state)))
    outcomes = db.session.scalar(select(func.count()).where(Call.outcome.is_not(None))) or 0
    unknown = states[CallState.UNKNOWN] if given.kills else 0
    if outcomes + unknown != given.calls or len(dialled) + unknown < given.calls:
        raise Failed(f"{outcomes} of {given.calls} calls have an outcome; states: {dict(states)}")
    lease = RINGS + LONGEST[given.seconds] + LEASE_MARGIN.total_seconds()
    if (longest := max(_held(batch.id))) > lease + LATE:
        raise Failed(f"a line was taken for {longest:.0f} s, {lease:.0f} is its lease")


def _most_open(calls: list[dict[str, Any]]) -> int:
    """At the same moment, by the carrier's record."""
    ends = [(one["ended_at"], -1) for one in calls]
    changes = sorted([*ends, *((one["created"], 1) for one in calls)])
    return max(accumulate(change for _, change in changes))


def _held(batch_id: int) -> list[float]:
    """For how long each call had its line: seconds from its claim until its end, or until it was given up."""
    query = select(Call.claimed_at, Call.settled_at).where(Call.batch_id == batch_id)
    rows = db.session.execute(query.where(Call.claimed_at.is_not(None))).all()
    return [(row.settled_at - row.claimed_at).total_seconds() for row in rows]


def _pace(calls: list[dict[str, Any]], details: dict[str, Any]) -> Figure:
    starts = sorted(one["created"] for one in calls)
    rate = (len(starts) - 1) / (starts[-1] - starts[0])
    held = abs(rate / STARTS - 1) <= LEAST_SHARE
    asked = {} if details["kills"] else {"target": "within 2%", "reached": held}
    return Figure(
        "calls", "starts", rate, "calls/s", limit=STARTS, limit_is="its pace", ratio=rate / STARTS,
        details=details, **asked,
    )  # fmt: skip


def _lines(seen: Seen, details: dict[str, Any]) -> Figure:
    return Figure(
        "calls", "open at once", seen.most, "calls", limit=LINES, limit_is="its lines",
        ratio=seen.most / LINES, target="all, and never more", reached=seen.most == LINES, details=details,
    )  # fmt: skip


def _turns(hooks: list[dict[str, Any]], seen: Seen, given: argparse.Namespace) -> Figure:
    took = [one["took"] * 1000 for one in hooks if "/turn?" in one["url"] and one["answer"] == 200]
    if not took:
        raise Failed("no turn was answered")
    p95, bare = percentile(took, 0.95), percentile(seen.bare, 0.95) * 1000
    return Figure(
        "calls", "our share of a turn, p95", p95, "ms", limit=bare, limit_is="a bare Flask route",
        ratio=p95 / bare, target=f"≤ {MOST:g} ms", reached=p95 <= MOST,
        details={"db": given.db, "p50": percentile(took, 0.5), "turns": len(took)},
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
