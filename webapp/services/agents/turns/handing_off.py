"""Handing off: the agent stops, staff are asked, and the thread says why."""

from __future__ import annotations

from webapp.agents.base import HandoffKind
from webapp.db import UNTRACKED, db, now
from webapp.models import states
from webapp.models.agent import AgentState
from webapp.models.entry import Direction, Origin
from webapp.models.handoff import HANDOFF_MOVES, Handoff, HandoffState
from webapp.models.source import Source, SourceKind
from webapp.models.status_change import Because
from webapp.models.thread import Thread
from webapp.services import events, signals
from webapp.services.actions.notices import store as notices
from webapp.services.agents.turns import holding
from webapp.services.team import duty
from webapp.services.threads import assigning


def hand_off(thread: Thread, kind: HandoffKind, reason: str, agent_id: int | None = None) -> Handoff:
    """Staff answer from now on. `thread` is held; `reason`: the sentence that they read in it.

    A conversation that is no one's is assigned to the one on duty who has the fewest that were handed off.
    """
    in_turn = duty.next_in_turn()
    if in_turn is None and duty.in_use():
        reason = f"{reason} {duty.NO_ONE}".strip()
    handoff = Handoff(
        thread_id=thread.id,
        number_id=thread.number_id,
        phone=thread.contact.phone,
        direction=Direction.OUT,
        state=HandoffState.OPEN,
        origin=Origin.AGENT,
        units=0,
        code=str(kind),
        reason=reason,
    )
    db.session.add(handoff)
    db.session.flush()
    signals.emit(signals.HANDED_OFF, handoff=handoff.id)
    row = holding.answering(thread.id)
    row.handoff_kind, row.handoff_reason, row.handed_off_at = str(kind), reason, now()
    row.memory = {}
    holding.stop(row)
    holding.show(
        thread,
        Because.HANDED_OFF,
        agent_id=agent_id if agent_id is not None else thread.agent_id,
        agent_state=AgentState.HANDED_OFF,
    )
    events.note("thread.handed_off", thread_id=thread.id, handoff=str(kind), reason=reason)
    notices.handed_off(thread, reason, Source(SourceKind.AGENT, id=agent_id or thread.agent_id))
    if in_turn is not None and thread.assignee_id is None:
        assigning.assign(thread, in_turn.user_id, None, on_duty=True)
    return handoff


def settle(thread: Thread, target: HandoffState, user_id: int) -> None:
    """Staff have acted on what is open."""
    settled = states.move(
        Handoff,
        "state",
        HANDOFF_MOVES,
        target,
        Handoff.thread_id == thread.id,
        Handoff.state == HandoffState.OPEN,
        user_id=user_id,
        settled_at=now(),
    )
    db.session.execute(settled, execution_options=UNTRACKED)
