"""The phones of staff on duty: who can be rung now, ringing them into a call, and letting them go.

Their legs are rows that wait for the outbox. All of it happens under the lock of their call.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, union

from webapp import queue
from webapp.db import db, now
from webapp.models.call import LEASE_MARGIN, OPEN, STAFF_TALK, Call, CallState
from webapp.models.call_leg import CallLeg
from webapp.models.entry import Entry
from webapp.models.thread import Thread
from webapp.rules.callflow.events import StaffResult
from webapp.services import settings
from webapp.services.calls.leg_state import AWAITED, Silent
from webapp.services.team import duty
from webapp.services.team.duty import OnDuty, Roster
from webapp.services.threads import enqueue

PLACING = timedelta(seconds=10)
"""Until a phone rings: for the pace of the account, and for the carrier."""
SOON = timedelta(seconds=2)
BACK = timedelta(seconds=30)
"""For what is said to who waited, when no one has taken it."""
CALL: Any = Call.__table__
"""Its own table, without the entry."""


def free(but_for: str = "", without: Collection[int] = (), team: Roster | None = None) -> list[OnDuty]:
    """Those on duty whose phone can be rung: not one that is in a call, nor the contact's own.

    `without`: users that are left out. `team`: where it is read already. Each phone once, in the order of
    names.
    """
    there = [one for one in (team or duty.roster()).on_duty() if one.phone and one.phone != but_for]
    if not there:
        return []
    taken = set(db.session.scalars(busy([one.phone for one in there])))
    found: dict[str, OnDuty] = {}
    for one in there:
        if one.phone not in taken and one.user_id not in without:
            found.setdefault(one.phone, one)
    return list(found.values())


def busy(phones: Sequence[str]) -> Any:
    """Of these phones, those with a leg or a call that is open."""
    moment = now()
    legs = select(CallLeg.phone).where(CallLeg.phone.in_(phones), CallLeg.lease_until > moment)
    calls = select(Entry.phone).join(CALL, CALL.c.id == Entry.id)
    return union(legs, calls.where(Entry.phone.in_(phones), CALL.c.lease_until > moment))


def ring(call: Call) -> None:
    """Begin a new round: all phones at once, or the first one (a setting). The call is held."""
    last = db.session.scalar(select(func.max(CallLeg.round)).where(CallLeg.call_id == call.id)) or 0
    there = _in_order(call, free(call.phone))
    chosen = there if settings.get("ring_staff_together") else there[:1]
    add(call, chosen, last + 1)
    if not chosen:
        look_at(call, now() + SOON)


def ring_next(call: Call, rung: Sequence[CallLeg]) -> bool:
    """The next one of this round, where they are rung in order. False: there is none."""
    if not rung or settings.get("ring_staff_together"):
        return False
    there = _in_order(call, free(call.phone, [leg.user_id or 0 for leg in rung]))
    add(call, there[:1], rung[0].round)
    return bool(there)


def _in_order(call: Call, there: Sequence[OnDuty]) -> list[OnDuty]:
    """First whose conversation it is."""
    owner = db.session.scalar(select(Thread.assignee_id).where(Thread.id == call.thread_id))
    return sorted(there, key=lambda one: one.user_id != owner)


def add(call: Call, chosen: Sequence[OnDuty], number: int) -> None:
    """Let these phones ring, as the round `number`. The call is held."""
    seconds = settings.get("ring_staff_seconds")
    for one in chosen:
        leg = CallLeg(
            call_id=call.id, number_id=call.number_id, user_id=one.user_id, phone=one.phone, round=number,
            client_ref=enqueue.new_ref(), ring_seconds=seconds, longest_seconds=STAFF_TALK,
            state=CallState.QUEUED,
        )  # fmt: skip
        db.session.add(leg)
    if chosen:
        db.session.flush()
        queue.later(queue.DISPATCH)
        look_at(call, now() + PLACING + timedelta(seconds=seconds))


def look_at(call: Call, moment: datetime) -> None:
    """Have a job look at what came of it then, at the latest. The call lasts a moment longer than that."""
    call.staff_until = moment
    if call.lease_until is not None:
        call.lease_until = max(call.lease_until, moment + BACK + LEASE_MARGIN)
    queue.later(queue.SEE_TO_STAFF, call.id, at=moment)


def of_round(call: Call) -> list[CallLeg]:
    """The legs of the newest round, held, in order; the call is held."""
    legs = _legs(call)
    newest = max((leg.round for leg in legs), default=0)
    return [leg for leg in legs if leg.round == newest]


def _legs(call: Call) -> Sequence[CallLeg]:
    query = select(CallLeg).where(CallLeg.call_id == call.id).order_by(CallLeg.id).with_for_update()
    return db.session.scalars(query, execution_options={"populate_existing": True}).all()


def take(leg: CallLeg) -> None:
    """Its key was pressed: it has its slot for as long as the talk may last."""
    leg.accepted_at, leg.result = now(), StaffResult.ACCEPTED
    leg.lease_until = now() + timedelta(seconds=leg.longest_seconds) + LEASE_MARGIN


def let_go(leg: CallLeg, result: StaffResult) -> None:
    """It is not needed any more: one that waits is not placed, another one is hung up by a job."""
    leg.result = leg.result or result
    if leg.state == CallState.QUEUED:
        leg.transition_to(CallState.CANCELED)
    elif leg.state in OPEN and leg.hang_up_at is None:
        leg.hang_up_at = now()
        queue.later(queue.SEE_TO_STAFF, leg.call_id)


def release(call: Call) -> None:
    """The call is over: no phone rings for it any more. It is held, its thread not yet."""
    call.staff_until = call.push_turn = None
    for leg in _legs(call):
        if leg.state in AWAITED:
            let_go(leg, StaffResult.NO_ANSWER)


def hang_ups(call_id: int) -> list[Silent]:
    """The legs of a call that we want to end, and that go on, held; the carrier has named them."""
    wanted = (CallLeg.lease_until.is_not(None), CallLeg.hang_up_at <= now(), CallLeg.state.in_(OPEN))
    query = select(CallLeg).where(CallLeg.call_id == call_id, *wanted).order_by(CallLeg.id).with_for_update()
    found = db.session.scalars(query, execution_options={"populate_existing": True})
    legs = [leg for leg in found if leg.carrier_id]
    return [Silent(leg.id, leg.carrier or "", leg.carrier_id or "", leg.region_url, True) for leg in legs]


def gone(leg_id: int) -> None:
    """The carrier knows no such call that goes on: its slot is free."""
    query = select(CallLeg).where(CallLeg.id == leg_id).with_for_update()
    leg = db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if leg is not None and leg.state in (CallState.SENT, CallState.RINGING, CallState.ANSWERED):
        leg.end(None, now())
        queue.later(queue.DISPATCH)


def due() -> Sequence[int]:
    """The calls of which something has to be done about staff phones now."""
    late = select(Call.id).where(or_(Call.staff_until <= now(), Call.push_turn.is_not(None)))
    ends = select(CallLeg.call_id).where(CallLeg.lease_until.is_not(None), CallLeg.hang_up_at <= now())
    named = ends.where(CallLeg.state.in_(OPEN), CallLeg.carrier_id.is_not(None))
    return sorted(db.session.scalars(union(late, named)))
