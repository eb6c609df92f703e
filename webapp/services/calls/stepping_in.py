"""Staff step into a call: they cancel one that waits, or take one over from its agent.

Who takes over is not on the line: the agent says goodbye at its next turn, and promises that a colleague
calls back. What they say meanwhile is heard: an opt-out is recorded first.
"""

from __future__ import annotations

from webapp.db import now
from webapp.errors import Conflict, NotFound
from webapp.models.call import Call, CallState
from webapp.models.user import User
from webapp.rules.callflow import flow
from webapp.rules.callflow.commands import ACTS, PromiseCallback
from webapp.rules.callflow.events import TakenOver
from webapp.rules.callflow.flow import Step
from webapp.rules.callflow.script import Script
from webapp.rules.callflow.state import Phase, State
from webapp.services import events
from webapp.services.calls import finding, staff_phones
from webapp.services.threads import activity

WANTED = "taken_over"
"""Kept with the flow of a call: the name of who has taken it over."""


def cancel(call_id: int, user_id: int | None) -> None:
    """It is not placed. Raises NotFound, and Conflict when it does not wait any more."""
    call = _held(call_id)
    if call.state not in (CallState.STAFF_FIRST, CallState.QUEUED):
        raise Conflict("This call does not wait any more: it is being placed, or it is over.")
    call.transition_to(CallState.CANCELED)
    call.settled_at = now()
    staff_phones.release(call)
    activity.touch([call.thread_id])
    events.note("call.canceled", user_id=user_id, thread_id=call.thread_id)


def take_over(call_id: int, by: User) -> None:
    """Its agent says goodbye at its next turn. Raises NotFound, and Conflict when no agent talks there."""
    call = _held(call_id)
    if (name := taken_over_by(call)) and call.state == CallState.ANSWERED:
        raise Conflict(f"{name} has stopped the agent already.")
    if not may_take_over(call):
        raise Conflict("No agent talks in this call now.")
    call.flow = {**(call.flow or {}), WANTED: by.name}
    activity.touch([call.thread_id])
    events.note("call.taken_over", user_id=by.id, thread_id=call.thread_id)


def may_take_over(call: Call) -> bool:
    """An agent talks with them, and no one has taken over."""
    flow_now = call.flow or {}
    talks = call.state == CallState.ANSWERED and call.agent_id is not None and call.hang_up_at is None
    return talks and flow_now.get("phase") == Phase.TALKING.value and not taken_over_by(call)


def taken_over_by(call: Call) -> str:
    """The name of who has taken it over; "" while no one has."""
    return str((call.flow or {}).get(WANTED) or "")


def applied(call: Call, script: Script, before: State, step: Step, at: float) -> Step:
    """Instead of going on, the agent says goodbye; what the step does beside talking is done all the same.

    Who hangs up before that is called back, too: staff have stepped in for it. `before`: the step.
    """
    name = taken_over_by(call)
    if not name:
        return step
    why = f"{name} took over the call."
    if step.state.phase is Phase.OVER and before.phase is Phase.TALKING:
        return step._replace(commands=(*step.commands, PromiseCallback(why)))
    if step.state.phase is not Phase.TALKING:
        return step
    acts = tuple(one for one in step.commands if isinstance(one, ACTS))
    left = flow.step(script, step.state, TakenOver(why, at=at))
    return left._replace(commands=(*acts, *left.commands))


def _held(call_id: int) -> Call:
    call = finding.by_id(call_id)
    if call is None:
        raise NotFound("This call does not exist any more.")
    return call
