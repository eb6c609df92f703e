"""What the carrier reports about calls: each event once, in any order, before the creation's answer too.

States only move forward. Entries are locked first, in order, then what follows: see services/row_locks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import structlog

from webapp import queue
from webapp.carriers.calls import CallEvent, CallReport
from webapp.db import db, now
from webapp.models.call import CALL_MOVES, LEASE_MARGIN, OPEN, REACHED, Call, CallState, Detected
from webapp.models.call_leg import CallLeg
from webapp.models.recipient import RecipientStatus
from webapp.models.thread import Thread
from webapp.rules.callflow.events import Beep, Event, Gone, Machine
from webapp.rules.callflow.outcomes import Outcome
from webapp.services import signals
from webapp.services.agents.turns import choosing
from webapp.services.batches import lifecycle
from webapp.services.calls import (
    called_back,
    conversing,
    finding,
    line,
    missed,
    outcomes,
    retrying,
    staff_answers,
    staff_phones,
)
from webapp.services.calls.line import Spoken
from webapp.services.recipients import moving, tallies
from webapp.services.recipients.moving import Step
from webapp.services.threads import activity
from webapp.services.webhooks import webhook_events
from webapp.services.webhooks.webhook_events import Hook

log = structlog.get_logger(__name__)

KIND = "call"
TARGETS = {
    CallEvent.STARTED: CallState.SENT,
    CallEvent.RINGING: CallState.RINGING,
    CallEvent.ANSWERED: CallState.ANSWERED,
    CallEvent.HUMAN: CallState.ANSWERED,
    CallEvent.MACHINE: CallState.ANSWERED,
    CallEvent.BEEP: CallState.ANSWERED,
    **dict.fromkeys(outcomes.BY_CARRIER, CallState.ENDED),
}
"""Where an event takes a call; any other leaves it where it is."""
FOLLOWS = {
    CallState.SENT: RecipientStatus.CALLING,
    CallState.RINGING: RecipientStatus.RINGING,
    CallState.ANSWERED: RecipientStatus.TALKING,
    CallState.UNKNOWN: RecipientStatus.UNKNOWN,
    CallState.FAILED: RecipientStatus.FAILED,
}
"""What the recipient is then; of a call that has ended, its outcome."""
DETECTED = {
    CallEvent.HUMAN: Detected.HUMAN,
    CallEvent.MACHINE: Detected.MACHINE,
    CallEvent.BEEP: Detected.MACHINE,
}
NOTICED: Mapping[CallEvent, type[Event]] = {CallEvent.MACHINE: Machine, CallEvent.BEEP: Beep}
"""What the conversation is told of."""
WRONG_REF = 40
"""Characters of an id that a log line has."""


def receive(report: CallReport, payload: dict[str, Any]) -> bool:
    """Act on one event webhook, once. False when it was a repetition.

    That of a call that we do not know (yet) is kept until the call is known.
    """
    key = _key(report, payload)
    new = webhook_events.store(
        [Hook(key, KIND, report.carrier_id, {"report": _kept(report), "raw": payload})]
    )
    if key not in new:
        return False
    if not act(report):
        webhook_events.wait([new[key]])
        log.info("event of a call that is not known yet", carrier_id=report.carrier_id[:WRONG_REF])
    return True


def now_said(report: CallReport) -> Spoken | None:
    """What its line hears from now on; None where that does not follow from this event.

    An event that comes twice is answered as before. What runs on the line would begin again, or leave the
    conversation with staff, if it were answered otherwise.
    """
    call = finding.call(report) if report.event in NOTICED else None
    if call is None or call.state != CallState.ANSWERED:
        return None
    follows = (call.flow or {}).get(conversing.BY_EVENT) == [str(report.event), call.turn]
    return line.spoken(call) if follows else None


def apply_waiting(carrier_ids: Collection[str]) -> None:
    """Act on the events that came before their calls were known."""
    waiting = webhook_events.waiting(KIND, carrier_ids) if carrier_ids else {}
    for event_id, payload in waiting.items():
        report = _reread(event_id, payload)
        if report is None:
            webhook_events.ignored([event_id])
        elif act(report):
            webhook_events.applied([event_id])


def act(report: CallReport) -> bool:
    """Let the call, its recipient and its batch follow. False when no call, and no leg, is meant."""
    call = finding.call(report)
    if call is not None:
        move(call, report)
        return True
    leg = finding.leg(report)
    if leg is not None:
        move_leg(leg, report)
    return leg is not None


def follow(call: Call, reason: str = "") -> None:
    """The recipient of a call that has moved, its batch and its thread."""
    status = RecipientStatus(call.outcome) if call.outcome else FOLLOWS[call.state]
    if call.recipient_id:
        tallies.touch([call.batch_id])
        moving.follow([Step(call.recipient_id, call.id, status, reason)])
    if call.state == CallState.ENDED:
        signals.call_ended(call)
        missed.text_back(call)
        retrying.consider(call)
        retrying.not_again(call)
        queue.later(queue.DISPATCH)
    if call.batch_id:
        _tell_batch(call.batch_id, call, reason)
    if call.state == CallState.ENDED:
        activity.called(call.thread_id, _takes_part(call), call.outcome in REACHED, now())
        if call.connects and call.outcome == Outcome.ANSWERED:
            activity.talked(call.thread_id, call.answered_at or now())
        called_back.settle(call)
        if missed.waits_for_us(call):
            activity.waits(call.thread_id)
    else:
        activity.touch([call.thread_id])


def move(call: Call, report: CallReport) -> None:
    if TARGETS.get(report.event) == CallState.ENDED and call.state in OPEN:
        staff_phones.release(call)
        lost = report.by_carrier and call.hang_up_at is None
        conversing.told(call, Gone(outcomes.BY_CARRIER[report.event], lost=lost), report.at)
    moved = _advance(call, report)
    _learn(call, report)
    if report.event in NOTICED and call.state in OPEN:
        _notice(call, report.event)
    if moved:
        follow(call, report.sentence)
    else:
        activity.touch([call.thread_id])


def _notice(call: Call, event: CallEvent) -> None:
    before = call.turn
    conversing.told(call, NOTICED[event]())
    if call.turn != before:
        call.flow = {**(call.flow or {}), conversing.BY_EVENT: [str(event), call.turn]}


def _advance(call: Call, report: CallReport) -> bool:
    """Move the call where the event takes it, if that is further on."""
    at, target = report.at or now(), TARGETS.get(report.event)
    if report.event in DETECTED and call.detected != Detected.HUMAN:
        call.detected = DETECTED[report.event]
    if target == CallState.ANSWERED and call.answered_at is None:
        call.answered_at = at
    if target is None or target not in CALL_MOVES[call.state]:
        return False
    talked = call.state == CallState.ANSWERED  # what went wrong in it is not forgotten at its end
    if target == CallState.ENDED:
        call.end(outcomes.decide(call, report.event, report.seconds), at)
    else:
        call.transition_to(target)
        call.lease_until = call.lease_until or now() + call.longest  # of one that was given up
        if target == CallState.ANSWERED:
            call.lease_until = now() + timedelta(seconds=call.longest_seconds) + LEASE_MARGIN
    if report.sentence or not talked:
        call.code, call.reason = report.code, report.sentence
    return True


def _learn(call: Call, report: CallReport) -> None:
    """What is known by now, and was not before."""
    if call.carrier is not None:  # it was placed, as far as we know
        call.carrier_id = call.carrier_id or report.carrier_id or None
    call.conversation = call.conversation or report.conversation
    call.region_url = call.region_url or report.region_url
    if call.seconds is None:
        call.seconds = report.seconds
    if call.price is None and report.price is not None:
        call.price, call.currency = report.price, report.currency
    if report.event == CallEvent.OTHER and report.sentence:
        call.reason = report.sentence


def _takes_part(call: Call) -> int | None:
    """After a call with an agent: the agent that answers texts there, else that one."""
    if call.agent_id is None:
        return None
    of_texts = choosing.of(db.session.get_one(Thread, call.thread_id))
    return of_texts.id if of_texts else call.agent_id


def _tell_batch(batch_id: int, call: Call, reason: str) -> None:
    if call.outcome == Outcome.FAILED:
        lifecycle.count_failures(batch_id, 1, reason or "The call failed.")
    elif call.state == CallState.ANSWERED:
        lifecycle.forget_failures(batch_id)
    if call.state in (CallState.ENDED, CallState.UNKNOWN):
        lifecycle.finish_if_done(batch_id)


def move_leg(leg: CallLeg, report: CallReport) -> None:
    """A staff phone's; whether they took the call, their key says."""
    at, target = report.at or now(), TARGETS.get(report.event)
    leg.carrier_id = leg.carrier_id or report.carrier_id or None
    leg.region_url = leg.region_url or report.region_url
    if target == CallState.ANSWERED:
        leg.answered_at = leg.answered_at or at
    if leg.price is None:
        leg.price = report.price
    if leg.seconds is None:
        leg.seconds = report.seconds
    if target is not None and target in CALL_MOVES[leg.state]:
        leg.code, leg.reason = report.code, report.sentence
        _go(leg, target, report.event, at)
    if leg.hang_up_at is not None and leg.state in OPEN:
        queue.later(queue.SEE_TO_STAFF, leg.call_id)
    staff_answers.moved(leg, report.event)


def _go(leg: CallLeg, target: CallState, event: CallEvent, at: datetime) -> None:
    if target == CallState.ENDED:
        leg.end(Outcome.ANSWERED if leg.answered_at else outcomes.BY_CARRIER[event], at)
        queue.later(queue.DISPATCH)
    else:
        leg.transition_to(target)


def _key(report: CallReport, payload: dict[str, Any]) -> str:
    """What happened to which call; of what has no name of its own, all that it says."""
    if report.event == CallEvent.OTHER or not report.carrier_id:
        said = json.dumps([payload, report.ref], sort_keys=True)
        return f"{KIND}:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"
    return f"{KIND}:{report.carrier_id}:{report.event}"


def _kept(report: CallReport) -> dict[str, Any]:
    return {**asdict(report), "at": report.at.isoformat() if report.at else None}


def _reread(event_id: int, payload: Any) -> CallReport | None:
    """None when it cannot be read (any more): the call is what other events say."""
    try:
        kept: dict[str, Any] = payload["report"]
        at = datetime.fromisoformat(kept["at"]) if kept["at"] else None
        return CallReport(**{**kept, "event": CallEvent(kept["event"]), "at": at})
    except (KeyError, TypeError, ValueError) as error:
        log.error("an event that waited cannot be read", webhook=event_id, error=repr(error))
        return None
