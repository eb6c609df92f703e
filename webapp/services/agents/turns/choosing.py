"""Who answers a thread: what a person chose, else the newest batch, else the number, else staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, exists, literal, or_, select
from sqlalchemy.orm import aliased

from webapp.agents import registry
from webapp.bulk import cached_statement, execute_core, in_param
from webapp.db import db
from webapp.models.agent import Agent, AgentState, EngineName
from webapp.models.answering import Answering
from webapp.models.batch import Batch, RepliesBy
from webapp.models.channel import Channel
from webapp.models.entry import Entry
from webapp.models.number_service import NumberService
from webapp.models.thread import Thread
from webapp.services.opt_outs import register
from webapp.services.threads import outreach


def may_answer(thread: Thread) -> bool:
    """Whether some agent stands behind a thread; `of` decides. Asked of each text that comes in."""
    if execute_core(_behind(), {"thread": thread.id, "number": thread.number_id}).first() is None:
        return False
    phone = thread.contact.phone
    blocked = thread.contact.blocked_at is not None
    return phone.startswith("+") and not blocked and not register.active([phone])


@cached_statement
def _behind() -> Select[int]:
    """Without any agent, one look into an empty table."""
    active = and_(Agent.archived_at.is_(None), Agent.engine != EngineName.STAFF)
    thread, number = (
        bindparam("thread", type_=Thread.id.type),
        bindparam("number", type_=Thread.number_id.type),
    )
    here = exists().where(Thread.id == thread, Thread.agent_state == AgentState.ON)
    of_number = exists().where(
        NumberService.number_id == number,
        NumberService.channel == str(Channel.SMS),
        NumberService.agent_id.is_not(None),
    )
    newest = outreach.newest(Entry.batch_id, thread).scalar_subquery()
    of_batch = exists().where(Batch.id == newest, Batch.replies_by == str(RepliesBy.AGENT))
    return select(literal(1)).where(exists().where(active), or_(here, of_number, of_batch))


@dataclass(frozen=True)
class Choice:
    """`agent`: the one that answers now; None: staff do. `batch_id`: the newest batch that reached out
    here, at `sent_at`."""

    agent: Agent | None = None
    batch_id: int | None = None
    sent_at: datetime | None = None


def of(thread: Thread) -> Agent | None:
    """The agent that answers now; None: staff do."""
    return of_all([thread])[thread.id].agent


def of_all(threads: Sequence[Thread]) -> dict[int, Choice]:
    """The same for many, by their ids, as the database has it now."""
    said = {row.id: row for row in execute_core(_says(), {"ids": [thread.id for thread in threads]})}
    chosen = {thread.id: _chosen(thread, said[thread.id]) for thread in threads}
    known = select(Agent).where(Agent.id.in_({one for one in chosen.values() if one is not None}))
    agents = db.session.scalars(known, execution_options={"populate_existing": True}).all()
    able = {one.id: one for one in agents if one.archived_at is None and registry.answers(one.engine)}
    return {
        one: Choice(able.get(agent_id or 0), said[one].batch_id, said[one].sent_at)
        for one, agent_id in chosen.items()
    }


def _chosen(thread: Thread, said: Row[Any]) -> int | None:
    """What has been handed off waits for staff, whatever is sent meanwhile."""
    if thread.agent_state == AgentState.HANDED_OFF:
        return None
    was_sent = said.sent_at is not None
    if said.chosen_at is not None and (not was_sent or said.sent_at <= said.chosen_at):
        return thread.agent_id if thread.agent_state == AgentState.ON else None
    if was_sent and said.replies_by != RepliesBy.NUMBER:
        return int(said.of_batch) if said.replies_by == RepliesBy.AGENT else None
    return None if said.of_number is None else int(said.of_number)


@cached_statement
def _says() -> Select[*tuple[Any, ...]]:
    """A row for each thread: its newest batch, of texts or of calls, and its choice, when a person chose, its
    number's agent."""
    sent = aliased(Entry)
    of_newest = Entry.id == outreach.newest(sent.id, Thread.id, entry=sent).scalar_subquery()
    on_sms = and_(NumberService.number_id == Thread.number_id, NumberService.channel == str(Channel.SMS))
    return (
        select(
            Thread.id,
            Entry.created_at.label("sent_at"),
            Entry.batch_id,
            Batch.replies_by,
            Batch.agent_id.label("of_batch"),
            Answering.chosen_at,
            NumberService.agent_id.label("of_number"),
        )
        .select_from(Thread)
        .outerjoin(Entry, of_newest)
        .outerjoin(Batch, Batch.id == Entry.batch_id)
        .outerjoin(Answering, Answering.thread_id == Thread.id)
        .outerjoin(NumberService, on_sms)
        .where(in_param(Thread.id, "ids"))
    )
