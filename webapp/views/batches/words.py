"""Batches in words: the tiles of the progress page, and its timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from webapp.models.batch import Batch
from webapp.models.event import Event
from webapp.models.recipient import RETRIABLE
from webapp.rules import phone
from webapp.services import tallies
from webapp.services.batches import consent
from webapp.services.batches.listing import FAILED


@dataclass(frozen=True)
class Tile:
    """A count that is a filter, too."""

    filter: str
    word: str
    icon: str
    count: int
    hint: str


_TILES = (
    ("queued", "Queued", "clock", "Wait for their turn", True),
    ("sending", "Sending", "arrow-up-right", "On their way to the carrier", False),
    ("sent", "Sent", "check-lg", "Taken by the carrier, not yet confirmed by the phone", True),
    ("delivered", "Delivered", "check2-all", "Confirmed by the phone", True),
    (tallies.REPLIED, "Replied", "reply-fill", "Wrote back, whatever the delivery says", True),
    (FAILED, "Failed", "x-circle", "Failed, rejected or not delivered", True),
    ("unknown", "Unknown", "question-circle", "May have been sent: the carrier never said", False),
    ("faulty", "To mend", "exclamation-triangle", "Left out: their rows are faulty", False),
    ("skipped", "Skipped", "dash-circle", "Left out: faulty, duplicates, opted out", False),
    ("canceled", "Canceled", "slash-circle", "Never sent, because the batch was canceled", False),
)
"""filter, word, icon, what it means, shown even when zero"""

FILTERS = frozenset(tile[0] for tile in _TILES)


def tiles(counts: Mapping[str, int]) -> list[Tile]:
    """Those that are always shown, and those that somebody stands in."""
    every = [Tile(name, word, icon, _count(counts, name), hint) for name, word, icon, hint, _ in _TILES]
    return [tile for tile, known in zip(every, _TILES, strict=True) if tile.count or known[4]]


def failed(counts: Mapping[str, int]) -> int:
    """How many could be retried."""
    return sum(counts.get(status, 0) for status in RETRIABLE)


def on_clock(batch: Batch) -> str:
    """When a scheduled batch starts, on the clock by which it was chosen."""
    if batch.scheduled_at is None:
        return ""
    local = batch.scheduled_at.astimezone(ZoneInfo(batch.timezone))
    return f"on {local:%a} {local.day} {local:%b %Y at %H:%M} in {batch.timezone.replace('_', ' ')}"


def _count(counts: Mapping[str, int], name: str) -> int:
    return failed(counts) if name == FAILED else counts.get(name, 0)


_EVENTS: dict[str, Callable[[Event], str]] = {
    "batch.created": lambda _: "made this batch",
    "batch.list_uploaded": lambda event: f"uploaded {event.data.get('filename', 'a list')}",
    "batch.consent_stated": lambda event: f"stated their consent: {consent.spoken(event.data)}",
    "batch.cap_set_aside": lambda _: "lets it reach people oftener than the team’s limit",
    "batch.cap_kept": lambda _: "keeps it to the team’s limit",
    "batch.tested": lambda event: f"sent a test to {phone.pretty(event.data.get('phone', 'a phone'))}",
    "batch.approval_asked": lambda event: f"asked for approval: {event.data.get('people', 0):,} people",
    "batch.approved": lambda _: "approved it",
    "batch.sent_back": lambda event: f"sent it back: {event.data.get('reason', '')}",
    "batch.approval_withdrawn": lambda _: "took it back before it was approved",
    "batch.scheduled": lambda _: "scheduled it",
    "batch.unscheduled": lambda _: "canceled the schedule",
    "batch.started": lambda event: "started it" if event.user_id else "started, as scheduled",
    "batch.missed": lambda _: "was not started: Outbound was not running when it was due",
    "batch.paused": lambda event: "paused it" if event.user_id else f"paused: {event.data.get('reason', '')}",
    "batch.resumed": lambda _: "resumed it",
    "batch.canceled": lambda _: "canceled it",
    "batch.finished": lambda _: "finished",
    "batch.retried": lambda event: f"retried {event.data.get('count', 0):,} that had failed",
    "recipient.resolved": lambda event: _resolved(event),
}


def event(event: Event) -> str:
    """What happened, to follow the name of who did it."""
    known = _EVENTS.get(event.kind)
    return known(event) if known else event.kind.replace(".", " ").replace("_", " ")


def _resolved(event: Event) -> str:
    row = event.data.get("row", "?")
    sent = event.data.get("resolution") == "sent"
    return f"noted row {row} as sent" if sent else f"had row {row} sent again"
