"""Someone, or something, has picked up, or calls us: the conversation begins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from webapp.carriers.calls import CallEvent, CallLine, CallReport, PickedUp
from webapp.db import db, now
from webapp.models.call import LEASE_MARGIN, Call, CallState
from webapp.models.channel import Channel
from webapp.models.entry import Direction
from webapp.models.number import DEFAULT_CARRIER, Number
from webapp.models.status_change import Because
from webapp.models.thread import Thread
from webapp.rules.callflow.commands import Command, HangUp, Say
from webapp.rules.callflow.sentences import sentence
from webapp.rules.phones import phone_sender
from webapp.services import signals
from webapp.services.agents import able
from webapp.services.calls import conversing, finding, language, reports, sentences, staff_answers
from webapp.services.calls.line import Spoken
from webapp.services.threads import enqueue, opening, reopening, senders

MISSED = "Called us"
LONGEST = timedelta(minutes=10)
"""Of a call that came in."""

log = structlog.get_logger(__name__)


def answer(told: PickedUp) -> Spoken:
    """What the line hears: the same, however often it is asked."""
    call = finding.call(told)
    if call is None and (leg := finding.leg(told)) is not None:
        reports.move_leg(leg, _event(told, CallEvent.ANSWERED))
        return staff_answers.whispers(leg)
    if call is None:
        call = _incoming(told)
    if call is None:
        return _only(_not_taken(told))
    if call.hang_up_at is not None:
        return _only(HangUp())
    reports.move(call, _event(told, CallEvent.ANSWERED))
    return conversing.begins(call)


def _not_taken(told: PickedUp) -> Say:
    """In the language of that number; of one that is none of ours, in that of its country."""
    number = _called(told)
    spoken = language.of_number(number) if number else language.of_phone(phone_sender.ours(told.to))
    return Say(sentence("unknown_number", spoken, sentences.own()), spoken)


def _only(command: Command) -> Spoken:
    """This, and the call ends."""
    return Spoken((command,), CallLine("", 0))


def _event(told: PickedUp, event: CallEvent) -> CallReport:
    """That it was picked up is an event, too, which may come later or never. It names the region."""
    return CallReport(
        told.carrier_id, told.ref, event, conversation=told.conversation, region_url=told.region_url,
        sender=told.sender, to=told.to, carrier=told.carrier,
    )  # fmt: skip


def _incoming(told: PickedUp) -> Call | None:
    """Someone calls one of our numbers: it stands in their thread, where staff see it.

    None: it belongs to no number of ours, or is no one's.
    """
    number = _called(told)
    sender = senders.phone_of(told.sender.strip(), phone_sender.ours(told.to))
    if number is None or told.ref or not told.carrier_id or not sender.startswith("+"):
        log.warning("a call that belongs to no number of ours, or to no one, is not kept", to=told.to)
        return None
    thread = opening.open_one(number.id, sender)
    call = _made(told, number, thread, sender)
    try:
        with db.session.begin_nested():
            db.session.add(call)
    except IntegrityError:  # the carrier has asked twice at the same moment, and the other one was faster
        return finding.call(told)
    _show(thread, by_agent=call.agent_id is not None)
    signals.emit_about(signals.CALL_RECEIVED, thread.contact_id, call=call.id)
    reports.apply_waiting([told.carrier_id])
    return call


def _called(told: PickedUp) -> Number | None:
    ours = phone_sender.ours(told.to)
    return db.session.scalars(select(Number).where(Number.e164 == ours)).one_or_none()


def _made(told: PickedUp, number: Number, thread: Thread, sender: str) -> Call:
    """Its agent, where the number's calls are on and have one, answers; in the language of the number."""
    moment = now()
    agent = able.of_number(number.id, Channel.CALL) if number.can(Channel.CALL) else None
    call = Call(
        thread_id=thread.id, number_id=number.id, phone=sender, direction=Direction.IN,
        state=CallState.ANSWERED, carrier=told.carrier or DEFAULT_CARRIER, carrier_id=told.carrier_id,
        region_url=told.region_url, conversation=told.conversation, client_ref=enqueue.new_ref(),
        agent_id=agent.id if agent else None, agent_version=agent.version if agent else None,
        language=language.of_number(number), longest_seconds=round(LONGEST.total_seconds()),
        sent_at=moment, claimed_at=moment, answered_at=moment,
    )  # fmt: skip
    call.lease_until = moment + LONGEST + LEASE_MARGIN
    return call


def _show(thread: Thread, by_agent: bool) -> None:
    """What an agent takes needs no reply, unless it comes to nothing: see missed.waits_for_us."""
    news = {"last_at": now(), "last_inbound_at": now(), "last_text": MISSED, "last_direction": "in"}
    values: dict[str, Any] = {**news, "revision": Thread.revision + 1}
    if thread.contact.blocked_at is None:
        values |= {"unread": Thread.unread + 1} | ({} if by_agent else {"needs_reply": True})
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(values))
    if thread.contact.blocked_at is None:
        reopening.reopen([thread.id], Because.CALLED)
