"""Who answers a thread: what a person chose, else the newest batch, else the number, else staff."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, and_, bindparam, exists, literal, or_, select, true

from webapp.agents import registry
from webapp.bulk import cached_statement, execute_core
from webapp.db import db
from webapp.models.agent import Agent, AgentState, EngineName
from webapp.models.answering import Answering
from webapp.models.batch import Batch, RepliesBy
from webapp.models.channel import Channel
from webapp.models.message import Message
from webapp.models.number_service import NumberService
from webapp.models.thread import Thread
from webapp.services.opt_outs import register


def may_answer(thread: Thread) -> bool:
    """Whether some agent stands behind a thread; `of` decides. Asked of each text that comes in."""
    if execute_core(_behind(), {"thread": thread.id, "number": thread.number_id}).first() is None:
        return False
    phone = thread.contact.phone
    return phone.startswith("+") and not register.active([phone])


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
    sent = select(Message.batch_id).where(Message.thread_id == thread, Message.batch_id.is_not(None))
    newest = sent.order_by(Message.id.desc()).limit(1).scalar_subquery()
    of_batch = exists().where(Batch.id == newest, Batch.replies_by == str(RepliesBy.AGENT))
    return select(literal(1)).where(exists().where(active), or_(here, of_number, of_batch))


def of(thread: Thread) -> Agent | None:
    """The agent that answers now; None: staff do."""
    agent_id = _chosen(thread)
    agent = db.session.get(Agent, agent_id, populate_existing=True) if agent_id is not None else None
    if agent is None or agent.archived_at is not None or not registry.answers(agent.engine):
        return None
    return agent


def _chosen(thread: Thread) -> int | None:
    """What has been handed off waits for staff, whatever is sent meanwhile."""
    if thread.agent_state == AgentState.HANDED_OFF:
        return None
    found = execute_core(_says(), {"thread": thread.id, "number": thread.number_id}).one()
    was_sent = found.sent_at is not None
    if found.chosen_at is not None and (not was_sent or found.sent_at <= found.chosen_at):
        return thread.agent_id if thread.agent_state == AgentState.ON else None
    if was_sent and found.replies_by != RepliesBy.NUMBER:
        return int(found.of_batch) if found.replies_by == RepliesBy.AGENT else None
    return None if found.of_number is None else int(found.of_number)


@cached_statement
def _says() -> Select[datetime | None, str | None, int | None, datetime | None, int | None]:
    """One row: the newest batch here and its choice, when a person chose, and the number's agent."""
    thread = bindparam("thread", type_=Thread.id.type)
    sent = select(Message.created_at, Batch.replies_by, Batch.agent_id)
    sent = sent.join(Batch, Batch.id == Message.batch_id).where(Message.thread_id == thread)
    newest = sent.order_by(Message.id.desc()).limit(1).subquery()
    on_sms = and_(NumberService.number_id == bindparam("number"), NumberService.channel == str(Channel.SMS))
    one = select(literal(1).label("n")).subquery()
    return (
        select(
            newest.c.created_at.label("sent_at"),
            newest.c.replies_by,
            newest.c.agent_id.label("of_batch"),
            Answering.chosen_at,
            NumberService.agent_id.label("of_number"),
        )
        .select_from(one)
        .outerjoin(newest, true())
        .outerjoin(Answering, Answering.thread_id == thread)
        .outerjoin(NumberService, on_sms)
    )
