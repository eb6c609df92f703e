"""Someone, or something, has picked up, or calls us: what is said.

For now a call says its first message, and ends; to those who call us it says that no one can answer.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import select, update

from webapp.carriers.calls import CallEvent, CallReport, PickedUp
from webapp.db import db, now
from webapp.models.call import LEASE_MARGIN, Call, CallState
from webapp.models.entry import Direction
from webapp.models.number import DEFAULT_CARRIER, Number
from webapp.models.thread import Thread
from webapp.rules import phone_sender
from webapp.services import signals
from webapp.services.calls import finding, reports
from webapp.services.threads import opening

NO_ONE = "Thank you for calling. No one can take your call now. We will come back to you."
MISSED = "Called us"
LONGEST = timedelta(minutes=10)
"""Of a call that came in, as far as its slot is concerned."""

log = structlog.get_logger(__name__)


class Speech(NamedTuple):
    """What is said; nothing: the call ends at once. `language`: ISO 639-1."""

    text: str
    language: str


def answer(told: PickedUp) -> Speech:
    """What a call says that the carrier asks about: the same, however often it asks."""
    call = finding.call(told)
    if call is None:
        return _incoming(told)
    if call.hang_up_at is not None:
        return Speech("", call.language)
    reports.act(_event(told, CallEvent.ANSWERED))
    return Speech(call.first_message, call.language)


def _event(told: PickedUp, event: CallEvent) -> CallReport:
    """That it was picked up is an event, too, which may come later or never. It names the region."""
    return CallReport(
        told.carrier_id, told.ref, event, conversation=told.conversation, region_url=told.region_url,
        sender=told.sender, to=told.to, carrier=told.carrier,
    )  # fmt: skip


def _incoming(told: PickedUp) -> Speech:
    """Someone calls one of our numbers: it stands in their thread, and staff see that it needs a reply."""
    ours, language = phone_sender.ours(told.to), "en"
    number = db.session.scalars(select(Number).where(Number.e164 == ours)).one_or_none()
    sender = phone_sender.canonical(told.sender, ours)
    if number is None or told.ref or not told.carrier_id or not sender.startswith("+"):
        log.warning("a call that belongs to no number of ours, or to no one, is not kept", to=told.to)
        return Speech(NO_ONE, language)
    thread = opening.open_one(number.id, sender)
    moment = now()
    call = Call(
        thread_id=thread.id, number_id=number.id, phone=sender, direction=Direction.IN,
        state=CallState.ANSWERED, carrier=told.carrier or DEFAULT_CARRIER, carrier_id=told.carrier_id,
        region_url=told.region_url, conversation=told.conversation, language=language, first_message=NO_ONE,
        sent_at=moment, claimed_at=moment, answered_at=moment,
    )  # fmt: skip
    call.lease_until = moment + LONGEST + LEASE_MARGIN
    db.session.add(call)
    db.session.flush()
    _show(thread)
    signals.emit_about(signals.CALL_RECEIVED, thread.contact_id, call=call.id)
    reports.apply_waiting([told.carrier_id])
    return Speech(NO_ONE, language)


def _show(thread: Thread) -> None:
    news = {"last_at": now(), "last_inbound_at": now(), "last_text": MISSED, "last_direction": "in"}
    values = {**news, "needs_reply": True, "unread": Thread.unread + 1, "revision": Thread.revision + 1}
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(values))
