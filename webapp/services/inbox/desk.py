"""What is to be done about the contact of a conversation, beside what was said in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from webapp.db import now
from webapp.models.attribute import ContactAttribute
from webapp.models.callback import Callback
from webapp.models.label import ContactLabel
from webapp.models.thread import Thread
from webapp.rules.hours import clock
from webapp.services.contacts import attributes, labels
from webapp.services.hours import hours
from webapp.services.inbox.timeline import callback_lines
from webapp.services.threads import callbacks


@dataclass(frozen=True)
class Promised:
    """An open callback. `theirs`: its time on the contact's own clock; None where that is not known.

    `place`: where that clock is, if they may be elsewhere; "" if it is theirs for certain.
    """

    callback: Callback
    by: str
    theirs: datetime | None
    overdue: bool
    place: str = ""


@dataclass(frozen=True)
class Desk:
    """`labels`: those that count; `suggested`: those to confirm. `offers`: attributes with another value."""

    callbacks: Sequence[Promised]
    labels: Sequence[ContactLabel]
    suggested: Sequence[ContactLabel]
    offers: Sequence[ContactAttribute]

    @property
    def waits(self) -> int:
        """How many of them wait for someone of the team."""
        return len(self.callbacks) + len(self.suggested) + len(self.offers)


def of(thread: Thread) -> Desk:
    """As it is now."""
    every = labels.of(thread.contact_id)
    return Desk(
        callbacks=_promised(thread),
        labels=[one for one in every if not one.suggested],
        suggested=[one for one in every if one.suggested],
        offers=[one for one in attributes.of(thread.contact_id) if one.offered is not None],
    )


def next_hour() -> datetime:
    """The next full hour but one (UTC): what is proposed for a call."""
    return now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)


def _promised(thread: Thread) -> list[Promised]:
    still_open, moment = callbacks.open_ones(thread.id), now()
    if not still_open:
        return []
    zone, place = _zone(thread.contact.phone)
    return [
        Promised(
            one,
            callback_lines.promised_by(one),
            one.due_at.astimezone(zone) if zone else None,
            one.due_at <= moment,
            place,
        )
        for one in still_open
    ]


def _zone(phone: str) -> tuple[ZoneInfo | None, str]:
    """Where they said they are, else the first zone in which their phone may be, by name."""
    [(place, _)] = hours.where([phone], now())
    if not place.zones:
        return None, ""
    return ZoneInfo(place.zones[0]), clock.place(place.zones[0]) if len(place.zones) > 1 else ""
