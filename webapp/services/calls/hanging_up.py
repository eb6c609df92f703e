"""Ending calls that are open: because staff want it, and what rings when it must not ring any more.

Who cancels a batch, or takes down an opt-out, holds rows that come after those of calls (services/row_locks):
a job marks what rings, in a transaction of its own, and the sweep finds what that has lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, or_, select, update

from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict, NotFound
from webapp.models.batch import Batch, BatchState
from webapp.models.call import LEASE_MARGIN, OPEN, Call, CallState
from webapp.models.channel import EVERY_CHANNEL, Channel
from webapp.models.entry import Entry, Origin
from webapp.models.opt_out import OptOut
from webapp.services import events, row_locks
from webapp.services.calls.leg_state import Silent
from webapp.services.threads import activity

RINGS = (CallState.SENDING, CallState.UNKNOWN, CallState.SENT, CallState.RINGING)
"""Or is about to; where that is not known, it may."""
STRAGGLER = timedelta(seconds=30)
"""For the last event of a call of which the carrier says that it does not go on."""
NOT_PLACED = "It was hung up before it was placed."
CALL: Any = Call.__table__


def hang_up(call_id: int, user_id: int | None = None) -> None:
    """End a call: a job tells the carrier, and what it answers to `answer` ends it too.

    Raises NotFound, and Conflict when it is over.
    """
    call = db.session.get(Call, call_id)
    if call is None:
        raise NotFound("This call does not exist any more.")
    if call.state not in OPEN:
        raise Conflict("This call is over.")
    _want([call_id])
    activity.touch([call.thread_id])
    events.note("call.hung_up", user_id=user_id, thread_id=call.thread_id)


def not_placed(ids: Sequence[int]) -> None:
    """Of these calls, which wait again as the carrier did not take them, those that were hung up meanwhile
    are canceled. They are held."""
    ended = select(Call).where(Call.id.in_(ids), Call.hang_up_at.is_not(None)).order_by(Call.id)
    calls = db.session.scalars(ended, execution_options={"populate_existing": True}).all()
    for call in calls:
        call.transition_to(CallState.CANCELED)
        call.reason, call.settled_at = NOT_PLACED, now()
        queue.later(queue.SEE_TO_STAFF, call.id)  # who calls in person waits on their phone
    db.session.flush()
    activity.touch(call.thread_id for call in calls)


def unwanted() -> Sequence[int]:
    """The calls that ring although their batch was canceled, or their receiver opted out, meanwhile."""
    ended = (Batch.state == BatchState.CANCELED, Batch.lets_ring.is_(False))
    canceled = exists().where(Batch.id == Entry.batch_id, *ended)
    scopes = (EVERY_CHANNEL, Channel.CALL)
    out = exists().where(OptOut.phone == Entry.phone, OptOut.scope.in_(scopes), OptOut.lifted_at.is_(None))
    query = select(Call.id).where(Call.lease_until.is_not(None), Call.hang_up_at.is_(None))
    query = query.where(Entry.state.in_(RINGS), or_(canceled, out & (Entry.origin != Origin.CONFIRMATION)))
    return db.session.scalars(query.order_by(Call.id)).all()


def overlong() -> Sequence[int]:
    """Those that have lasted for as long as they may: the carrier's limit has room for a talk with staff."""
    query = select(Call.id).where(Call.lease_until < now() + LEASE_MARGIN, Call.hang_up_at.is_(None))
    return db.session.scalars(query.where(Entry.state == CallState.ANSWERED).order_by(Call.id)).all()


def end_unwanted() -> int:
    """End those; of what is unwanted, who is talking talks on. Returns how many there were."""
    return len([*_want(unwanted(), RINGS), *_want(overlong(), [CallState.ANSWERED])])


def due() -> Sequence[int]:
    """The calls that we want to end, and that go on."""
    query = select(Call.id).where(Call.lease_until.is_not(None), Call.hang_up_at.is_not(None))
    return db.session.scalars(query.where(Entry.state.in_(OPEN)).order_by(Call.id)).all()


def wanted(call_id: int) -> Silent | None:
    """What the carrier has to be told; None when there is nothing to do (any more)."""
    call = db.session.get(Call, call_id)
    if call is None or call.hang_up_at is None or call.state not in OPEN or not call.carrier_id:
        return None
    return Silent(call.id, call.carrier or "", call.carrier_id, call.region_url)


def does_not_go_on(call_id: int) -> None:
    """The carrier knows no such call: its lease is over soon, should no event tell of its end."""
    until = now() + STRAGGLER
    ends = update(CALL).where(CALL.c.id == call_id, CALL.c.lease_until > until)
    db.session.execute(ends.values(lease_until=until))


def _want(ids: Sequence[int], states: Sequence[CallState] = OPEN) -> Sequence[int]:
    """Those of them that are in one of these states, held: their entries come first (services/row_locks)."""
    held = row_locks.in_order(Entry.id, Entry.id.in_(ids), Entry.state.in_(states))
    found = db.session.scalars(held).all() if ids else []
    if found:
        db.session.execute(update(CALL).where(CALL.c.id.in_(found)).values(hang_up_at=now()))
    for call_id in found:
        queue.later(queue.HANG_UP, call_id)
    return found
