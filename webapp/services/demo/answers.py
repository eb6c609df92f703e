"""What follows from a made-up text: the agents are really asked, and say why, as they would in earnest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from webapp.agents import base, decided, registry
from webapp.agents import memory as memories
from webapp.agents.stored import Definition
from webapp.db import db
from webapp.models.agent import Agent, AgentState
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.answering import Answering
from webapp.models.entry import Direction, Origin
from webapp.models.handoff import Handoff, HandoffState
from webapp.models.hold import Hold
from webapp.models.label import ContactLabel
from webapp.models.message import Message
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.source import SourceKind
from webapp.models.task_record import RecordState, TaskRecord
from webapp.rules.replies import replies
from webapp.rules.replies.replies import Meaning
from webapp.services import settings
from webapp.services.agents.turns import planning
from webapp.services.agents.turns.planning import Plan, State
from webapp.services.contacts import labels
from webapp.services.demo import marks
from webapp.services.demo.stage import Conversation, Stage
from webapp.services.demo.story import ZONE
from webapp.services.threads import outreach

AFTER = timedelta(seconds=8)
"""From their text to the agent's answer."""


@dataclass(frozen=True)
class Answerer:
    """An agent, as it is now."""

    agent: Agent
    definition: Definition


def follow(stage: Stage, one: Conversation, text: Message, by: Answerer | None) -> None:
    """An opt-out, a hold, or the answer of the agent that has the word; `by` None: staff answer."""
    meaning = replies.read(text.text)
    if meaning == Meaning.OPT_OUT:
        _opt_out(stage, one, text)
    elif meaning == Meaning.HOLD:
        hold = Hold(phone=text.phone, message_id=text.id, thread_id=text.thread_id, text=text.text)
        add(hold, created_at=text.created_at)
    elif by is not None and one.thread.agent_state in (AgentState.NONE, AgentState.ON):
        _answer(stage, one, text, by)


def take_over(one: Conversation, by_id: int, at: datetime) -> None:
    """Staff have written: the agent is silent, and what it had handed off is settled."""
    thread = one.thread
    thread.assignee_id = by_id
    if thread.agent_state in (AgentState.ON, AgentState.HANDED_OFF):
        thread.agent_state = AgentState.PAUSED
    open_ones = db.session.query(Handoff).filter_by(thread_id=thread.id, state=HandoffState.OPEN)
    for handoff in open_ones:
        handoff.state, handoff.user_id, handoff.settled_at = HandoffState.TAKEN, by_id, at


def label(one: Conversation, name: str, kind: SourceKind, source: tuple[str, int], at: datetime) -> None:
    """A label on the contact, set by an agent or a person: (name, id)."""
    known = {each.key for each in labels.of(one.contact.id)}
    if labels.key_of(name) in known:
        return
    add(
        ContactLabel(
            contact_id=one.contact.id, key=labels.key_of(name), name=name,
            source=kind, source_name=source[0], source_id=source[1],
        ),
        at=at,
    )  # fmt: skip


def _opt_out(stage: Stage, one: Conversation, text: Message) -> None:
    at = text.created_at
    evidence = {"source": OptOutSource.KEYWORD, "evidence": text.text, "message_id": text.id}
    add(OptOut(phone=text.phone, **evidence), created_at=at)
    stage.say(one, str(settings.get("confirm_stop")), Origin.CONFIRMATION, at + AFTER)


def _answer(stage: Stage, one: Conversation, text: Message, by: Answerer) -> None:
    at = text.created_at + AFTER
    plan = planning.plan(registry.ENGINES[by.agent.engine], by.definition, _asked(one, text, by), _state(one))
    sent = stage.say(one, plan.say, Origin.AGENT, at) if plan.say else None
    one.thread.agent_id, one.thread.agent_state = by.agent.id, AgentState.ON
    one.answers += bool(plan.say)
    one.memory, one.language, one.read_to = plan.decision.memory, plan.decision.language, text.id
    one.thread.needs_reply = not plan.settles or plan.handoff is not None
    turn = _keep(one, text, by, plan, at, sent)
    for name in plan.decision.labels:
        label(one, name, SourceKind.AGENT, (by.agent.name, by.agent.id), at)
    if plan.decision.runs:
        turn.record_id = record(one, by, plan.decision, str(text.id), at)
    if plan.handoff is not None:
        hand_off(one, plan.handoff, at)


def _asked(one: Conversation, text: Message, by: Answerer) -> base.Conversation:
    contact = base.Contact(one.contact.phone, one.contact.name, "US")
    return base.Conversation(
        agent=by.definition.agent(by.agent.name, text.text),
        contact=contact,
        turns=tuple(one.turns),
        local_now=text.created_at.astimezone(ZONE),
        language=one.language or by.definition.languages[0],
        outreach=one.outreach,
        memory=one.memory,
    )


def _state(one: Conversation) -> State:
    return State(answers_today=one.answers, answers=one.answers)


def _keep(
    one: Conversation, text: Message, by: Answerer, plan: Plan, at: datetime, sent: Message | None
) -> AgentTurn:
    turn = AgentTurn(
        thread_id=one.thread.id, agent_id=by.agent.id, version=by.agent.version,
        decision=decided.to_json(plan.decision), outcome=plan.outcome, reason=plan.reason,
        entry_id=sent.id if sent else None, read_to=text.id, seconds=0.02,
        batch_id=outreach.newest_batch(one.thread.id), handoff=str(plan.handoff.kind) if plan.handoff else "",
        waited=AFTER.total_seconds() if sent else None,
    )  # fmt: skip
    row, goal = answering(one), plan.decision.goal
    if goal is not None and goal.reached:
        turn.goal_reached = True
        row.goal_reached_at, row.goal_reason = row.goal_reached_at or at, row.goal_reason or goal.reason
    add(turn, at=at)
    row.read_to, row.memory, row.language = text.id, memories.to_json(one.memory), one.language
    if plan.outcome == TurnOutcome.HANDED_OFF:
        row.memory = {}
    return turn


def hand_off(one: Conversation, handoff: base.Handoff, at: datetime) -> None:
    """Staff are to answer from now on."""
    thread = one.thread
    add(
        Handoff(
            thread_id=thread.id, number_id=thread.number_id, phone=one.contact.phone, direction=Direction.OUT,
            state=HandoffState.OPEN, origin=Origin.AGENT, units=0, code=str(handoff.kind),
            reason=handoff.reason,
        ),
        created_at=at,
    )  # fmt: skip
    row = answering(one)
    row.handoff_kind, row.handoff_reason, row.handed_off_at = str(handoff.kind), handoff.reason, at
    thread.agent_state, thread.needs_reply = AgentState.HANDED_OFF, True
    thread.unread = max(thread.unread, 1)


def record(one: Conversation, by: Answerer, decision: base.Decision, about: str, at: datetime) -> int | None:
    """That the task was carried out, without its actions: nothing outside changes.

    `about`: what led to it.
    """
    task = by.definition.agent(by.agent.name).task(decision.task)
    if task is None:
        return None
    record = TaskRecord(
        thread_id=one.thread.id, contact_id=one.contact.id, agent_id=by.agent.id,
        agent_version=by.agent.version, key=f"demo:{about}", task_key=task.key, task_name=task.name,
        fields=dict(decision.fields), inputs={},
        state=RecordState.DONE, source=SourceKind.AGENT, source_name=by.agent.name, source_id=by.agent.id,
        done_at=at,
    )  # fmt: skip
    add(record, at=at)
    return record.id


def answering(one: Conversation) -> Answering:
    """Its timer is never set: nothing waits to be answered."""
    row = db.session.get(Answering, one.thread.id)
    if row is None:
        row = Answering(thread_id=one.thread.id, tries=0, read_to=0, memory={}, language="")
        db.session.add(row)
    return row


def add(row: Any, **made: datetime) -> None:
    """A made-up row; `made`: columns with its time."""
    for name, at in made.items():
        setattr(row, name, at)
    db.session.add(row)
    db.session.flush()
    marks.remember(row)
