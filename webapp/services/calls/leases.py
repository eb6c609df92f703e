"""Calls whose end was never told: the carrier is asked, and at the end of its lease a slot is free anyway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from webapp import queue
from webapp.carriers.calls import CallEvent, CallReport
from webapp.db import db, now
from webapp.models.call import OPEN, Call, CallState
from webapp.models.call_leg import CallLeg
from webapp.models.entry import Entry
from webapp.rules.callflow.events import Gone
from webapp.services.calls import conversing, outcomes, reports, staff_phones
from webapp.services.calls.leg_state import Silent

RINGS = timedelta(seconds=150)
"""A phone rings for 120 seconds at most: what is not answered by then should have been told to be over."""
TALKS = timedelta(seconds=120)
"""How often it is asked whether a call still goes on."""
AT_ONCE, LEGS_AT_ONCE = 10, 5
"""Vonage takes 15 requests a second that are no new calls; the sweep comes every ten seconds."""
GIVEN_UP = 1000
NEVER_TOLD = "The carrier never said what became of this call."
CALL: Any = Call.__table__


def silent() -> Sequence[Silent]:
    """Some of the calls and of the staff phones that the carrier should be asked about.

    First what was not heard of for longest.
    """
    return [*_silent_calls(), *_silent_legs()]


def _silent_calls() -> Iterator[Silent]:
    heard = func.coalesce(Call.looked_at, Call.answered_at, Entry.claimed_at)
    query = select(Call.id, Entry.carrier, Entry.carrier_id, Call.region_url)
    named = (Call.lease_until.is_not(None), Entry.carrier_id.is_not(None))
    query = query.where(*named, _is_late(Entry.state, heard))
    for row in db.session.execute(query.order_by(heard, Call.id).limit(AT_ONCE)):
        yield Silent(row.id, row.carrier, row.carrier_id, row.region_url)


def _silent_legs() -> Iterator[Silent]:
    heard = func.coalesce(CallLeg.looked_at, CallLeg.answered_at, CallLeg.claimed_at)
    query = select(CallLeg.id, CallLeg.carrier, CallLeg.carrier_id, CallLeg.region_url)
    named = (CallLeg.lease_until.is_not(None), CallLeg.carrier_id.is_not(None))
    query = query.where(*named, _is_late(CallLeg.state, heard))
    for row in db.session.execute(query.order_by(heard, CallLeg.id).limit(LEGS_AT_ONCE)):
        yield Silent(row.id, row.carrier or "", row.carrier_id or "", row.region_url, of_staff=True)


def _is_late(state: Any, heard: Any) -> ColumnElement[bool]:
    """`heard`: when something was heard of it, or it was asked about, the last time."""
    rings = state.in_([CallState.SENT, CallState.RINGING, CallState.UNKNOWN])
    talks = state == CallState.ANSWERED
    return or_(and_(rings, heard < now() - RINGS), and_(talks, heard < now() - TALKS))


def looked(one: Silent, told: CallReport | None) -> None:
    """What the carrier answered; None: it knows nothing of it, or could not be asked."""
    if told is not None and told.event != CallEvent.OTHER:
        reports.act(told)  # it holds the entry, which comes before the call's own row, and the leg
    table: Any = CallLeg.__table__ if one.of_staff else CALL
    db.session.execute(update(table).where(table.c.id == one.id).values(looked_at=now()))


def over() -> Sequence[int]:
    """Some of the calls whose lease is over. What is `sending` is given up first (outbox/abandoned)."""
    open_ones = [CallState.SENT, CallState.RINGING, CallState.ANSWERED, CallState.UNKNOWN]
    query = select(Call.id).where(Call.lease_until < now(), Entry.state.in_(open_ones))
    return db.session.scalars(query.order_by(Call.id).limit(GIVEN_UP)).all()


def legs_over() -> Sequence[int]:
    """Some of the staff phones whose lease is over."""
    query = select(CallLeg.id).where(CallLeg.lease_until < now(), CallLeg.state != CallState.QUEUED)
    return db.session.scalars(query.order_by(CallLeg.id).limit(GIVEN_UP)).all()


def end(only: int | None = None) -> int:
    """Free their slots. Who was on the line has hung up by then; of the others no one knows.

    `only`: this call: each holds a batch and a conversation, so a transaction ends one where others work.
    Returns how many calls there were.
    """
    ids = [one for one in over() if only in (None, one)]
    held = select(Call).where(Call.id.in_(ids)).order_by(Call.id)
    held = held.with_for_update(of=Entry, skip_locked=True, key_share=True)
    calls = db.session.scalars(held, execution_options={"populate_existing": True}).all() if ids else []
    for call in calls:
        _end(call)
    if calls:
        queue.later(queue.DISPATCH)
    return len(calls)


def end_legs() -> None:
    """The same for staff phones."""
    if legs := legs_over():
        _end_legs(legs)
        queue.later(queue.DISPATCH)


def _end(call: Call) -> None:
    """Unless an event was faster."""
    if call.lease_until is None or call.state not in OPEN:
        return
    staff_phones.release(call)
    if call.state == CallState.ANSWERED:
        conversing.told(call, Gone(), call.answered_at)  # of a message that they left, a recording would tell
        call.end(outcomes.decide(call, CallEvent.COMPLETED), now())
        call.reason = NEVER_TOLD
    else:
        call.lose(NEVER_TOLD, now())
    reports.follow(call, NEVER_TOLD)


def _end_legs(ids: Sequence[int]) -> None:
    """Staff phones that were never told to be over."""
    query = select(CallLeg).where(CallLeg.id.in_(ids)).order_by(CallLeg.id)
    for leg in db.session.scalars(query.with_for_update(skip_locked=True)):
        if leg.state == CallState.ANSWERED:
            leg.end(None, now())
        elif leg.state in (CallState.SENDING, CallState.SENT, CallState.RINGING):
            leg.transition_to(CallState.UNKNOWN)
        leg.lease_until, leg.reason = None, NEVER_TOLD
        queue.later(queue.SEE_TO_STAFF, leg.call_id)
