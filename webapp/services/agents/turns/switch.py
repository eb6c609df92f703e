"""What staff do with the agent of a thread: take over, give back, switch off, choose, assign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from webapp.agents import registry
from webapp.agents.base import HandoffKind
from webapp.db import db, now
from webapp.errors import Conflict, Fault
from webapp.models.agent import Agent, AgentState
from webapp.models.answering import Answering
from webapp.models.entry import Origin
from webapp.models.event import Event
from webapp.models.handoff import HandoffState
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.services import events
from webapp.services.agents import store
from webapp.services.agents.turns import choosing, handing_off, holding, timer
from webapp.services.threads import assigning

TAKEN_OVER = "A person has taken over."
LEFT_OPEN = (
    "An answer of the agent was not sent, as a person had taken over, and it has answered newer texts since. "
    "What they asked before that is still open."
)
STAYS_THEIRS = {
    AgentState.PAUSED: "A person has taken over this conversation, so it stays theirs.",
    AgentState.OFF: "Someone of your team has switched agents off in this conversation.",
    AgentState.HANDED_OFF: "This conversation was handed off and waits for your team.",
}
TAKES_OVER = ("thread.taken_over", "thread.replied", "call.placed_in_person")
"""Kinds of events."""


def take_over(thread_id: int, by: User) -> Thread:
    """A person answers, and the conversation is theirs; the agent says nothing until it is given back.

    Of two at the same moment the first one has it: it stays theirs. Raises NotFound.
    """
    thread = holding.with_entries(thread_id)
    if thread.agent_state != AgentState.PAUSED:
        _stop(thread, AgentState.PAUSED, by.id)
        events.note("thread.taken_over", user_id=by.id, thread_id=thread.id)
        assigning.assign(thread, by.id, by.id)
    elif thread.assignee_id is None:
        assigning.assign(thread, by.id, by.id)
    return thread


def taken_by(thread: Thread) -> User | None:
    """Who of staff took over last, or wrote or called themselves, which takes over as well."""
    query = select(User).join(Event, Event.user_id == User.id).where(Event.thread_id == thread.id)
    acts = query.where(Event.kind.in_(TAKES_OVER))
    return db.session.scalars(acts.order_by(Event.id.desc()).limit(1)).one_or_none()


def turn_off(thread_id: int, by: User) -> Thread:
    """No agent answers here, until a person or a newer batch says otherwise. Raises NotFound."""
    thread = holding.with_entries(thread_id)
    if thread.agent_state != AgentState.OFF:
        _stop(thread, AgentState.OFF, by.id)
        events.note("thread.agent_off", user_id=by.id, thread_id=thread.id)
    return thread


def resume(thread_id: int, by: User) -> Thread:
    """The agent goes on, and answers what came meanwhile. Raises NotFound, or Conflict without an agent."""
    thread = holding.with_entries(thread_id)
    agent = db.session.get(Agent, thread.agent_id) if thread.agent_id else choosing.of(thread)
    if agent is None:
        raise Conflict("No agent answers in this conversation. Choose one.")
    _give(thread, agent, by)
    events.note("thread.given_back", user_id=by.id, thread_id=thread.id, name=agent.name)
    return thread


def choose(thread_id: int, agent_id: int, by: User) -> Thread:
    """Another agent answers here, from now on. Raises NotFound, or Conflict when it cannot."""
    thread, agent = holding.with_entries(thread_id), store.get(agent_id)
    _give(thread, agent, by)
    events.note("thread.agent_chosen", user_id=by.id, thread_id=thread.id, name=agent.name)
    return thread


def hand_to(thread_id: int, agent_id: int) -> str:
    """A workflow has another agent answer here; else the sentence that says why the team keeps the word.

    Raises NotFound, or Conflict when the agent cannot.
    """
    thread, agent = holding.with_entries(thread_id), store.get(agent_id)
    if kept := STAYS_THEIRS.get(AgentState(thread.agent_state)):
        return kept
    _give(thread, agent, None)
    events.note("thread.agent_chosen", thread_id=thread.id, name=agent.name)
    return ""


def assign(thread_id: int, user_id: int | None, by: User) -> Thread:
    """Whose conversation it is; None: it is not assigned. Raises NotFound and Fault."""
    thread = holding.must_hold(thread_id)
    user = db.session.get(User, user_id) if user_id is not None else None
    if user_id is not None and (user is None or not user.is_active):
        raise Fault("Choose someone of your team.", "assignee")
    assigning.assign(thread, user_id, by.id)
    return thread


def hold_for_reply(thread: Thread) -> None:
    """Before staff's reply is queued: hold what changes with its agent, as locks are taken in one order."""
    holding.entries(thread)


def pause_for_reply(thread: Thread, user_id: int) -> None:
    """Staff write in a thread, or call its contact: in the same transaction its agent is paused. It is held.

    What the agent has written and has not left yet is not sent any more. A conversation that is no one's is
    the writer's from now on.
    """
    db.session.refresh(thread)
    silent = thread.agent_state in (AgentState.PAUSED, AgentState.OFF)
    if thread.agent_state == AgentState.NONE and not choosing.may_answer(thread):
        return
    _stop(thread, AgentState(thread.agent_state) if silent else AgentState.PAUSED, user_id)
    if thread.assignee_id is None:
        assigning.assign(thread, user_id, user_id)


def open_again(data: Mapping[str, Any]) -> None:
    """The hook of an answer that was not sent, as a person had taken over: `thread`, `message`.

    Where an agent has the word again, it thinks again of all that is open; staff, where it has gone on since.
    """
    thread = holding.hold(data["thread"])
    if thread is None:
        return
    holding.reopen(thread, data["message"])
    agent = db.session.get(Agent, thread.agent_id) if thread.agent_id else None
    if thread.agent_state != AgentState.ON or agent is None or not thread.needs_reply:
        return
    if holding.said_since(thread, data["message"], Origin.AGENT):
        handing_off.hand_off(thread, HandoffKind.FAULT, LEFT_OPEN, agent.id)
        return
    row = holding.answering(thread.id)
    holding.stop(row)
    _answer_soon(row, agent.engine)


def _stop(thread: Thread, state: AgentState, user_id: int) -> None:
    """`thread` is held. A newer batch with an agent of its own may begin again."""
    agent = None if thread.agent_id else choosing.of(thread)
    row = holding.answering(thread.id)
    holding.stop(row)
    row.chosen_at, row.memory = now(), {}
    holding.take_back(thread, TAKEN_OVER)  # also what it wrote before, or while, it asked for a person
    if thread.agent_state == AgentState.HANDED_OFF:
        handing_off.settle(thread, HandoffState.TAKEN, user_id)
    holding.show(thread, agent_state=state, agent_id=thread.agent_id or (agent.id if agent else None))


def _give(thread: Thread, agent: Agent, by: User | None) -> None:
    if agent.archived_at is not None or not registry.answers(agent.engine):
        raise Conflict(f"{agent.name} cannot answer any more. Choose another agent.")
    row = holding.answering(thread.id)
    row.chosen_at = now()
    if thread.agent_id != agent.id:
        holding.begin_anew(row)
    if by is not None and thread.agent_state == AgentState.HANDED_OFF:
        handing_off.settle(thread, HandoffState.RETURNED, by.id)
    holding.show(thread, agent_id=agent.id, agent_state=AgentState.ON)
    if thread.needs_reply:
        _answer_soon(row, agent.engine)


def _answer_soon(row: Answering, engine: str) -> None:
    """What came while staff had the word; there may be nothing of that, and then nothing is said."""
    row.answer_at = row.answer_by = now()
    timer.wake(row.thread_id, engine)
