"""A member calls someone in person: their own phone rings first, and the contact's once they have pressed 1.

The contact is called through the outbox, which asks the gate, as in any call. Meanwhile the member waits in
the conversation in which both will talk, and who hangs up ends it for both. The call is held.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from webapp import queue
from webapp.carriers.calls import CallEvent
from webapp.db import db, now
from webapp.models.call import OPEN, Call, CallState
from webapp.models.call_leg import DECIDING, CallLeg
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.user import User
from webapp.rules.callflow.commands import Unreached
from webapp.rules.callflow.events import StaffResult
from webapp.services.calls import language, line, staff_phones
from webapp.services.calls.leg_state import AWAITED, RESULTS
from webapp.services.calls.line import Spoken
from webapp.services.calls.staff_phones import let_go, look_at
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking
from webapp.services.team.duty import OnDuty
from webapp.services.threads import activity

PATIENCE = timedelta(seconds=30)
"""For which a member waits until the call to the contact is placed."""
DOUBT = timedelta(seconds=20)
"""Beyond the time for ringing: a member waits so long where it is not known whether a phone rings."""
SAYING = timedelta(seconds=8)
"""For telling a member that the contact was not reached, or is not called."""
NO_LINE = "There was no free line for it in time."
NOT_KNOWN = "{name} waited for it, and was told so."
WHY = {
    StaffResult.DECLINED: "{name} did not take it on their phone.",
    StaffResult.VOICEMAIL: "A voicemail picked up the phone of {name}.",
    StaffResult.NO_ANSWER: "{name} did not pick up their phone.",
    StaffResult.ACCEPTED: "{name} hung up before.",
}


def ring(call: Call, member: User) -> None:
    """Let their phone ring."""
    staff_phones.add(call, [OnDuty(member.id, member.name, member.phone)], 1)


def is_wanted(call: Call, leg: CallLeg) -> bool:
    """Whether its key still starts the call."""
    return call.state == CallState.STAFF_FIRST and leg.result is None and leg.state in OPEN


def accept(call: Call, leg: CallLeg) -> None:
    """They pressed the key: the contact is called."""
    staff_phones.take(leg)
    call.transition_to(CallState.QUEUED)
    db.session.flush()
    queue.later(queue.DISPATCH)
    look_at(call, now() + staff_phones.SOON)
    activity.touch([call.thread_id])


def moved(call: Call, leg: CallLeg, event: CallEvent) -> None:
    """An event of their phone has been taken in."""
    if leg.accepted_at is not None:
        if leg.state not in OPEN:
            left(call, leg)
    elif (result := RESULTS.get(event)) and leg.result is None:
        let_go(leg, result)
        left(call, leg)
    elif event in (CallEvent.ANSWERED, CallEvent.HUMAN) and call.state == CallState.STAFF_FIRST:
        look_at(call, now() + DECIDING)


def left(call: Call, leg: CallLeg) -> None:
    """They are not on the phone any more: the contact is not called, or hung up."""
    if call.state in (CallState.STAFF_FIRST, CallState.QUEUED):
        name = db.session.scalar(select(User.name).where(User.id == leg.user_id)) or "Staff"
        _cancel(call, WHY[leg.result or StaffResult.NO_ANSWER].format(name=name))
    elif call.state in OPEN and call.hang_up_at is None:
        call.hang_up_at = now()
        queue.later(queue.HANG_UP, call.id)


def look(call: Call) -> None:
    """See what came of it, when nothing else tells: of their phone, then of the call to the contact."""
    if call.state == CallState.STAFF_FIRST:
        _look_at_phone(call)
    elif call.state == CallState.QUEUED:
        _look_at_queue(call)
    elif call.state == CallState.SENDING:
        look_at(call, now() + staff_phones.SOON)
    elif call.state == CallState.UNKNOWN and call.hang_up_at is None:
        _look_at_doubt(call)
    elif call.state in OPEN:
        call.staff_until = None
    else:
        staff_phones.release(call)


def _look_at_phone(call: Call) -> None:
    late = call.staff_until is not None and call.staff_until <= now()
    for leg in staff_phones.of_round(call):
        if late or leg.result is not None or leg.state not in AWAITED:
            let_go(leg, StaffResult.NO_ANSWER)
            left(call, leg)


def _look_at_queue(call: Call) -> None:
    """It is placed at once, or not at all: no one waits on the phone for the hours of someone else."""
    since = max((leg.accepted_at for leg in staff_phones.of_round(call) if leg.accepted_at), default=None)
    if call.not_before is None and since is not None and now() < since + PATIENCE:
        look_at(call, now() + staff_phones.SOON)
    else:
        verdict = gate.ask(call.phone, Asking(Origin.STAFF, Channel.CALL))
        _cancel(call, verdict.reason or NO_LINE)


def _look_at_doubt(call: Call) -> None:
    """An event may still tell that it rings, and they may pick up; the member does not wait for ever."""
    until = (call.claimed_at or call.created_at) + timedelta(seconds=call.ring_seconds) + DOUBT
    if now() < until:
        look_at(call, now() + staff_phones.SOON)
        return
    name = db.session.scalar(select(User.name).where(User.id == call.user_id)) or "Staff"
    call.hang_up_at = now()  # should they pick up now, no one is there
    call.reason = f"{call.reason} {NOT_KNOWN.format(name=name)}".strip()
    staff_phones.release(call)
    for leg in staff_phones.of_round(call):
        let_go(leg, StaffResult.NO_ANSWER)
    activity.touch([call.thread_id])


def _cancel(call: Call, reason: str) -> None:
    call.transition_to(CallState.CANCELED)
    call.reason, call.settled_at = reason, now()
    db.session.flush()
    staff_phones.release(call)
    activity.touch([call.thread_id])


def farewell(leg_id: int) -> Spoken | None:
    """What a member hears whose contact was not reached; None: nothing, their phone is hung up.

    It is told once: their phone, which is held, is hung up afterwards, should it not end by itself.
    """
    leg = db.session.get_one(CallLeg, leg_id)
    call = db.session.get_one(Call, leg.call_id)
    unreached = call.connects and call.answered_at is None and leg.result == StaffResult.ACCEPTED
    if not unreached:
        return None
    leg.result, leg.hang_up_at = StaffResult.NO_ANSWER, now() + SAYING
    said = Unreached(unsure=call.state == CallState.UNKNOWN)
    return line.of_leg(leg, said, language.of_leg(leg, call))
