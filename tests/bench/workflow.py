"""Workflows: from an event to the text at the carrier; what runs cost that wait; many that are due at once.

50 events a second are reported for a minute, each about someone of their own, and a workflow texts them. Then
100,000 runs wait, and the processor's time of all processes is compared with that without them. Then 10,000
runs are due at the same moment and text their people, while staff write a reply every half second, each to
someone else than the one before, which must not wait for them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import cycle
from typing import Any

from flask import Flask
from sqlalchemy import update

from tests import closing, factories
from tests.bench import bulk, consumption, many_runs, sending
from tests.bench.measure import Failed, Figure, median, percentile, tell, words
from tests.conversations import we_write
from tests.processes.installation import DATABASES, Installation, installation
from tests.services.workflows import stage
from webapp import queue
from webapp.db import db, now
from webapp.models.source import Source, SourceKind
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRun
from webapp.rules.workflow.document import Again, WhoAndWhen
from webapp.services.threads import opening
from webapp.services.workflows import told

RATE, SECONDS, WAITING, DUE = 50, 60, 100_000, 10_000
HANDS = 8
"""Programs that report events at a time."""
SHOP = Source(SourceKind.API, "shop")
CARRIER = {"latency_ms": 100, "rate": 0, "status_url": ""}
MOST_UNTIL_TEXT, MOST_IDLE, MOST_OF_STAFF = 2.0, 1.0, 2.0
STAFF_EVERY = 0.5
SETTLING, LOOKING = 15.0, 60.0
PATIENCE = 600
ASK = [f"+1505200{n:04}" for n in range(40)]
"""Who get staff's replies, in turn: two texts to one person wait for each other, whatever else is due."""
WAIT = stage.step(1, "wait", amount="1", unit="days")


def main() -> int:
    """`./outbound bench workflow`."""
    parser = words(__doc__)
    parser.add_argument("--db", choices=DATABASES, default="sqlite")
    parser.add_argument("--rate", type=int, default=RATE, help="events a second (default 50)")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of events (default 60)")
    parser.add_argument("--waiting", type=int, default=WAITING, help="runs that wait (default 100,000)")
    parser.add_argument("--due", type=int, default=DUE, help="runs that are due at once (default 10,000)")
    given = parser.parse_args()
    return tell(measure(given), given.json)


def measure(given: argparse.Namespace) -> Iterator[Figure]:
    """Failed when a text is missing or doubled, or a run does not end."""
    with installation("--workers", "2", database=given.db, durable=True) as place, place.app() as app:
        place.simulator.control.configure(**CARRIER)
        factories.number()
        closing.open_all_day(stage.ada())
        db.session.commit()
        yield _events(place, app, given)
        yield _idle(place, given)
        yield from _at_once(place, given)


def report(app: Flask, phone: str, key: str) -> float:
    """A program reports an event; answers when it began to (epoch seconds)."""
    began = time.time()
    with app.app_context():
        told.report("lead", told.Told(phone, key, {"interest": "a roof"}), SHOP)
        db.session.commit()
        db.session.remove()
    return began


def _flow(trigger: str, *steps: Any, name: str, **settings: str) -> Workflow:
    box = WhoAndWhen(number_id=stage.ours().id, again=Again.EVERY, a_day=100, an_hour=1_000_000)
    return stage.live(stage.flow(trigger, *steps, box=box, **settings), name)


def _events(place: Installation, app: Flask, given: argparse.Namespace) -> Figure:
    _flow("event", stage.sms(1, "Thank you. We call you back."), name="Lead", event="lead")
    phones = factories.phones(given.rate * given.seconds, "0")
    began = _report_all(app, phones, given.rate)
    came = _texts(place, "Thank you. We call you back.", phones)
    delays = [came[phone] - began[phone] for phone in phones]
    p95 = percentile(delays, 0.95)
    return Figure(
        "workflow", "event until the text, p95", p95, "s", MOST_UNTIL_TEXT, "wanted", p95 / MOST_UNTIL_TEXT,
        f"≤ {MOST_UNTIL_TEXT:g} s", p95 <= MOST_UNTIL_TEXT,
        {"db": given.db, "events": len(phones), "median": median(delays), "longest": max(delays),
         "rate": len(phones) / (max(began.values()) - min(began.values()))},
    )  # fmt: skip


def _report_all(app: Flask, phones: list[str], rate: int) -> Mapping[str, float]:
    start = time.monotonic()

    def at_its_time(nth: int) -> float:
        time.sleep(max(0.0, start + nth / rate - time.monotonic()))
        return report(app, phones[nth], f"event-{nth}")

    with ThreadPoolExecutor(HANDS) as hands:
        return dict(zip(phones, hands.map(at_its_time, range(len(phones))), strict=True))


def _texts(place: Installation, text: str, phones: list[str]) -> dict[str, float]:
    """When the carrier got this text for each phone. Raises Failed unless each got it once."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found = [one for one in place.simulator.control.messages() if one["text"] == text]
        if len(found) >= len(phones) or time.monotonic() > deadline:
            break
        time.sleep(1)
    came = Counter(f"+{one['to']}" for one in found)
    if came != Counter(phones):
        raise Failed(f"{len(phones) - len(came)} texts are missing, {came.total() - len(came)} doubled")
    return {f"+{one['to']}": one["at"] for one in found}


def _idle(place: Installation, given: argparse.Namespace) -> Figure:
    """What the processes take more, in percent of a core, while so many runs wait."""
    time.sleep(SETTLING)
    without = _percent(place)
    later = _flow("hand", WAIT, stage.sms(2, "The day is over."), name="Later")
    phones = [f"+1303{2_000_000 + n}" for n in range(given.waiting)]
    many_runs.wait(later, phones, timedelta(days=1))
    bulk.settle(analyze=True)
    time.sleep(SETTLING)
    waiting = _percent(place)
    more = max(0.0, waiting - without)
    return Figure(
        "workflow", f"{given.waiting:,} runs wait", more, "%", MOST_IDLE, "of a core", more / MOST_IDLE,
        f"≤ {MOST_IDLE:g} %", more <= MOST_IDLE,
        {"db": given.db, "without_percent": without, "waiting_percent": waiting},
    )  # fmt: skip


def _percent(place: Installation) -> float:
    before, began = consumption.cpu(consumption.family(place.house.pid)), time.monotonic()
    time.sleep(LOOKING)
    used = consumption.cpu(consumption.family(place.house.pid)) - before
    return 100 * used / (time.monotonic() - began)


def _at_once(place: Installation, given: argparse.Namespace) -> Iterator[Figure]:
    workflow = _flow("hand", WAIT, stage.sms(2, "It is today."), name="Today")
    phones = [f"+1404{2_000_000 + n}" for n in range(given.due)]
    many_runs.wait(workflow, phones, timedelta(days=1))
    bulk.settle(analyze=True)
    db.session.execute(update(WorkflowRun).where(WorkflowRun.workflow_id == workflow.id).values(due_at=now()))
    db.session.commit()
    began = time.time()
    queue.enqueue(queue.RUN_WORKFLOWS)
    written = _staff_write(workflow)
    took = time.time() - began
    came = _texts(place, "It is today.", phones)
    waits = _waits(place, written)
    details = {"db": given.db, "due": given.due, "replies": len(waits), "median": median(waits),
               "p95": percentile(waits, 0.95), "texts_after": max(came.values()) - began}  # fmt: skip
    yield Figure("workflow", f"{given.due:,} due at once: done", took, "s", details=details)
    yield Figure(
        "workflow", "staff's replies meanwhile", max(waits), "s", MOST_OF_STAFF, "wanted",
        max(waits) / MOST_OF_STAFF, f"all ≤ {MOST_OF_STAFF:g} s", max(waits) <= MOST_OF_STAFF, details,
    )  # fmt: skip


def _staff_write(workflow: Workflow) -> dict[str, float]:
    """Replies until all runs are done and their texts have left; when each was written."""
    written = dict[str, float]()
    ours, ada, workflow_id = stage.ours().id, stage.ada().id, workflow.id
    people = cycle(ASK)
    deadline = time.monotonic() + PATIENCE
    while left := _left(workflow_id):
        if time.monotonic() > deadline:
            raise Failed(f"{left} runs or texts have not ended")
        text = f"Reply {len(written)}"
        written[text] = time.time()
        we_write(opening.open_one(ours, next(people)), text, ada)
        time.sleep(STAFF_EVERY)
    return written


def _waits(place: Installation, written: dict[str, float]) -> list[float]:
    """Seconds until the carrier had each of staff's replies."""
    deadline = time.monotonic() + PATIENCE / 10
    while True:
        found = {one["text"]: one["at"] for one in place.simulator.control.messages()}
        missing = [text for text in written if text not in found]
        if not missing:
            return [found[text] - at for text, at in written.items()]
        if time.monotonic() > deadline:
            raise Failed(f"{len(missing)} replies of staff did not go out")
        time.sleep(0.5)


def _left(workflow_id: int) -> int:
    """Its runs that have not ended, and what waits to be sent."""
    with sending.onlooker() as cursor:
        cursor.execute(
            f"SELECT (SELECT count(*) FROM workflow_run WHERE workflow_id = {int(workflow_id)}"  # noqa: S608
            " AND state IN ('waiting', 'running'))"
            " + (SELECT count(*) FROM entry WHERE state = 'queued' AND origin = 'workflow')"
        )
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
