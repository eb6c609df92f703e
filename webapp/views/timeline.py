"""A window of a conversation as a page shows it: by day, with what else happened in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from markupsafe import Markup

from webapp.db import now
from webapp.models.media import Media
from webapp.models.message import Message
from webapp.rules.replies import captions
from webapp.services.inbox.timeline.call_entries import CallEntry
from webapp.services.inbox.timeline.timeline import Line, Window
from webapp.views import times

LATE = timedelta(minutes=5)
"""Between writing and reaching us: what took longer says when it was written."""


@dataclass(frozen=True)
class Item:
    """A message, a call, or a line about what happened. `reaction`: to the message, by their phone."""

    at: datetime
    message: Message | None = None
    line: Line | None = None
    call: CallEntry | None = None
    reaction: Message | None = None
    media: list[Media] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says, except for the captions, which stand below their pictures."""
        if self.message is None:
            return ""
        return captions.without(self.message.text, [one.caption for one in self.media])

    @property
    def written(self) -> datetime | None:
        """When they wrote it, if that was well before it reached us."""
        one = self.message
        if one is None or one.direction != "in" or one.sent_at is None:
            return None
        return one.sent_at if self.at - one.sent_at > LATE else None

    @property
    def reacted(self) -> str:
        """When they did, as in `12 Mar 2025, 14:03`."""
        return times.short(times.here(self.reaction.created_at)) if self.reaction else ""


@dataclass(frozen=True)
class Day:
    name: str
    items: list[Item]


def days(window: Window) -> list[Day]:
    """Oldest first; the days are those of the reader's time zone."""
    of_a_day = groupby(_items(window), lambda item: times.here(item.at).date())
    return [Day(day_name(day), list(items)) for day, items in of_a_day]


def _items(window: Window) -> Iterator[Item]:
    """A call stands where it was wanted, before what came of it."""
    between = sorted(
        [*_calls(window), *(Item(line.at, line=line) for line in window.lines)], key=lambda one: one.at
    )
    for message in window.messages:
        while between and between[0].at < message.created_at:
            yield between.pop(0)
        reaction, media = window.reactions.get(message.id), window.media.get(message.id, [])
        yield Item(message.created_at, message=message, reaction=reaction, media=media)
    yield from between


def _calls(window: Window) -> Iterator[Item]:
    return (Item(one.at, call=one) for one in window.calls)


def day_name(day: date) -> str:
    """`Today`, `Yesterday`, `Monday 3 March`; of another year `3 March 2025`."""
    today = times.here(now()).date()
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    if day.year == today.year:
        return f"{day:%A} {day.day} {day:%B}"
    return f"{day.day} {day:%B %Y}"


def hour(moment: datetime) -> Markup:
    """`14:03`, the exact time on hover."""
    local = times.here(moment)
    return times.element(local, f"{local:%H:%M}")


def brief(moment: datetime) -> Markup:
    """For a list: `14:03` today, `Mon` this week, else `3 Mar`; the exact time on hover."""
    local, today = times.here(moment), times.here(now())
    return times.element(local, _brief(local, today))


def _brief(local: datetime, today: datetime) -> str:
    age = today.date() - local.date()
    if age < timedelta(days=1):
        return f"{local:%H:%M}"
    if age < timedelta(days=7):
        return f"{local:%a}"
    return f"{local.day} {local:%b}" if local.year == today.year else f"{local.day} {local:%b %Y}"
