"""What the first page says: how far the team has come with setting up, and what goes on now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from webapp.db import db, now
from webapp.models.batch import Batch, BatchState
from webapp.models.call import Call
from webapp.models.event import Event
from webapp.models.invitation import Invitation
from webapp.models.number import Number
from webapp.models.thread import Thread, left_to_staff
from webapp.models.user import User
from webapp.models.webhook_event import WebhookEvent
from webapp.services.contacts import to_do
from webapp.services.demo import marks
from webapp.services.inbox.listing import kind_filters

CALL: Any = Call.__table__


@dataclass(frozen=True)
class FirstSteps:
    """Which of the first steps are done; what is made up counts for none. `demo`: it is here.

    `connected`: the carrier's account leads here: it has told us something, or was set up from here.
    """

    number: bool
    batch: bool
    connected: bool
    colleague: bool
    demo: bool

    @property
    def done(self) -> int:
        return sum((self.number, self.batch, self.connected, self.colleague))


@dataclass(frozen=True)
class Present:
    """What goes on: batches under way (the latest first) and threads that wait for a reply.

    `handed_off`: how many of these an agent has left to staff. `to_confirm`: contacts for whom a label is
    suggested, or another value offered. `missed`: conversations that wait because no one took their call.
    `on_the_phone`: calls that go on.
    """

    batches: list[Batch]
    need_reply: int
    handed_off: int = 0
    to_confirm: int = 0
    missed: int = 0
    on_the_phone: int = 0


def first_steps(*, simulated: bool) -> FirstSteps:
    """`simulated`: the simulator carries the messages, not Vonage."""
    invited = select(Invitation.id).where(
        ~Invitation.first, Invitation.revoked_at.is_(None), Invitation.expires_at > now()
    )
    people = db.session.scalar(select(func.count()).select_from(User)) or 0
    return FirstSteps(
        number=_any(select(Number.id).where(Number.id.not_in(marks.ids(Number)))),
        batch=_any(select(Batch.id).where(Batch.started_at.is_not(None), Batch.id.not_in(marks.ids(Batch)))),
        connected=not simulated and _leads_here(),
        colleague=people > 1 or _any(invited),
        demo=marks.any_left(),
    )


def present() -> Present:
    """At most five batches."""
    going_on = Batch.state.in_(
        [BatchState.RUNNING, BatchState.PAUSED, BatchState.SCHEDULED, BatchState.PENDING]
    )
    batches = db.session.scalars(select(Batch).where(going_on).order_by(Batch.id.desc()).limit(5))
    waiting = db.session.scalar(select(func.count()).where(Thread.needs_reply)) or 0
    handed_off = db.session.scalar(select(func.count()).where(left_to_staff(Thread))) or 0
    missed = select(func.count()).where(Thread.needs_reply, *kind_filters.fits(kind_filters.MISSED_CALLS))
    return Present(
        list(batches), waiting, handed_off, to_do.count(), db.session.scalar(missed) or 0, _on_the_phone()
    )


def _leads_here() -> bool:
    set_up = select(Event.id).where(Event.kind == "carrier.set_up")
    return _any(select(WebhookEvent.id)) or _any(set_up)


def _on_the_phone() -> int:
    """Calls that ring or last, by their leases."""
    going_on = select(func.count()).select_from(CALL).where(CALL.c.lease_until > now())
    return db.session.scalar(going_on) or 0


def _any(query: Select[Any]) -> bool:
    return db.session.scalar(query.limit(1)) is not None
