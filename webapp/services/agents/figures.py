"""Figures of an agent and of a batch, counted from the turns that are kept (Settings: for how long)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, distinct, exists, func, select

from webapp.db import db
from webapp.models.agent_turn import AgentTurn, TurnOutcome
from webapp.models.contact import Contact
from webapp.models.opt_out import OptOut
from webapp.models.recipient import Recipient
from webapp.models.task_record import RecordState, TaskRecord
from webapp.models.thread import Thread


@dataclass(frozen=True)
class Figures:
    """All but `answers` count conversations or, for `tasks_*`, records.

    `answers`: texts that answered something by themselves. `handed_off`: by kind, see
    agents/base.HandoffKind; a conversation counts once for each. `median_seconds`: from the oldest text that
    is answered until its answer is queued, after the waiting time of the agent; None without any answer.
    """

    conversations: int = 0
    answered: int = 0
    answers: int = 0
    handed_off: Mapping[str, int] = field(default_factory=dict)
    tasks_done: int = 0
    tasks_failed: int = 0
    goal_reached: int = 0
    opted_out: int = 0
    median_seconds: float | None = None


def of_agent(agent_id: int) -> Figures:
    """In all of its conversations. Opted out: those who did so after it had first taken part."""
    return _figures(AgentTurn.agent_id == agent_id, _opted_out_since(agent_id))


def of_batch(batch_id: int) -> Figures:
    """In the conversations that followed it, with any agent. Opted out: all who answered so."""
    out = select(func.count()).select_from(Recipient)
    out = out.where(Recipient.batch_id == batch_id, Recipient.opted_out_at.is_not(None))
    return _figures(AgentTurn.batch_id == batch_id, out)


def _figures(of: ColumnElement[bool], opted_out: Select[int]) -> Figures:
    conversations, answered, said, reached, waited = db.session.execute(_counts(of)).one()
    tasks = _tasks(of)
    return Figures(
        conversations=conversations,
        answered=answered,
        answers=said,
        handed_off=_handed_off(of),
        tasks_done=tasks.get(RecordState.DONE, 0),
        tasks_failed=tasks.get(RecordState.FAILED, 0),
        goal_reached=reached,
        opted_out=db.session.scalar(opted_out) or 0,
        median_seconds=_median(of, waited),
    )


def _counts(of: ColumnElement[bool]) -> Select[int, int, int, int, int]:
    threads, is_answer = func.count(distinct(AgentTurn.thread_id)), AgentTurn.outcome == TurnOutcome.SENT
    return select(
        threads,
        threads.filter(is_answer),
        func.count().filter(is_answer),
        threads.filter(AgentTurn.goal_reached),
        func.count(AgentTurn.waited),
    ).where(of)


def _handed_off(of: ColumnElement[bool]) -> dict[str, int]:
    """The most frequent first."""
    many = func.count(distinct(AgentTurn.thread_id))
    query = select(AgentTurn.handoff, many).where(of, AgentTurn.handoff != "").group_by(AgentTurn.handoff)
    rows = db.session.execute(query.order_by(many.desc(), AgentTurn.handoff)).all()
    return {str(kind): count for kind, count in rows}


def _tasks(of: ColumnElement[bool]) -> dict[Any, int]:
    query = select(TaskRecord.state, func.count()).join(AgentTurn, AgentTurn.record_id == TaskRecord.id)
    rows = db.session.execute(query.where(of).group_by(TaskRecord.state)).all()
    return {state: count for state, count in rows}  # noqa: C416  (rows are no pairs to mypy)


def _median(of: ColumnElement[bool], count: int) -> float | None:
    """Of what lies in the middle, the mean of two where there are two: neither database says it for both."""
    if not count:
        return None
    middle = select(AgentTurn.waited).where(of, AgentTurn.waited.is_not(None)).order_by(AgentTurn.waited)
    middle = middle.offset((count - 1) // 2).limit(2 - count % 2)
    found = [value for value in db.session.scalars(middle) if value is not None]
    return round(sum(found) / len(found), 1) if found else None


def _opted_out_since(agent_id: int) -> Select[int]:
    first = (
        select(AgentTurn.thread_id, func.min(AgentTurn.at).label("at"))
        .where(AgentTurn.agent_id == agent_id)
        .group_by(AgentTurn.thread_id)
        .subquery()
    )
    since = exists().where(OptOut.phone == Contact.phone, OptOut.created_at >= first.c.at)
    query = select(func.count()).select_from(first).join(Thread, Thread.id == first.c.thread_id)
    return query.join(Contact, Contact.id == Thread.contact_id).where(since)
