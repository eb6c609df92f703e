"""What staff phones do once they ring: picked up, taken by a key, declined, left alone, lost.

Of all phones of a round together the conversation is told exactly one result, under the lock of the call.
What its line hears then is told to the carrier by a job: the contact waits, and no webhook asks.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from webapp import queue
from webapp.carriers.calls import CallEvent, Turned
from webapp.db import db, now
from webapp.models.agent import AgentState
from webapp.models.call import OPEN, Call, CallState
from webapp.models.call_leg import DECIDING, CallLeg
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.rules.callflow import state as states
from webapp.rules.callflow.commands import Command, Join, Refuse, Whisper
from webapp.rules.callflow.events import Keys, StaffAnswered, StaffResult
from webapp.rules.callflow.state import Phase, State
from webapp.rules.callflow.whispers import why
from webapp.rules.phones import phone
from webapp.services.agents.turns import choosing, holding, switch
from webapp.services.calls import (
    connecting,
    conversing,
    finding,
    language,
    line,
    scripts,
    sentences,
    staff_phones,
)
from webapp.services.calls.leg_state import AWAITED, RESULTS
from webapp.services.calls.line import Spoken
from webapp.services.calls.staff_phones import let_go, look_at
from webapp.services.threads import activity, assigning

ACCEPT = "1"
JOINED_WHILE = (CallState.QUEUED, *OPEN)
"""States of a call in person in which its caller waits for the contact, or talks with them."""
A_MOMENT = timedelta(seconds=4)
"""When one hangs up, the conversation ends for both: after that the contact's line should be over."""
STRONGEST = (StaffResult.DECLINED, StaffResult.VOICEMAIL, StaffResult.NO_ANSWER)


def whispers(leg: CallLeg) -> Spoken:
    """What a staff phone hears that was picked up. The leg and its call are held."""
    call = db.session.get_one(Call, leg.call_id)
    if not _is_wanted(call, leg):
        return _spoken(call, leg, Refuse(late=True, own=call.connects))
    team = scripts.team(db.session.get_one(Number, call.number_id))
    return _spoken(call, leg, Whisper(team, _reason(call, leg), own=call.connects))


def keyed(turned: Turned) -> Spoken:
    """They pressed a key, or none in time: what their phone hears then."""
    call = finding.of_leg(turned.ref)
    if call is None:
        return conversing.NOTHING
    holding.entries(db.session.get_one(Thread, call.thread_id))  # before legs: see services/row_locks
    legs = staff_phones.of_round(call)
    leg = next((one for one in legs if one.client_ref == turned.ref), None)
    if leg is None:
        return conversing.NOTHING
    pressed = isinstance(turned.event, Keys) and turned.event.digits.startswith(ACCEPT)
    if leg.accepted_at is None and _is_wanted(call, leg):
        _accept(call, leg, legs) if pressed else _decline(call, leg)
    if leg.accepted_at is None or call.state not in (
        JOINED_WHILE if call.connects else (CallState.ANSWERED,)
    ):
        return _spoken(call, leg, Refuse(late=pressed, own=call.connects))
    return _spoken(call, leg, Join(str(call.client_ref), waits=call.connects))


def moved(leg: CallLeg, event: CallEvent) -> None:
    """An event of a leg has been taken in; it and its call are held."""
    call = db.session.get_one(Call, leg.call_id)
    if call.connects:
        return connecting.moved(call, leg, event)
    if leg.accepted_at is not None:
        if leg.state not in OPEN and call.state == CallState.ANSWERED:
            look_at(call, now() + A_MOMENT)
        return
    if (result := RESULTS.get(event)) and leg.result is None:
        let_go(leg, result)
        _after(call)
    elif event in (CallEvent.ANSWERED, CallEvent.HUMAN) and _phase(call) is Phase.STAFF:
        look_at(call, now() + DECIDING)


def look(call_id: int) -> Call | None:
    """It is time to see what came of staff phones.

    The call, if its staff have left and the carrier has to be asked whether the contact is still there.
    """
    call = finding.by_id(call_id)
    if call is not None and call.connects:
        connecting.look(call)
        return None
    if call is None or (call.staff_until is None and _phase(call) is not Phase.STAFF):
        return None
    if call.state != CallState.ANSWERED:
        staff_phones.release(call)
        return None
    late = call.staff_until is not None and call.staff_until <= now()
    if _phase(call) is Phase.STAFF:
        for leg in staff_phones.of_round(call) if late else ():
            if leg.result is None:
                let_go(leg, StaffResult.NO_ANSWER)
        _after(call)
        return None
    return call if late else None


def dropped(call_id: int) -> None:
    """The contact is still there, and the one who took the call is not."""
    call = finding.by_id(call_id)
    if call is None or call.staff_until is None or call.state != CallState.ANSWERED:
        return
    call.staff_until = None
    if _phase(call) is Phase.BRIDGED:
        _tell(call, StaffResult.DROPPED)


def _after(call: Call) -> None:
    """Once nothing is awaited of any phone of the round: the next one, or the result."""
    if _phase(call) is not Phase.STAFF or call.state != CallState.ANSWERED:
        return
    legs = staff_phones.of_round(call)
    if any(leg.result is None and leg.state in AWAITED for leg in legs):
        return
    if not legs and call.staff_until is not None and call.staff_until > now():
        return
    if not staff_phones.ring_next(call, legs):
        results = {leg.result for leg in legs}
        call.staff_until = None
        _tell(call, next((one for one in STRONGEST if one in results), StaffResult.NO_ANSWER))


def _tell(call: Call, result: StaffResult) -> None:
    """The conversation goes on; what its line hears is told by a job."""
    before = call.turn
    conversing.told(call, StaffAnswered(result=result))
    if call.turn != before:
        call.push_turn = call.turn
        queue.later(queue.SEE_TO_STAFF, call.id)


def _accept(call: Call, leg: CallLeg, legs: list[CallLeg]) -> None:
    """The first key wins: the others are hung up, and the conversation is theirs."""
    if call.connects:
        return connecting.accept(call, leg)
    staff_phones.take(leg)
    call.staff_until = None
    if call.lease_until is not None and leg.lease_until is not None:
        call.lease_until = max(call.lease_until, leg.lease_until)  # of one that came in no one ends the talk
    for other in legs:
        if other is not leg and other.state in AWAITED:
            let_go(other, StaffResult.DECLINED)
    db.session.flush()
    _tell(call, StaffResult.ACCEPTED)
    _is_theirs(call, leg)


def _is_theirs(call: Call, leg: CallLeg) -> None:
    """The open handoff is settled as taken, the conversation assigned, and no one waits in it any more."""
    user = db.session.get(User, leg.user_id) if leg.user_id else None
    thread = holding.must_hold(call.thread_id)
    if user is not None:
        if thread.agent_state != AgentState.NONE or choosing.may_answer(thread):
            switch.take_over(thread.id, user)
        assigning.assign(thread, user.id, user.id)
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(needs_reply=False))
    activity.touch([thread.id])


def _decline(call: Call, leg: CallLeg) -> None:
    """Their phone hears a word, and hangs up by itself."""
    leg.result = leg.result or StaffResult.DECLINED
    if call.connects:
        leg.hang_up_at = (
            now() + connecting.SAYING
        )  # should it not end by itself; not before it has heard that
    db.session.flush()
    if call.connects:
        return connecting.left(call, leg)
    _after(call)


def _is_wanted(call: Call, leg: CallLeg) -> bool:
    """Whether the contact still waits for this phone."""
    if call.connects:
        return connecting.is_wanted(call, leg)
    waits = call.state == CallState.ANSWERED and _phase(call) is Phase.STAFF
    return waits and leg.result is None and leg.state in OPEN


def _phase(call: Call) -> Phase:
    return _state(call).phase


def _state(call: Call) -> State:
    return states.from_json(call.flow) if call.flow else State()


def _reason(call: Call, leg: CallLeg) -> str:
    """Who it is, and why staff are wanted."""
    contact = db.session.get_one(Thread, call.thread_id).contact
    who = contact.name.strip() or phone.pretty(contact.phone)
    if call.connects:
        return who
    asked = _state(call)
    said = why(asked.why, asked.reason, language.of_leg(leg, call), sentences.own())
    return f"{who}. {said}".strip()


def _spoken(call: Call, leg: CallLeg, command: Command) -> Spoken:
    return line.of_leg(leg, command, language.of_leg(leg, call))


def to_tell(call_id: int) -> tuple[Call, Spoken] | None:
    """What the carrier has to be told of a call's line, unasked; None: nothing (any more)."""
    call = db.session.get(Call, call_id)
    if call is None or call.push_turn is None or call.state != CallState.ANSWERED or not call.carrier_id:
        return None
    return call, line.spoken(call)


def was_told(call_id: int, turn: int) -> None:
    """The line hears this turn; a later one is still to be told."""
    table = Call.__table__
    told = update(table).where(table.c.id == call_id, table.c.push_turn <= turn)  # type: ignore[arg-type]
    db.session.execute(told.values(push_turn=None))
