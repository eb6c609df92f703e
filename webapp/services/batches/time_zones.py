"""Where the people of a list are: counted while it is checked, asked when someone chooses when to send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from webapp.db import now
from webapp.models.batch import Batch
from webapp.services import settings
from webapp.services.hours import hours, places
from webapp.services.hours.hours import Where


class Whereabouts:
    """How many people are in which zones, bound by the hours of which places."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()

    def add(self, batch: Batch, phones: list[str]) -> None:
        """Count people. Those whose zone no one knows or has chosen are counted under none."""
        found = list(hours.where(phones, now(), batch.unknown_zone))  # all, or none when one raises
        for place, own in found:
            self._counts[place.zones, tuple(one.code for one in place.places)] += len(own)

    def counted(self) -> list[Any]:
        """As the batch keeps it, the most first."""
        return [[list(zones), list(codes), count] for (zones, codes), count in self._counts.most_common()]


class Group(NamedTuple):
    """People who are at the same place: when it is their turn (UTC), and when they can be reached first after
    that (None: never)."""

    zones: tuple[str, ...]
    people: int
    turn: datetime
    opens: datetime | None


class Outlook(NamedTuple):
    """How many can be reached at once, how many wait, and until when the first of them (in words)."""

    open: int
    waiting: int
    until: str


def zones(batch: Batch) -> dict[tuple[str, ...], int]:
    """How many people are in which zones, the most first; under (): no one knows."""
    counts: Counter[tuple[str, ...]] = Counter()
    for in_zones, _, count in batch.whereabouts:
        counts[tuple(in_zones)] += count
    return dict(counts.most_common())


def outlook(batch: Batch, at: datetime, local_at: str = "") -> Outlook:
    """What would happen to the people of a batch that starts at a moment, or at a time on their clocks."""
    if not settings.get("keep_hours"):
        return Outlook(sum(count for _, _, count in batch.whereabouts), 0, "")
    groups = list(_groups(batch, at, local_at))
    waiting = [one for one in groups if one.opens is not None and one.opens > one.turn]
    first = min(waiting, key=lambda one: one.opens or at, default=None)
    said = hours.said(first.opens, first.zones, at) if first and first.opens else ""
    reached = sum(one.people for one in groups if one.opens is not None and one.opens <= one.turn)
    return Outlook(reached, sum(one.people for one in waiting), said)


def local_moments(batch: Batch, local_at: str) -> list[datetime]:
    """When a time on everyone's own clock comes (UTC), for all zones of the list."""
    return sorted(hours.starts_at(local_at, in_zones) for in_zones in zones(batch) if in_zones)


def _groups(batch: Batch, at: datetime, local_at: str) -> Iterator[Group]:
    known = {place.code: place for place in places.atlas().places}
    for in_zones, codes, count in batch.whereabouts:
        bound = tuple(known[code] for code in codes if code in known)
        place = Where(tuple(in_zones), bound)
        turn = max(at, hours.starts_at(local_at, in_zones)) if local_at and in_zones else at
        yield Group(place.zones, count, turn, hours.next_open(place, turn) if in_zones else None)
