"""When a text is to be sent later, on the contact's clock where that is known: offered, or typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from webapp.db import now
from webapp.errors import Fault
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules.hours import clock
from webapp.rules.hours.clock import ClockFault
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.hours import hours

MORNING = time(9)
EVENING = 20
"""Later today means no later than this hour."""
SOONEST = timedelta(hours=2)
FARTHEST = timedelta(days=366)
A_WHILE = timedelta(minutes=1)
"""A time that was chosen may be over by so much when it arrives."""
SATURDAY = 5
OWN = "own"
"""What stands in the place of one of the choices where the time is typed."""


@dataclass(frozen=True)
class Clock:
    """On which clock times are chosen. `theirs`: the contact's; else it is that of who writes."""

    zone: str
    theirs: bool

    @property
    def place(self) -> str:
        """As people say it: New York."""
        return clock.place(self.zone)


@dataclass(frozen=True)
class Choice:
    """A moment that is offered (UTC)."""

    word: str
    at: datetime


@dataclass(frozen=True)
class Chosen:
    """What a form says: `when` is a moment of a choice (as `value` writes it) or OWN; `at` was typed.

    `zone`: on whose clock, as the form was shown.
    """

    when: str
    at: str
    zone: str


def clock_for(thread: Thread, by: User) -> Clock:
    """The contact's clock where it is known for certain, else that of who writes."""
    zones = hours.zones_of(thread.contact.phone, thread.contact.timezone)
    return Clock(zones[0], True) if len(zones) == 1 else Clock(by.timezone, False)


def choices(thread: Thread, kept: Clock) -> list[Choice]:
    """Those at which the contact can be reached; tomorrow morning is always one."""
    moment = now()
    return [
        choice
        for choice in _choices(moment, kept)
        if choice.word == TOMORROW or not opens_at(thread, choice.at)
    ]


def opens_at(thread: Thread, at: datetime) -> datetime | None:
    """When a text that is tried at `at` goes out, if that is outside the contact's hours."""
    asking = Asking(Origin.STAFF, Channel.SMS, at=at)
    closed = gate.outside_hours([thread.contact.phone], asking).get(thread.contact.phone)
    return closed.until if closed else None


TODAY, TOMORROW, MONDAY = "Later today", "Tomorrow morning", "Monday morning"


def _choices(moment: datetime, kept: Clock) -> Iterator[Choice]:
    local = moment.astimezone(ZoneInfo(kept.zone))
    soon = (local + SOONEST).replace(minute=0, second=0, microsecond=0)
    soon += timedelta(hours=1) if soon < local + SOONEST else timedelta()
    if soon.date() == local.date() and soon.hour <= EVENING:
        yield Choice(TODAY, soon.astimezone(UTC))
    tomorrow = local.date() + timedelta(days=1)
    yield Choice(TOMORROW, _morning(tomorrow, kept))
    if tomorrow.weekday() >= SATURDAY:
        yield Choice(MONDAY, _morning(tomorrow + timedelta(days=7 - tomorrow.weekday()), kept))


def _morning(day: date, kept: Clock) -> datetime:
    return clock.resolve(day, MORNING, kept.zone).candidates[0]


def value(at: datetime) -> str:
    """A moment as a form carries it: it stays the same when the form arrives on another day."""
    return at.astimezone(UTC).isoformat(timespec="minutes")


def field(at: datetime, kept: Clock) -> str:
    """A moment on that clock, as a field of a form wants it."""
    return f"{at.astimezone(ZoneInfo(kept.zone)):%Y-%m-%dT%H:%M}"


def read(chosen: Chosen, kept: Clock) -> datetime:
    """UTC. Raises Fault that names the field."""
    if chosen.when != OWN and chosen.at.strip():
        raise Fault("You have chosen one time and typed another. Choose one of them.", "later_when")
    at = _typed(chosen, kept) if chosen.when == OWN else _offered(chosen.when)
    if not now() - A_WHILE <= at <= now() + FARTHEST:
        name = "later_at" if chosen.when == OWN else "later_when"
        raise Fault("Choose a time within the next year that is not over yet.", name)
    return at


def _typed(chosen: Chosen, kept: Clock) -> datetime:
    if chosen.zone != kept.zone:
        raise Fault("Where they are was changed meanwhile. Look at the time again.", "later_at")
    try:
        local = datetime.fromisoformat(chosen.at.strip()).replace(tzinfo=None)
        return clock.resolve(local.date(), local.time(), kept.zone).candidates[0]
    except (ClockFault, ValueError):
        raise Fault("Choose the day and the time.", "later_at") from None


def _offered(when: str) -> datetime:
    try:
        at = datetime.fromisoformat(when)
        if at.tzinfo is None:
            raise ValueError(when)
        return at.astimezone(UTC)
    except (OverflowError, ValueError):
        raise Fault("Choose when it is to be sent.", "later_when") from None
