""" "Call me and connect": a member talks with a contact themselves, from their own phone."""

from __future__ import annotations

from sqlalchemy import select

from webapp.db import db, now
from webapp.errors import Conflict
from webapp.models.call import STAFF_TALK, Call, CallState
from webapp.models.call_leg import CallLeg
from webapp.models.channel import Channel
from webapp.models.entry import Entry, Origin
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services import events, row_locks, settings
from webapp.services.agents.turns import switch
from webapp.services.calls import connecting, language, placing, staff_phones
from webapp.services.calls.leg_state import AWAITED
from webapp.services.calls.placing import CallWanted
from webapp.services.inbox import calling

NO_PHONE = "Write down your phone under Profile first: it rings before theirs."
BUSY = "Your phone is in a call already."
ONE_LINE = "Two lines are needed for it, and this number has one. An admin can change that under Numbers."
AHEAD = (CallState.STAFF_FIRST, CallState.QUEUED)


def start(thread: Thread, member: User) -> Call:
    """Ring their phone; the contact is called once they have pressed 1. Asked twice, it is one call.

    The agent is paused, and a conversation that is no one's is theirs, as when they write.
    Raises Conflict, with what stands in the way: no one waits on the phone for the hours of someone else.
    """
    db.session.execute(select(User.id).where(User.id == member.id).with_for_update(key_share=True))
    if (before := _before(thread, member)) is not None:
        return before
    switch.hold_for_reply(thread)
    row_locks.conversations([thread.contact.phone])
    _check(thread, member)
    wanted = CallWanted(
        "", language=language.of_thread(thread), record=bool(settings.get("record_in_person")),
        longest_seconds=STAFF_TALK, connects=True,
    )  # fmt: skip
    call = placing.place(thread, wanted, Origin.STAFF, member.id)
    connecting.ring(call, member)
    switch.pause_for_reply(thread, member.id)
    events.note("call.placed_in_person", user_id=member.id, thread_id=thread.id)
    return call


def _before(thread: Thread, member: User) -> Call | None:
    """One that they wait for already."""
    mine = (Entry.thread_id == thread.id, Entry.user_id == member.id, Entry.state.in_(AHEAD))
    query = select(Call).where(*mine, Call.connects).order_by(Call.id.desc()).limit(1)
    return db.session.scalars(query).one_or_none()


def _check(thread: Thread, member: User) -> None:
    if not member.phone:
        raise Conflict(NO_PHONE)
    verdict = calling.verdict(thread.contact.phone, thread.number)
    if not verdict.allowed:
        raise Conflict(verdict.reason)
    if member.phone == thread.contact.phone:
        raise Conflict("Their phone is yours.")
    if _lines(thread.number) == 1:
        raise Conflict(ONE_LINE)
    if _rings(member.phone) or db.session.scalars(staff_phones.busy([member.phone])).first():
        raise Conflict(BUSY)


def _lines(number: Number) -> int | None:
    return number.services[Channel.CALL].at_once


def _rings(phone: str) -> bool:
    """It is about to ring for a call, or does."""
    ahead = (CallLeg.phone == phone, CallLeg.state.in_(AWAITED))
    free = CallLeg.lease_until.is_not(None) & (CallLeg.lease_until <= now())
    return db.session.scalar(select(CallLeg.id).where(*ahead, ~free).limit(1)) is not None
