"""Batches in words: the tiles of the progress page, and its timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from webapp.models.batch import Batch
from webapp.models.event import Event
from webapp.models.recipient import RETRIABLE
from webapp.services.batches.listing import FAILED
from webapp.services.recipients import tallies
from webapp.views.said import batches
from webapp.views.said.team import EXPORTS
from webapp.views.said.words import IT


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
    ("waiting", "Waiting", "hourglass-split", "For the hours at which they may be reached", False),
    ("sending", "Sending", "arrow-up-right", "On their way to the carrier", False),
    ("sent", "Sent", "check-lg", "Taken by the carrier, not yet confirmed by the phone", True),
    ("delivered", "Delivered", "check2-all", "Confirmed by the phone", True),
    (tallies.REPLIED, "Replied", "reply-fill", "Wrote back, whatever the delivery says", True),
    (tallies.OPTED_OUT, "Opted out", "slash-circle", "Wrote STOP, or asked for no more messages", False),
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
    if batch.local_at:
        local = datetime.fromisoformat(batch.local_at)
        return f"at {local:%H:%M} on {local:%a} {local.day} {local:%b %Y} where they are"
    if batch.scheduled_at is None:
        return ""
    local = batch.scheduled_at.astimezone(ZoneInfo(batch.timezone))
    return f"on {local:%a} {local.day} {local:%b %Y at %H:%M} in {batch.timezone.replace('_', ' ')}"


def _count(counts: Mapping[str, int], name: str) -> int:
    return failed(counts) if name == FAILED else counts.get(name, 0)


EVENTS = {**batches.DRAFTS, **batches.APPROVALS, **batches.SENDING, **EXPORTS}


def event(event: Event) -> str:
    """What happened, to follow the name of who did it; a sentence of its own when nobody did."""
    known = EVENTS.get(event.kind)
    said = known(event) if known else event.kind.replace(".", " ").replace("_", " ")
    return said.replace(IT, "it" if event.user_id else "The batch")
