"""The end of an agent's turn: one transaction sees whether the answer still holds, and queues it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from webapp.agents import decided, memory
from webapp.agents.base import Handoff, HandoffKind
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.answering import Answering
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.services.agents import choosing, conversation, handing_off, holding, tasks, timer
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
        _note(thread, thought, TurnOutcome.SUPERSEDED, reason)
        holding.stop(row)
        return False
    if reason := _why_overtaken(thread, agent, reading):
        _note(thread, thought, TurnOutcome.SUPERSEDED, reason)
        timer.again(row, reading.engine)
        return True
    _act(thread, row, thought, verdict)
    return False


def _hold_first(reading: Reading, plan: Plan) -> None:
    """What a hold on their phone has to do with comes before the thread (services/row_locks)."""
    if plan.holds:
        register.lock([reading.conversation.contact.phone])


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
    plan = thought.plan
    if plan.again:
        _note(thread, thought, plan.outcome, plan.reason)
        timer.again(row, thought.reading.engine, RETRY)
        return
    if plan.say and not thread.number.can(Channel.SMS):
        _cannot_be_sent(thread, thought)
        return
    if plan.holds:
        holds.place(thread, db.session.get_one(Message, thought.reading.read_to))
    sent = enqueue.put(thread, plan.say, Origin.AGENT, not_before=verdict.until) if plan.say else None
    done = tasks.carry_out(thread, plan.decision)
    _note(thread, thought, plan.outcome, plan.reason, sent, done)
    _settle(thread, row, thought)
    if plan.handoff is not None:
        handing_off.hand_off(thread, plan.handoff.kind, plan.handoff.reason, thought.reading.agent_id)


def _cannot_be_sent(thread: Thread, thought: Thought) -> None:
    reason = enqueue.off(thread.number)
    _note(thread, thought, TurnOutcome.FAILED, reason)
    handoff = Handoff(HandoffKind.FAULT, f"The agent's answer was not sent. {reason}")
    handing_off.hand_off(thread, handoff.kind, handoff.reason, thought.reading.agent_id)


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


def _note(
    thread: Thread,
    thought: Thought,
    outcome: TurnOutcome,
    reason: str,
    sent: Message | None = None,
    done: dict[str, Any] | None = None,
) -> None:
    """Keep the turn."""
    reading, decision = thought.reading, decided.to_json(thought.plan.decision)
    usage = thought.plan.decision.usage
    db.session.add(
        AgentTurn(
            thread_id=thread.id,
            agent_id=reading.agent_id,
            version=reading.version,
            decision=decision | ({"done": done} if done else {}),
            outcome=outcome,
            reason=reason,
            entry_id=sent.id if sent is not None else None,
            read_to=reading.read_to,
            seconds=thought.seconds,
            tokens=usage.tokens_in + usage.tokens_out if usage.requests else None,
            cost=float(usage.price) if usage.price is not None else None,
        )
    )
    db.session.flush()
