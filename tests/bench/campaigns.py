"""Twenty batches of all states and sizes, for the population: the first one is large and under way."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tests.bench import bulk
from tests.bench.bulk import Row, moment
from webapp.models.recipient import RecipientStatus

PLAN = (
    ("running", 0.30), ("running", 0.05), ("paused", 0.08), ("scheduled", 0.02), ("canceled", 0.05),
    ("draft", 0.02), ("draft", 0.005),
    *(("finished", share) for share in (0.2, 0.1, 0.06, 0.04, 0.02, 0.02, 0.01, 0.01)),
    *(("finished", share) for share in (0.005, 0.004, 0.003, 0.002, 0.001)),
)  # fmt: skip
"""State, and share of all recipients."""
DONE = {"running": 0.4, "paused": 0.6, "canceled": 0.3, "finished": 1.0, "scheduled": 0.0, "draft": 0.0}
"""How far each state has come."""
REST = {
    "running": "queued",
    "paused": "queued",
    "canceled": "canceled",
    "scheduled": "queued",
    "draft": "queued",
}
ENDS = ("delivered", "sent", "undelivered", "failed", "skipped")
WEIGHTS = (80, 13, 4, 2, 1)
LATE = 30
"""Rows of the states that hardly anyone is in: they stand at the end of what was sent."""
RESOLVED = 2000
"""Events of the batch under way: as many unknown messages were decided about, one by one."""


@dataclass
class Campaign:
    """A batch: the id of its `first` recipient, how many rows, and among how many phones they were drawn."""

    id: int
    state: str
    size: int
    first: int
    phones: int
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def sent(self) -> int:
        return int(self.size * DONE[self.state])

    def person(self, row: int) -> int:
        """Whom a row (from 0) is for: a contact's number, from 0, or someone whom we do not know yet."""
        return (self.id * 97 + row) % max(self.phones, self.size)


def phone(person: int) -> str:
    """A number in one of three countries; its digits look as if drawn, and no two people have the same."""
    mixed = person // 3 * 6_700_417
    tail = f"{mixed % 10_000_000:07d}"
    return (f"+1202{2_000_000 + mixed % 8_000_000}", f"+44770{tail}", f"+491512{tail}")[person % 3]


def plan(recipients: int, phones: int) -> list[Campaign]:
    found: list[Campaign] = []
    first = 1
    for number, (state, share) in enumerate(PLAN, 1):
        found.append(Campaign(number, state, max(1, round(recipients * share)), first, phones))
        first += found[-1].size
    return found


BATCH = (
    "id name channel state number_id country content upload_id columns phone_column "
    "phone_candidates notes reading reading_fault rows_read checking checking_fault rows_checked "
    "units_total run attempts timezone pause_reason failures_in_row revision created_by created_at "
    "started_at scheduled_at"
)
RECIPIENT = "id batch_id row_no phone cells status faults skip_reason reason attempt changed_at replied_at"


def write(batches: list[Campaign], chance: random.Random, start: datetime) -> None:
    """Batches with their lists, tallies and events."""
    at = moment(start)
    lists = ((one.id, "people.csv", 1, 1, at) for one in batches)
    bulk.load("upload", "id filename size created_by created_at", lists)
    bulk.load("batch", BATCH, (_batch(one, at) for one in batches))
    for one in batches:
        bulk.load("recipient", RECIPIENT, _recipients(one, chance, at))
    bulk.load("batch_tally", "batch_id status count", _tallies(batches))
    bulk.load("event", "at kind user_id batch_id data", _events(batches, at))


def _batch(one: Campaign, at: str) -> Row:
    started = None if one.state in ("draft", "scheduled") else at
    message = "Hi {{first_name|there}}, your appointment is on Tuesday. Reply STOP to get no more messages."
    content = json.dumps({"channel": "sms", "message": message, "max_segments": 1})
    return (
        one.id, f"Letter {one.id}", "sms", one.state, 2 if one.id == 2 else 1, "US", content, one.id,
        '["phone_number", "first_name"]', 0, "[]", "[]", "done", "", one.size, "done", "", one.size, one.size,
        1, 1, "Europe/Berlin", "", 0, 9, 1 + one.id % 3, at, started,
        at if one.state == "scheduled" else None,
    )  # fmt: skip


def _recipients(one: Campaign, chance: random.Random, at: str) -> Iterator[Row]:
    for row in range(one.size):
        status = _status(one, row, chance)
        replied = status == "delivered" and chance.random() < 0.08
        one.counts[status] += 1
        one.counts["replied"] += replied
        cells = json.dumps([phone(one.person(row)), f"Person {row}"])
        faults = '[["phone", 0, "This is too short to be a phone number."]]' if status == "faulty" else None
        yield (
            one.first + row, one.id, row + 2, phone(one.person(row)), cells, status, faults,
            "opted out" if status == "skipped" else "", "", 1, at, at if replied else None,
        )  # fmt: skip


def _status(one: Campaign, row: int, chance: random.Random) -> str:
    if row >= one.sent:
        if one.state == "running" and row < one.sent + LATE:
            return "sending"
        faulty = one.state == "draft" and chance.random() < 0.03
        return "faulty" if faulty else REST[one.state]
    if row >= one.sent - LATE:
        return "unknown" if row % 2 else "rejected"
    return chance.choices(ENDS, WEIGHTS)[0]


def _tallies(batches: list[Campaign]) -> Iterator[Row]:
    for one in batches:
        for status in (*RecipientStatus, "replied"):
            yield one.id, str(status), one.counts[str(status)]


def _events(batches: list[Campaign], at: str) -> Iterator[Row]:
    for one in batches:
        for kind in ("batch.created", "batch.list_uploaded", "batch.started"):
            yield at, kind, 1, one.id, "{}"
    for row in range(RESOLVED):
        yield (
            at,
            "recipient.resolved",
            1 + row % 3,
            batches[0].id,
            json.dumps({"row": row, "resolution": "sent"}),
        )
