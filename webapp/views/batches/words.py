"""Batches in words: the tiles of the progress page, and its timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from webapp.channels.base import ChannelKind
from webapp.models import statuses
from webapp.models.batch import Batch
from webapp.models.event import Event
from webapp.models.statuses import Status
from webapp.rules.hours import clock
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services.batches.listing import FAILED
from webapp.views.audit_text import batches
from webapp.views.audit_text.team import EXPORTS
from webapp.views.audit_text.words import IT


@dataclass(frozen=True)
class Tile:
    """A count that is a filter, too: how many recipients have a status."""

    status: Status
    count: int
    hint: str


@dataclass(frozen=True)
class Again:
    """How many may be tried again for one reason; `ticked`: unless a person says otherwise."""

    status: Status
    count: int
    ticked: bool


def tiles(kind: ChannelKind, counts: Mapping[str, int]) -> list[Tile]:
    """Those that are always shown on a channel, and those that have a recipient."""
    every = [Tile(statuses.about(key), _count(kind, counts, key), _hint(kind, key)) for key in kind.tiles]
    return [tile for tile in every if tile.count or tile.status.key in kind.always]


def _hint(kind: ChannelKind, key: str) -> str:
    return kind.words.hints.get(key, statuses.about(key).hint)


def kinds(counts: Mapping[ReplyKind, int]) -> list[tuple[Status, int]]:
    """The kinds of replies that there are, with how many."""
    return [(statuses.about(kind), count) for kind, count in counts.items()]


def again(kind: ChannelKind, counts: Mapping[str, int]) -> list[Again]:
    """Who could be tried again, by what became of them."""
    every = kind.again.items()
    return [Again(statuses.about(one), counts[one], ticked) for one, ticked in every if counts.get(one)]


def on_clock(batch: Batch) -> str:
    """When a scheduled batch starts, on the clock by which it was chosen."""
    if batch.local_at:
        local = datetime.fromisoformat(batch.local_at)
        return f"at {local:%H:%M} on {local:%a} {local.day} {local:%b %Y} where they are"
    if batch.scheduled_at is None:
        return ""
    local = batch.scheduled_at.astimezone(ZoneInfo(batch.timezone))
    return f"on {local:%a} {local.day} {local:%b %Y at %H:%M} in {clock.place(batch.timezone)}"


def _count(kind: ChannelKind, counts: Mapping[str, int], name: str) -> int:
    return sum(counts.get(one, 0) for one in kind.failures) if name == FAILED else counts.get(name, 0)


EVENTS = {**batches.DRAFTS, **batches.APPROVALS, **batches.SENDING, **EXPORTS}


def event(event: Event) -> str:
    """What happened, to follow the name of who did it; a sentence of its own when no one did."""
    known = EVENTS.get(event.kind)
    said = known(event) if known else event.kind.replace(".", " ").replace("_", " ")
    return said.replace(IT, "it" if event.user_id else "The batch")
