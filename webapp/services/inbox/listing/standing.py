"""Who has the word in a conversation, an agent or staff, as its page says it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Integer, select

from webapp.agents import registry
from webapp.agents.base import HandoffKind
from webapp.bulk import in_values
from webapp.db import db, now
from webapp.models.agent import Agent, AgentState
from webapp.models.answering import Answering
from webapp.models.thread import Thread, ThreadStatus
from webapp.models.user import User
from webapp.services.agents import goals
from webapp.services.agents.turns import choosing

SOON = timedelta(minutes=2)
"""What an agent will answer later than that does not count as being answered now."""
WHY = {
    HandoffKind.ASKED: "asked for a person",
    HandoffKind.UPSET: "upset",
    HandoffKind.UNSURE: "the agent was not sure",
    HandoffKind.HOLD: "may want no more messages",
    HandoffKind.RULE: "as the agent’s rules say",
    HandoffKind.INCOMPLETE: "something is not known",
    HandoffKind.TASK: "a task could not be completed",
    HandoffKind.FAULT: "the agent could not answer",
    HandoffKind.MACHINE: "may be a machine",
}


@dataclass(frozen=True)
class Standing:
    """`state`: ON also where an agent would answer what comes; NONE: no one but staff does.

    `agent`: who answers, or did until staff took over. `soon`: it is about to answer what came.
    `kind`, `reason` and `since`: of a handoff, in words. `assignee`: whose conversation it is.
    `goal`: why the agent's goal counts as reached, "" when it does not.
    `status`: whether it is put away, `until`: when it comes back by itself (UTC).
    """

    state: AgentState
    agent: Agent | None = None
    soon: bool = False
    kind: str = ""
    reason: str = ""
    since: datetime | None = None
    assignee: User | None = None
    goal: str = ""
    status: ThreadStatus = ThreadStatus.OPEN
    until: datetime | None = None

    @property
    def is_handed_off(self) -> bool:
        """The agent has asked for staff, and none of them has acted yet."""
        return self.state == AgentState.HANDED_OFF

    @property
    def may_answer(self) -> bool:
        """Whether it can be given back to its agent, which may be archived since."""
        agent = self.agent
        return agent is not None and agent.archived_at is None and registry.answers(agent.engine)

    @property
    def version(self) -> int:
        """Changes whenever a page would say something else."""
        agent = (self.agent.id, self.agent.name, self.agent.color) if self.agent else None
        assignee = (self.assignee.id, self.assignee.name) if self.assignee else None
        said = (
            str(self.state),
            agent,
            self.soon,
            self.kind,
            self.reason,
            assignee,
            self.goal,
            self.may_answer,
            (str(self.status), self.until),
        )
        return zlib.crc32(repr(said).encode())


def of(thread: Thread) -> Standing:
    """As it is now."""
    row = db.session.get(Answering, thread.id, populate_existing=True)
    reached = row is not None and row.goal_reached_at is not None
    goal = goals.reasons([thread.id]).get(thread.id, "") if reached else ""
    status = ThreadStatus(thread.status)
    return replace(_of(thread, row), goal=goal, status=status, until=thread.snoozed_until)


def _of(thread: Thread, row: Answering | None) -> Standing:
    assignee = db.session.get(User, thread.assignee_id) if thread.assignee_id else None
    if thread.agent_state == AgentState.HANDED_OFF:
        return _handed_off(thread, row, assignee)
    agent = choosing.of(thread)
    if agent is not None:
        return Standing(AgentState.ON, agent, _is_due(row), assignee=assignee)
    before = db.session.get(Agent, thread.agent_id) if thread.agent_id else None
    silent = thread.agent_state in (AgentState.PAUSED, AgentState.OFF) and before is not None
    state = AgentState(thread.agent_state) if silent else AgentState.NONE
    return Standing(state, before if silent else None, assignee=assignee)


def reasons(thread_ids: Iterable[int]) -> dict[int, str]:
    """Why these were handed off, in a sentence; for some of them, nothing may be known."""
    ids = list(thread_ids)
    if not ids:
        return {}
    columns = (Answering.thread_id, Answering.handoff_kind, Answering.handoff_reason)
    rows = db.session.execute(select(*columns).where(Answering.thread_id.in_(in_values(ids, Integer))))
    return {row.thread_id: row.handoff_reason or _kind(row.handoff_kind).capitalize() for row in rows}


def _kind(kind: str | None) -> str:
    """Of a handoff, in words."""
    return WHY[HandoffKind(kind)] if kind in set(HandoffKind) else ""


def _handed_off(thread: Thread, row: Answering | None, assignee: User | None) -> Standing:
    agent = db.session.get(Agent, thread.agent_id) if thread.agent_id else None
    if row is None:
        return Standing(AgentState.HANDED_OFF, agent, assignee=assignee)
    return Standing(
        AgentState.HANDED_OFF,
        agent,
        kind=_kind(row.handoff_kind),
        reason=row.handoff_reason,
        since=row.handed_off_at,
        assignee=assignee,
    )


def _is_due(row: Answering | None) -> bool:
    return row is not None and row.answer_at is not None and row.answer_at <= now() + SOON
