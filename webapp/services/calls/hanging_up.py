"""Ending calls that are open, because staff want it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from webapp import queue
from webapp.db import db, now
from webapp.errors import Conflict, NotFound
from webapp.models.call import OPEN, Call, CallState
from webapp.models.entry import Entry
from webapp.services import events
from webapp.services.calls.leases import Silent
from webapp.services.threads import activity

RINGS = (CallState.SENDING, CallState.SENT, CallState.RINGING)
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


def of_batch(batch_id: int) -> int:
    """End what rings of a batch; who is talking talks on. Returns how many."""
    ringing = select(Entry.id).where(Entry.batch_id == batch_id, Entry.kind == "call", Entry.state.in_(RINGS))
    ids = list(db.session.scalars(ringing.order_by(Entry.id)))
    _want(ids)
    return len(ids)


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


def _want(ids: Sequence[int]) -> None:
    if ids:
        db.session.execute(update(CALL).where(CALL.c.id.in_(ids)).values(hang_up_at=now()))
    for call_id in ids:
        queue.later(queue.HANG_UP, call_id)
