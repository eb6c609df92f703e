"""The end of an agent's turn: one transaction sees whether the answer still holds, and queues it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from webapp.agents import memory
from webapp.agents.base import Handoff, HandoffKind
from webapp.agents.definition import Label
from webapp.db import db
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.answering import Answering
from webapp.models.channel import Channel
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.thread import Thread
from webapp.services.agents import goals, labelling, tasks
from webapp.services.agents.turns import choosing, conversation, handing_off, holding, timer, turns
from webapp.services.agents.turns.choosing import Choice
from webapp.services.agents.turns.holding import Held
from webapp.services.agents.turns.planning import Plan
from webapp.services.agents.turns.thinking import Reading, Thought
from webapp.services.gate import gate
from webapp.services.gate.gate import Asking, Verdict
from webapp.services.media import store as media
from webapp.services.opt_outs import holds, register
from webapp.services.threads import enqueue

RETRY = timedelta(seconds=3)


@dataclass(frozen=True)
class Ending:
    """A thread that is held, and all that the end of its turn depends on, as it is now.

    `newest`: the id of the newest text of theirs.
    """

    held: Held
    thought: Thought
    verdict: Verdict
    choice: Choice
    newest: int

    @property
    def thread(self) -> Thread:
        return self.held.thread

    @property
    def plan(self) -> Plan:
        return self.thought.plan


def together(thoughts: Sequence[Thought]) -> list[list[Thought]]:
    """Those that are concluded in one transaction: what holds more than its thread does so by itself."""
    alone = [one for one in thoughts if _holds_more(one)]
    others = [one for one in thoughts if one not in alone]
    return [group for group in (others, *([one] for one in alone)) if group]


def _holds_more(thought: Thought) -> bool:
    plan = thought.plan
    return plan.holds or plan.decision.runs or bool(_labels(thought.reading, plan))


def conclude(thoughts: Sequence[Thought]) -> list[int]:
    """Act on what was thought, unless something newer came: returns the threads to think about again at once.

    A person who wrote or took over, and a contact who opted out, have the last word: nothing is said.
    `thoughts`: as `together` has put them.
    """
    for one in thoughts:
        _hold_first(one.reading, one.plan)
    overtaken, standing = list[int](), list[Ending]()
    for ending in _endings(thoughts):
        if reason := _why_void(ending):
            _keep(ending, TurnOutcome.SUPERSEDED, reason)
            holding.stop(ending.held.row)
        elif reason := _why_overtaken(ending):
            _keep(ending, TurnOutcome.SUPERSEDED, reason)
            timer.again(ending.held.row, ending.thought.reading.engine)
            overtaken.append(ending.thread.id)
        else:
            standing.append(ending)
    _act(standing)
    return overtaken


def _endings(thoughts: Sequence[Thought]) -> list[Ending]:
    """Without threads whose lease ran out, so that another worker thinks, or a person has taken over."""
    leases = {one.reading.claim.thread_id: one.reading.claim.lease for one in thoughts}
    found = holding.hold_all(leases)
    held = {thread_id: one for thread_id, one in found.items() if one.row.lease == leases[thread_id]}
    if not held:
        return []
    threads = [one.thread for one in held.values()]
    refused = gate.refusals({thread.contact.phone for thread in threads}, Asking(Origin.AGENT, Channel.SMS))
    chosen, newest = choosing.of_all(threads), conversation.newest_texts(held)
    return [
        Ending(
            held=held[thread_id],
            thought=one,
            verdict=refused.get(held[thread_id].thread.contact.phone, gate.ALLOWED),
            choice=chosen[thread_id],
            newest=newest[thread_id],
        )
        for one in thoughts
        if (thread_id := one.reading.claim.thread_id) in held
    ]


def _keep(ending: Ending, outcome: TurnOutcome, reason: str, sent: Message | None = None) -> AgentTurn:
    return turns.keep(ending.thought, outcome, reason, ending.choice.batch_id, sent)


def _hold_first(reading: Reading, plan: Plan) -> None:
    """What a hold on their phone, or a label, has to do with comes before the thread (services/row_locks)."""
    labels = _labels(reading, plan)
    thread = db.session.get(Thread, reading.claim.thread_id) if plan.holds or labels else None
    if thread is None:
        return
    if plan.holds:
        register.lock([thread.contact.phone])
    else:
        labelling.hold(thread.contact)


def _labels(reading: Reading, plan: Plan) -> Sequence[Label]:
    """None while staff have to decide about an opt-out, and none of what is thought of again."""
    return () if plan.holds or plan.again else labelling.of(reading.conversation.agent, plan.decision)


def _why_void(ending: Ending) -> str:
    """Why no agent has the word any more; "" when this one, or another one, has."""
    if ending.choice.agent is None:
        return "A person has taken over, or no agent answers here any more."
    return ending.verdict.obstacle or ""


def _why_overtaken(ending: Ending) -> str:
    """Why the answer does not hold any more; "" when it does."""
    agent, reading = ending.choice.agent, ending.thought.reading
    if agent is None or (agent.id, agent.version) != (reading.agent_id, reading.version):
        return "The agent was changed, or another one was chosen, while it was thinking."
    if ending.newest > reading.newest:
        return "They wrote again while it was thinking."
    return ""


def _act(endings: Sequence[Ending]) -> None:
    acting = list[Ending]()
    for one in endings:
        if one.plan.again:
            _keep(one, one.plan.outcome, one.plan.reason)
            timer.again(one.held.row, one.thought.reading.engine, RETRY)
        elif one.plan.say and not one.thread.number.can(Channel.SMS):
            _cannot_be_sent(one)
        else:
            acting.append(one)
    _carry_out(acting)


def _carry_out(endings: Sequence[Ending]) -> None:
    """What they say and how they end is written in a few statements for all, the rest one by one."""
    for one in endings:
        if one.plan.holds:
            wish = db.session.get_one(Message, one.thought.reading.read_to)
            holds.place(wish, wish.text)
    texts = [enqueue.Text(one.thread, one.plan.say, one.verdict.until) for one in endings if one.plan.say]
    sent = enqueue.put_all(texts, Origin.AGENT)
    kept = [(one, _keep(one, one.plan.outcome, one.plan.reason, sent.get(one.thread.id))) for one in endings]
    for one, turn in kept:
        _settle(one.held.row, one.thought)
        goals.reach(one.held.row, turn, one.plan.decision.goal, one.choice.sent_at)
    db.session.flush()
    _need_no_reply([one.thread.id for one in endings if one.plan.settles])
    for one, turn in kept:
        _carry_out_task(one, turn)
        if one.plan.handoff is not None:
            _hand_off(one.thread, turn, one.plan.handoff)


def _carry_out_task(ending: Ending, turn: AgentTurn) -> None:
    """The labels that it sets, and the task that it runs."""
    thread, plan, agent = ending.thread, ending.plan, ending.thought.reading.conversation.agent
    labelling.put(thread.contact, _labels(ending.thought.reading, plan), agent, turn.agent_id)
    if not plan.holds:
        tasks.carry_out(thread, turn, agent, plan.decision)


def _cannot_be_sent(ending: Ending) -> None:
    reason = enqueue.off(ending.thread.number)
    turn = _keep(ending, TurnOutcome.FAILED, reason)
    decision = ending.plan.decision
    task = ending.thought.reading.conversation.agent.task(decision.task) if decision.runs else None
    undone = f"“{task.name}” was not carried out. " if task else ""
    handoff = Handoff(HandoffKind.FAULT, f"The agent's answer was not sent. {undone}{reason}")
    _hand_off(ending.thread, turn, handoff)


def _hand_off(thread: Thread, turn: AgentTurn, handoff: Handoff) -> None:
    turn.handoff = str(handoff.kind)
    handing_off.hand_off(thread, handoff.kind, handoff.reason, turn.agent_id)


def _settle(row: Answering, thought: Thought) -> None:
    """What is kept for the next turn."""
    plan = thought.plan
    holding.stop(row)
    if plan.away_until is not None:
        row.away_until = plan.away_until
    if plan.settles:
        row.read_to = thought.reading.read_to
        row.memory, row.language = memory.to_json(plan.decision.memory), plan.decision.language


def _need_no_reply(thread_ids: Sequence[int]) -> None:
    """They do not wait for us any more, but for those who sent a picture, which agents cannot see.

    The threads are held.
    """
    done = set(thread_ids) - media.unseen(thread_ids)
    if done:
        settled = update(Thread).where(Thread.id.in_(done)).values(needs_reply=False)
        db.session.execute(settled)
