"""Staff phones that are rung into calls leave by the same door: claimed, committed, placed, recorded.

They are claimed before what else waits on their number, as a contact is on the line. The gate is not asked:
they are the team's own phones.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, select

from webapp import queue
from webapp.carriers.calls import PlaceCall
from webapp.channels import registry as channels
from webapp.db import db, inline_literal, now
from webapp.models.call import CALL_MOVES, LEASE_MARGIN, CallState
from webapp.models.call_leg import DECIDING, CallLeg
from webapp.rules.callflow.events import StaffResult
from webapp.services.outbox.claimed_entry import ClaimedEntry, Outcome, Sender, SendResult

_FRESH = {"populate_existing": True}


def claim(number: Sender, limit: int) -> list[ClaimedEntry]:
    """Up to `limit` of those that wait on a number; each takes a slot of it until the end of its lease.

    That is for ringing and deciding: who takes the call has the slot for longer (calls/staff_answers).
    """
    if limit < 1 or not channels.of(number.channel).lasts:
        return []
    mine = (CallLeg.number_id == number.id, CallLeg.state == inline_literal("queued"))
    waiting = select(CallLeg).where(*mine).order_by(CallLeg.id).limit(limit)
    found = db.session.scalars(waiting.with_for_update(skip_locked=True), execution_options=_FRESH).all()
    for leg in found:
        leg.transition_to(CallState.SENDING)
        lasts = timedelta(seconds=leg.ring_seconds) + DECIDING + LEASE_MARGIN
        leg.carrier, leg.claimed_at, leg.lease_until = number.carrier, now(), now() + lasts
    db.session.flush()
    return [_claimed(number, leg) for leg in found]


def _claimed(number: Sender, leg: CallLeg) -> ClaimedEntry:
    order = PlaceCall(leg.phone, number.e164, leg.client_ref, leg.ring_seconds, leg.longest_seconds)
    return ClaimedEntry(leg.call_id, number.lane, None, None, number.carrier, 1, order, leg_id=leg.id)


def record(outcomes: Sequence[Outcome]) -> None:
    """What became of them; a state that an event has moved further already stays. What follows in their
    calls is seen to by a job, which holds those first."""
    by_id = {one.claimed.leg_id: one for one in outcomes}
    if not by_id:
        return
    for leg in db.session.scalars(_held([one for one in by_id if one]), execution_options=_FRESH):
        outcome = by_id[leg.id]
        _RECORDS[outcome.result](leg, outcome)
        if leg.hang_up_at is not None or leg.result is not None:
            queue.later(queue.SEE_TO_STAFF, leg.call_id)


def _held(ids: Sequence[int]) -> Select[CallLeg]:
    return select(CallLeg).where(CallLeg.id.in_(ids)).order_by(CallLeg.id).with_for_update()


def _accepted(leg: CallLeg, outcome: Outcome) -> None:
    leg.carrier_id = leg.carrier_id or outcome.carrier_id or None
    if CallState.SENT in CALL_MOVES[leg.state]:
        leg.transition_to(CallState.SENT)


def _refused(leg: CallLeg, outcome: Outcome) -> None:
    """It never rang."""
    if CallState.FAILED in CALL_MOVES[leg.state]:
        leg.transition_to(CallState.FAILED)
        leg.code, leg.reason, leg.lease_until = outcome.code, outcome.sentence, None
        leg.result = leg.result or StaffResult.NO_ANSWER


def _unknown(leg: CallLeg, outcome: Outcome) -> None:
    """It may ring: its slot stays taken, and it is never dialled again."""
    if leg.state == CallState.SENDING:
        leg.transition_to(CallState.UNKNOWN)
        leg.code, leg.reason = outcome.code, outcome.sentence


def _returned(leg: CallLeg, outcome: Outcome) -> None:
    """It waits again, unless no one needs it any more."""
    if leg.state == CallState.SENDING:
        leg.transition_to(CallState.QUEUED)
        leg.claimed_at = leg.lease_until = None
        if leg.result is not None:
            leg.transition_to(CallState.CANCELED)


_RECORDS = {
    SendResult.ACCEPTED: _accepted,
    SendResult.REFUSED: _refused,
    SendResult.UNKNOWN: _unknown,
    SendResult.RETURNED: _returned,
}
