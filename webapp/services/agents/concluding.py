"""The end of an agent's turn: one transaction sees whether the answer still holds, and queues it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import update

from webapp.agents import memory
from webapp.agents.base import Goal, Handoff, HandoffKind
from webapp.agents.definition import Label
from webapp.db import db, now
from webapp.models.agent import Agent
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.answering import Answering
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.services.agents import (
    choosing,
    conversation,
    handing_off,
    holding,
    labelling,
    tasks,
    timer,
    turns,
)
from webapp.services.agents.planning import Plan
from webapp.services.agents.thinking import Reading, Thought
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking, Verdict
from webapp.services.opt_outs import holds, register
from webapp.services.threads import enqueue

RETRY = timedelta(seconds=3)


def conclude(thought: Thought) -> bool:
    """Act on what was thought, unless something newer came: then True, to think again at once.

    A person who wrote or took over, and a contact who opted out, have the last word: nothing is said.
    """
    reading = thought.reading
    _hold_first(reading, thought.plan)
    thread = holding.hold(reading.claim.thread_id)
    if thread is None:
        return False
    row = holding.answering(thread.id)
    if row.lease != reading.claim.lease:
        return False  # its lease ran out, and another worker thinks, or a person has taken over
    verdict, agent = gate.ask(thread.contact.phone, Asking(Origin.AGENT, Channel.SMS)), choosing.of(thread)
    if reason := _why_void(agent, verdict):
        turns.keep(thread, thought, TurnOutcome.SUPERSEDED, reason)
        holding.stop(row)
        return False
    if reason := _why_overtaken(thread, agent, reading):
        turns.keep(thread, thought, TurnOutcome.SUPERSEDED, reason)
        timer.again(row, reading.engine)
        return True
    _act(thread, row, thought, verdict)
    return False


def _hold_first(reading: Reading, plan: Plan) -> None:
    """What a hold on their phone, or a label, has to do with comes before the thread (services/row_locks)."""
    thread = db.session.get(Thread, reading.claim.thread_id)
    if thread is None:
        return
    if plan.holds:
        register.lock([thread.contact.phone])
    elif _labels(reading, plan):
        labelling.hold(thread.contact)


def _labels(reading: Reading, plan: Plan) -> Sequence[Label]:
    """None while staff have to decide about an opt-out, and none of what is thought of again."""
    return () if plan.holds or plan.again else labelling.of(reading.conversation.agent, plan.decision)


def _why_void(agent: Agent | None, verdict: Verdict) -> str:
    """Why no agent has the word any more; "" when this one, or another one, has."""
    if agent is None:
        return "A person has taken over, or no agent answers here any more."
    return verdict.obstacle or ""


def _why_overtaken(thread: Thread, agent: Agent | None, reading: Reading) -> str:
    """Why the answer does not hold any more; "" when it does."""
    if agent is None or (agent.id, agent.version) != (reading.agent_id, reading.version):
        return "The agent was changed, or another one was chosen, while it was thinking."
    if conversation.newest_text(thread.id) > reading.newest:
        return "They wrote again while it was thinking."
    return ""


def _act(thread: Thread, row: Answering, thought: Thought, verdict: Verdict) -> None:
    plan, reading = thought.plan, thought.reading
    if plan.again:
        turns.keep(thread, thought, plan.outcome, plan.reason)
        timer.again(row, reading.engine, RETRY)
        return
    if plan.say and not thread.number.can(Channel.SMS):
        _cannot_be_sent(thread, thought)
        return
    if plan.holds:
        holds.place(thread, db.session.get_one(Message, reading.read_to))
    sent = enqueue.put(thread, plan.say, Origin.AGENT, not_before=verdict.until) if plan.say else None
    turn = turns.keep(thread, thought, plan.outcome, plan.reason, sent)
    _carry_out(thread, turn, thought)
    _settle(thread, row, thought)
    _reach_goal(row, turn, plan.decision.goal)
    if plan.handoff is not None:
        _hand_off(thread, turn, plan.handoff)


def _carry_out(thread: Thread, turn: AgentTurn, thought: Thought) -> None:
    """The labels that it sets, and the task that it runs."""
    agent, plan = thought.reading.conversation.agent, thought.plan
    labelling.put(thread.contact, _labels(thought.reading, plan), agent, turn.agent_id)
    if not plan.holds:
        tasks.carry_out(thread, turn, agent, plan.decision)


def _cannot_be_sent(thread: Thread, thought: Thought) -> None:
    reason = enqueue.off(thread.number)
    turn = turns.keep(thread, thought, TurnOutcome.FAILED, reason)
    decision = thought.plan.decision
    task = thought.reading.conversation.agent.task(decision.task) if decision.runs else None
    undone = f"“{task.name}” was not carried out. " if task else ""
    handoff = Handoff(HandoffKind.FAULT, f"The agent's answer was not sent. {undone}{reason}")
    _hand_off(thread, turn, handoff)


def _hand_off(thread: Thread, turn: AgentTurn, handoff: Handoff) -> None:
    turn.handoff = str(handoff.kind)
    handing_off.hand_off(thread, handoff.kind, handoff.reason, turn.agent_id)


def _reach_goal(row: Answering, turn: AgentTurn, goal: Goal | None) -> None:
    """The first time counts for the thread, each for its turn."""
    if goal is None or not goal.reached:
        return
    turn.goal_reached = True
    if row.goal_reached_at is None:
        row.goal_reached_at, row.goal_reason = now(), goal.reason


def _settle(thread: Thread, row: Answering, thought: Thought) -> None:
    """What is kept for the next turn; and whether they wait for us still."""
    plan = thought.plan
    holding.stop(row)
    if plan.away_until is not None:
        row.away_until = plan.away_until
    if plan.settles:
        row.read_to = thought.reading.read_to
        row.memory, row.language = memory.to_json(plan.decision.memory), plan.decision.language
        db.session.execute(update(Thread).where(Thread.id == thread.id).values(needs_reply=False))
