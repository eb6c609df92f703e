"""The gate: may this phone be reached now, on this channel, and if not, why and until when.

Asked when a list is checked, when staff write, and again, to hold, in the transaction that claims a message.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.db import now
from webapp.models.batch import Batch
from webapp.models.channel import Channel
from webapp.models.entry import UNASKED, Origin
from webapp.rules.typed_text import one_line
from webapp.services import settings
from webapp.services.gate import frequency
from webapp.services.gate.frequency import Cap
from webapp.services.hours import hours
from webapp.services.opt_outs import holds, register
from webapp.services.recipients import answered, by_phone
from webapp.services.threads import activity

OPTED_OUT = "opted out"
REACHED = "reached on "
"""How the reason begins for which someone is skipped who was reached too often lately."""
REPLIED = "has replied by now"
SHOWN = 80
"""Characters of what they wrote."""
IN_PERSON = frozenset({Origin.STAFF, Origin.AGENT, Origin.MISSED_CALL, Origin.TEST})
"""One message, or call, to one person. A text may answer someone who wrote lately at whatever hour; no call
may. Where a phone does not tell its time zone, its sender judges."""


@dataclass(frozen=True)
class Verdict:
    """`reason` is one plain sentence; `short` names it in a list; `until` is known only sometimes (UTC)."""

    allowed: bool
    reason: str = ""
    short: str = ""
    until: datetime | None = None

    @property
    def obstacle(self) -> str | None:
        """Why not, where waiting alone does not help."""
        return None if self.allowed or self.until else self.reason


OUT = Verdict(False, "They have opted out. They can be reached again once they text START.", OPTED_OUT)
"""Since when is left to pages that know the reader's clock."""


@dataclass(frozen=True)
class Asking:
    """Who wants to reach someone, and how. `batch`: whose recipients they are. `at`: UTC; None is now."""

    origin: Origin
    channel: Channel
    batch: Batch | None = None
    at: datetime | None = None


ALLOWED = Verdict(True)


def ask(phone: str, asking: Asking) -> Verdict:
    """The verdict for one phone."""
    return refusals([phone], asking).get(phone, ALLOWED)


def refusals(phones: Iterable[str], asking: Asking) -> dict[str, Verdict]:
    """The verdicts for those of `phones` that must not be reached; the others may be.

    The confirmation of an opt-out is the only message that may follow it. What never ends by itself is said
    rather than what ends with time.
    """
    if asking.origin == Origin.CONFIRMATION:
        return {}
    asked = list(phones)
    closed = outside_hours(asked, asking)
    often = _too_often(asked, asking)
    replied = _replied(asked, asking)
    held = {phone: _on_hold(text) for phone, text in holds.active(asked).items()}
    out = dict.fromkeys(register.active(asked, asking.channel), OUT)
    return closed | often | replied | held | out


def outside_hours(phones: Iterable[str], asking: Asking) -> dict[str, Verdict]:
    """Those of `phones` whose hours alone are in the way; `until` says when they open."""
    options = _options(asking)
    if options.any_hour and not options.local_at:
        return {}
    at = asking.at or now()
    closed = hours.closed(phones, at, options)
    answers = asking.origin in IN_PERSON and asking.channel == Channel.SMS
    waiting = _wrote_lately(closed, at) if closed and answers else set()
    return {
        phone: Verdict(False, one.sentence, one.short, one.until)
        for phone, one in closed.items()
        if phone not in waiting
    }


def _options(asking: Asking) -> hours.HoursOptions:
    batch, any_hour = asking.batch, not settings.get("keep_hours")
    if batch is None:
        return hours.HoursOptions(anywhere=asking.origin in IN_PERSON, any_hour=any_hour)
    return hours.HoursOptions(batch.unknown_zone, batch.local_at, anywhere=any_hour, any_hour=any_hour)


def _wrote_lately(phones: Iterable[str], at: datetime) -> set[str]:
    """Those who wrote so short a time ago that they may be answered at any hour."""
    return activity.wrote_since(phones, at - timedelta(hours=settings.get("answer_hours")))


def _too_often(phones: list[str], asking: Asking) -> dict[str, Verdict]:
    """Only of what no one asked for."""
    batch = asking.batch
    free = asking.origin not in UNASKED or (batch is not None and batch.over_cap)
    cap = None if free else frequency.cap()
    if cap is None:
        return {}
    reached = frequency.exhausted(cap, phones, but_for=batch.id if batch is not None else None)
    zone = batch.unknown_zone if batch is not None else ""
    days = hours.days(reached, asking.at or now(), zone) if reached else {}
    return {phone: _reached(day, cap) for phone, day in days.items()}


def _replied(phones: list[str], asking: Asking) -> dict[str, Verdict]:
    """Those whom a batch reminds of another one, and who have written back to that since its list was
    made."""
    source = asking.batch.reminds if asking.batch is not None else None
    if source is None:
        return {}
    sentence = "They have replied by now to the batch of which this one reminds them."
    return dict.fromkeys(answered.among(source, phones), Verdict(False, sentence, REPLIED))


def _reached(on: date, cap: Cap) -> Verdict:
    day = f"{on.day} {on:%B}"
    times = "once" if cap.times == 1 else f"{cap.times} times"
    sentence = f"They were reached on {day}, and may be reached {times} in {cap.days} days."
    return Verdict(False, sentence, f"{REACHED}{day}")


def _on_hold(text: str) -> Verdict:
    said = one_line(text)
    said = said if len(said) <= SHOWN else f"{said[:SHOWN]}…"
    sentence = f"They wrote “{said}”, which reads like an opt-out. Someone has to decide first."
    return Verdict(False, sentence, by_phone.ON_HOLD)
