"""Batches in words: the tiles of the progress page, and its timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from webapp.models.batch import Batch
from webapp.models.event import Event
from webapp.models.recipient import RETRIABLE
from webapp.rules import phone
from webapp.services.batches import consent
from webapp.services.batches.listing import FAILED
from webapp.services.recipients import tallies
from webapp.views.said.team import EXPORTS
from webapp.views.said.words import IT, Words, count, plain, text


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


def _assumed(zone: str) -> str:
    where = f"takes people of {IT} whose time zone is unknown to be in {zone.replace('_', ' ')}"
    return where if zone else f"leaves out people of {IT} whose time zone is unknown"


DRAFTS: Words = {
    "batch.created": lambda _: f"made {IT}",
    "batch.list_uploaded": lambda event: f"uploaded {text(event, 'filename', 'a list')} for {IT}",
    "batch.consent_stated": lambda event: f"stated the consent for {IT}: {plain(consent.spoken(event.data))}",
    "batch.cap_set_aside": lambda _: f"lets {IT} reach people oftener than the team’s limit",
    "batch.cap_kept": lambda _: f"keeps {IT} to the team’s limit",
    "batch.zone_assumed": lambda event: _assumed(text(event, "zone")),
    "batch.answered": lambda event: _answered(event),
    "batch.tested": lambda event: f"sent a test of {IT} to {phone.pretty(text(event, 'phone', 'a phone'))}",
    "batch.deleted": lambda _: f"deleted the draft {IT}",
}
APPROVALS: Words = {
    "batch.approval_asked": lambda event: _asked(event),
    "batch.approved": lambda _: f"approved {IT}",
    "batch.sent_back": lambda event: f"sent {IT} back: {text(event, 'reason')}",
    "batch.approval_withdrawn": lambda _: f"took {IT} back before it was approved",
}
SENDING: Words = {
    "batch.scheduled": lambda _: f"scheduled {IT}",
    "batch.unscheduled": lambda _: f"canceled the schedule of {IT}",
    "batch.started": lambda event: f"started {IT}" if event.user_id else f"{IT} started, as scheduled",
    "batch.missed": lambda _: f"{IT} was not started: Outbound was not running when it was due",
    "batch.paused": lambda event: (
        f"paused {IT}" if event.user_id else f"{IT} paused: {text(event, 'reason')}"
    ),
    "batch.resumed": lambda _: f"resumed {IT}",
    "batch.canceled": lambda _: f"canceled {IT}",
    "batch.finished": lambda _: f"{IT} finished",
    "batch.retried": lambda event: f"retried {event.data.get('count', 0):,} of {IT} that had failed",
    "recipient.resolved": lambda event: _resolved(event),
}
EVENTS = {**DRAFTS, **APPROVALS, **SENDING, **EXPORTS}


def event(event: Event) -> str:
    """What happened, to follow the name of who did it; a sentence of its own when nobody did."""
    known = EVENTS.get(event.kind)
    said = known(event) if known else event.kind.replace(".", " ").replace("_", " ")
    return said.replace(IT, "it" if event.user_id else "The batch")


def _asked(event: Event) -> str:
    people = count(event, "people", "person", "people")
    who = f"asked for approval of {IT}" if event.user_id else f"{IT} was due, and waits for approval"
    return f"{who}: {people}"


def _answered(event: Event) -> str:
    what = {
        "siblings": "further rows of a phone",
        "marked": "people whom the list marks",
        "landline": "landlines",
        "premium": "premium and toll-free numbers",
        "unassigned": "numbers in no range that is known",
    }
    verb = "sends to" if event.data.get("answer") == "send" else "leaves out"
    return f"{verb} {what.get(text(event, 'question'), 'some rows')} in {IT}"


def _resolved(event: Event) -> str:
    row = text(event, "row", "?")
    sent = event.data.get("resolution") == "sent"
    return f"noted row {row} of {IT} as sent" if sent else f"had row {row} of {IT} sent again"
